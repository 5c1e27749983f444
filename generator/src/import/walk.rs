//! Finds the schemas of a document: wherever a key says that a schema follows.

use crate::openapi::{DATA, NAMED_SCHEMAS, SCHEMA, SCHEMAS};
use crate::tree::{Node, Value};

/// Applies a function to every schema, the inner ones first.
pub(super) fn schemas(root: &mut Node, apply: &mut dyn FnMut(&mut Node)) {
    let Value::Object(object) = &mut root.value else {
        if let Value::Array(items) = &mut root.value {
            items.iter_mut().for_each(|item| schemas(item, apply));
        }
        return;
    };
    for (key, child) in object.iter_mut() {
        match key.as_str() {
            key if SCHEMA.contains(&key) => schema(child, apply),
            key if SCHEMAS.contains(&key) => list(child, apply),
            key if NAMED_SCHEMAS.contains(&key) => named(child, apply),
            key if DATA.contains(&key) || key.starts_with("x-") => {}
            _ => schemas(child, apply),
        }
    }
}

fn schema(node: &mut Node, apply: &mut dyn FnMut(&mut Node)) {
    match &node.value {
        Value::Object(_) => {
            schemas(node, apply);
            apply(node);
        }
        Value::Array(_) => list(node, apply),
        _ => apply(node),
    }
}

fn list(node: &mut Node, apply: &mut dyn FnMut(&mut Node)) {
    if let Value::Array(items) = &mut node.value {
        items.iter_mut().for_each(|item| schema(item, apply));
    }
}

fn named(node: &mut Node, apply: &mut dyn FnMut(&mut Node)) {
    if let Value::Object(entries) = &mut node.value {
        entries.values_mut().for_each(|entry| schema(entry, apply));
    }
}
