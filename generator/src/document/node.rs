//! Represents a document as a tree in which every node has a source span.
//!
//! Nodes keep their span when they are moved, so a span identifies a node. A diagnostic needs only a span to show file,
//! line, column and JSON pointer (see [`crate::document::Sources`]).

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A range of bytes in an input file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The index of the file in the list of input files.
    pub file: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A value and its source location.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The span of the value.
    pub span: Span,
    /// The span of the key, if the value is in an object.
    pub key: Option<Span>,
    /// The value.
    pub value: Value,
}

/// A value of the JSON data model, with keys in document order.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number as written, so that `1.10` and `1.1` differ.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object.
    Object(Object),
}

/// An object with keys in document order.
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

    /// Returns the span that a diagnostic should point to: the key, or the value of an array item.
    pub fn head(&self) -> Span {
        self.key.unwrap_or(self.span)
    }

    /// Returns the value of a key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// Returns the string at a key, if there is one.
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Returns the entries of the object at a key, or none.
    pub fn entries(&self, key: &str) -> impl Iterator<Item = (&String, &Node)> {
        self.get(key).and_then(Self::as_object).into_iter().flatten()
    }

    /// Returns the items of the array at a key, or none.
    pub fn items(&self, key: &str) -> &[Node] {
        self.get(key).and_then(Self::as_array).unwrap_or_default()
    }

    /// Returns the entries, if this is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Returns the items, if this is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the string, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns a string, or the source text of a number or boolean. Authors expect `version: 1.10` to be a string.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) | Value::Number(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            _ => None,
        }
    }

    /// Returns the boolean, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the target of a reference, if this is an object whose `$ref` is a string.
    pub fn reference(&self) -> Option<&Node> {
        self.get("$ref").filter(|target| target.as_str().is_some())
    }

    /// Returns the kind of the value, for messages.
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

    /// Whether two nodes have the same value, regardless of their spans.
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

    /// Adds an offset to the file index of every span.
    pub fn shift(&mut self, by: u32) {
        self.span.file = self.span.file.saturating_add(by);
        self.key.iter_mut().for_each(|key| key.file = key.file.saturating_add(by));
        self.children_mut().for_each(|child| child.shift(by));
    }

    /// Returns the value without spans.
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

/// Escapes a key as a segment of a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901#section-3)).
pub fn pointer_segment(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
