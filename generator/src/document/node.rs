//! A document as a tree in which every node knows where it was written.
//!
//! Nodes keep their span wherever they are moved to, so a span is a node's identity: what reads a node can say so, and
//! a diagnostic needs nothing else to name file, line, column and JSON pointer (see [`crate::document::Sources`]).

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A range of bytes in one of the files that were given, by its place in that list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The file, counted from 0 in the order in which files were given.
    pub file: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where the value is written.
    pub span: Span,
    /// Where the key is written that names it, if an object holds it.
    pub key: Option<Span>,
    /// The value.
    pub value: Value,
}

/// What a node holds: JSON's data model, with the document's order of keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number, as it is written: `1.10` stays apart from `1.1`.
    Number(String),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// Keys and values.
    Object(Object),
}

/// Keys and values in the document's order.
pub type Object = IndexMap<String, Node>;

impl Span {
    /// Whether another span is inside of this one.
    pub fn contains(self, inner: Self) -> bool {
        self.file == inner.file && self.start <= inner.start && inner.end <= self.end
    }
}

impl Node {
    /// The items of an array, or the values of an object.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        let items = self.as_array().unwrap_or_default();
        items.iter().chain(self.as_object().into_iter().flat_map(Object::values))
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        let (items, entries) = match &mut self.value {
            Value::Array(items) => (items.as_mut_slice(), None),
            Value::Object(object) => (Default::default(), Some(object)),
            _ => (Default::default(), None),
        };
        items.iter_mut().chain(entries.into_iter().flat_map(Object::values_mut))
    }

    /// This node and everything inside of it.
    pub fn descendants(&self) -> impl Iterator<Item = &Self> {
        let mut todo = vec![self];
        std::iter::from_fn(move || {
            let node = todo.pop()?;
            todo.extend(node.children());
            Some(node)
        })
    }

    /// Where a reader should look first: the key, or the value of a list's item.
    pub fn head(&self) -> Span {
        self.key.unwrap_or(self.span)
    }

    /// The value of a key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// The keys and values, if this is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string, or of a number or truth value as it is written: `version: 1.10` is a text to its reader.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The target of a reference, if this is an object with a textual `$ref`.
    pub fn reference(&self) -> Option<&Node> {
        self.get("$ref").filter(|target| target.as_str().is_some())
    }

    /// What kind of value this is, in a reader's words.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }

    /// Whether two nodes say the same, wherever they say it.
    pub fn same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Array(left), Value::Array(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.same(right))
            }
            (Value::Object(left), Value::Object(right)) => {
                left.len() == right.len()
                    && left.iter().all(|(key, left)| right.get(key).is_some_and(|right| left.same(right)))
            }
            (left, right) => left == right,
        }
    }

    /// Moves all places to where the file stands in a longer list of files.
    pub fn shift(&mut self, by: u32) {
        self.span.file = self.span.file.saturating_add(by);
        self.key.iter_mut().for_each(|key| key.file = key.file.saturating_add(by));
        self.children_mut().for_each(|child| child.shift(by));
    }

    /// The value without its places.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(text) => number(text),
            Value::String(text) => text.as_str().into(),
            Value::Array(items) => items.iter().map(Self::to_json).collect(),
            Value::Object(object) => object
                .iter()
                .map(|(key, value)| (key.clone(), value.to_json()))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }
}

fn number(text: &str) -> serde_json::Value {
    let parsed = text.parse::<i64>().map(Into::into).or_else(|_| text.parse::<u64>().map(Into::into));
    parsed
        .or_else(|_| text.parse::<f64>().map(Into::into))
        .unwrap_or_else(|_| serde_json::Value::String(text.to_owned()))
}

/// Escapes one key as a segment of a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901#section-3)).
pub fn pointer_segment(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
