//! Merges an `update` into the nodes that its target selects.

use indexmap::map::Entry;

use crate::document::{Node, Value};

/// Merges an update into a node: properties into an object, an entry at the end of an array.
pub(super) fn into(node: &mut Node, update: &Node) -> Result<(), String> {
    match (&mut node.value, &update.value) {
        (Value::Object(_), Value::Object(_)) => {
            merge(node, update);
            Ok(())
        }
        // An array of arrays is data. For any other array, an update that is an array was meant as several items.
        (Value::Array(items), Value::Array(_)) if !items.iter().any(|item| item.as_array().is_some()) => {
            Err("an update of an array must be one item, but is an array: write an action for each item"
                .to_owned())
        }
        (Value::Array(items), _) => {
            items.push(Node { key: None, ..update.clone() });
            Ok(())
        }
        (Value::Object(_), _) => Err(format!("{} cannot be merged into an object", update.kind())),
        _ => Err(format!("the target is {}; an update needs an object or an array", node.kind())),
    }
}

/// Merges objects key by key, concatenates arrays, and replaces anything else.
fn merge(node: &mut Node, update: &Node) {
    match (&mut node.value, &update.value) {
        (Value::Object(object), Value::Object(entries)) => {
            for (key, value) in entries {
                match object.entry(key.clone()) {
                    Entry::Vacant(entry) => drop(entry.insert(value.clone())),
                    Entry::Occupied(mut entry) => merge(entry.get_mut(), value),
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        _ => *node = update.clone(),
    }
}
