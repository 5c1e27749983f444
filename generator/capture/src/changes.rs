//! Changes to a tree, each at a node that is identified by its span.

use serde_json::{Map, Value};

use clientwright::document::{self, Node, Span};

/// A change.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    /// The span of the changed node.
    pub(super) at: Span,
    /// Whether it contains prose of the page.
    pub(super) words: bool,
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    /// Sets a key of the object.
    Set(String, Value),
    /// Sets a key of a child object, which is created if missing.
    Within(String, String, Value),
    /// Appends an item to a child array, which is created if missing.
    Append(String, Value),
    /// Removes a key of the object.
    Remove(String),
    /// Removes a key of the object if its value is empty.
    Tidy(String),
    /// Renames a key of the object, and keeps its value and position.
    Rename(String, String),
    /// Appends an item to the array.
    Push(Value),
    /// Removes the item with this span from the array.
    Drop(Span),
    /// Replaces the node.
    Replace(Value),
}

impl Change {
    fn new(node: &Node, what: What) -> Self {
        let words = match &what {
            What::Set(key, value) | What::Within(_, key, value) => {
                has_words(value) || (key == "description" && value.as_str() != Some(""))
            }
            What::Append(_, value) | What::Push(value) => has_words(value),
            _ => false,
        };
        Self { at: node.span, words, what }
    }

    pub(super) fn set(object: &Node, key: &str, value: Value) -> Self {
        Self::new(object, What::Set(key.to_owned(), value))
    }

    pub(super) fn within(object: &Node, outer: &str, key: &str, value: Value) -> Self {
        Self::new(object, What::Within(outer.to_owned(), key.to_owned(), value))
    }

    pub(super) fn append(object: &Node, key: &str, value: Value) -> Self {
        Self::new(object, What::Append(key.to_owned(), value))
    }

    pub(super) fn remove(object: &Node, key: &str) -> Self {
        Self::new(object, What::Remove(key.to_owned()))
    }

    pub(super) fn tidy(object: &Node, key: &str) -> Self {
        Self::new(object, What::Tidy(key.to_owned()))
    }

    pub(super) fn rename(object: &Node, key: &str, name: &str) -> Self {
        Self::new(object, What::Rename(key.to_owned(), name.to_owned()))
    }

    pub(super) fn push(list: &Node, value: Value) -> Self {
        Self::new(list, What::Push(value))
    }

    pub(super) fn drop(list: &Node, item: &Node) -> Self {
        Self::new(list, What::Drop(item.span))
    }

    /// Replaces a text; `words` says whether the new one contains prose of the page.
    pub(super) fn reword(node: &Node, text: String, words: bool) -> Self {
        Self { words, ..Self::new(node, What::Replace(text.into())) }
    }
}

/// Whether a value contains a description.
fn has_words(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.iter().any(|(key, value)| {
            (key == "description" && value.as_str().is_some_and(|text| !text.is_empty())) || has_words(value)
        }),
        Value::Array(items) => items.iter().any(has_words),
        _ => false,
    }
}

/// Returns the tree with the changes applied.
pub(super) fn apply(node: &Node, changes: &[Change]) -> Value {
    let own = || changes.iter().filter(|change| change.at == node.span).map(|change| &change.what);
    let mut value = match &node.value {
        document::Value::Array(items) => {
            let dropped =
                |item: &Node| own().any(|what| matches!(what, What::Drop(span) if *span == item.span));
            items.iter().filter(|item| !dropped(item)).map(|item| apply(item, changes)).collect()
        }
        document::Value::Object(object) => {
            Value::Object(object.iter().map(|(key, child)| (key.clone(), apply(child, changes))).collect())
        }
        _ => node.to_json(),
    };
    own().for_each(|what| make(&mut value, what));
    // Remove what is empty after all other changes.
    for what in own() {
        if let (What::Tidy(key), Value::Object(object)) = (what, &mut value)
            && object.get(key).is_some_and(is_empty)
        {
            object.shift_remove(key);
        }
    }
    value
}

fn make(value: &mut Value, what: &What) {
    match (what, value) {
        (What::Set(key, new), Value::Object(object)) => set(object, key, new.clone()),
        (What::Within(outer, key, new), Value::Object(object)) => {
            let inner = object.entry(outer.clone()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                inner.insert(key.clone(), new.clone());
            }
        }
        (What::Append(key, new), Value::Object(object)) => {
            let list = object.entry(key.clone()).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(items) = list {
                items.push(new.clone());
            }
        }
        (What::Remove(key), Value::Object(object)) => drop(object.shift_remove(key)),
        (What::Rename(key, name), Value::Object(object)) => {
            let renamed = |known: &String| if known == key { name.clone() } else { known.clone() };
            *object = object.iter().map(|(known, value)| (renamed(known), value.clone())).collect();
        }
        (What::Push(new), Value::Array(items)) => items.push(new.clone()),
        (What::Replace(new), value) => *value = new.clone(),
        _ => {}
    }
}

/// Inserts a key: after `type` if it belongs to the type, else at the end.
fn set(object: &mut Map<String, Value>, key: &str, value: Value) {
    let behind: &[&str] = match key {
        "format" => &["type"],
        "nullable" => &["type", "format"],
        _ => &[],
    };
    let place = object.keys().rposition(|known| behind.contains(&known.as_str()));
    match place {
        Some(place) if !object.contains_key(key) => {
            drop(object.shift_insert(place + 1, key.to_owned(), value))
        }
        _ => drop(object.insert(key.to_owned(), value)),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
