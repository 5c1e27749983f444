//! Changes of a tree, each at a node that its span names.

use serde_json::Value;

use crate::tree::{self, Node, Span};

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    /// The node that it is made at.
    pub(super) at: Span,
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    /// A key of the object gets a value.
    Set(String, Value),
    /// A key of the object goes.
    Remove(String),
    /// The list gets another item.
    Push(Value),
    /// The item of the list that has this span goes.
    Drop(Span),
    /// The node gets another value.
    Replace(Value),
}

impl Change {
    pub(super) fn set(object: &Node, key: &str, value: Value) -> Self {
        Self { at: object.span, what: What::Set(key.to_owned(), value) }
    }

    pub(super) fn remove(object: &Node, key: &str) -> Self {
        Self { at: object.span, what: What::Remove(key.to_owned()) }
    }

    pub(super) fn push(list: &Node, value: Value) -> Self {
        Self { at: list.span, what: What::Push(value) }
    }

    pub(super) fn drop(list: &Node, item: &Node) -> Self {
        Self { at: list.span, what: What::Drop(item.span) }
    }

    pub(super) fn replace(node: &Node, value: Value) -> Self {
        Self { at: node.span, what: What::Replace(value) }
    }
}

/// A tree with changes made.
pub(super) fn apply(node: &Node, changes: &[Change]) -> Value {
    let own = || changes.iter().filter(|change| change.at == node.span).map(|change| &change.what);
    let mut value = match &node.value {
        tree::Value::Array(items) => {
            let dropped =
                |item: &Node| own().any(|what| matches!(what, What::Drop(span) if *span == item.span));
            items.iter().filter(|item| !dropped(item)).map(|item| apply(item, changes)).collect()
        }
        tree::Value::Object(object) => {
            Value::Object(object.iter().map(|(key, child)| (key.clone(), apply(child, changes))).collect())
        }
        _ => node.to_json(),
    };
    for what in own() {
        match (what, &mut value) {
            (What::Set(key, new), Value::Object(object)) => drop(object.insert(key.clone(), new.clone())),
            (What::Remove(key), Value::Object(object)) => drop(object.shift_remove(key)),
            (What::Push(new), Value::Array(items)) => items.push(new.clone()),
            (What::Replace(new), value) => *value = new.clone(),
            _ => {}
        }
    }
    value
}
