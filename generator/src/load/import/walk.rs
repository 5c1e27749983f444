//! Finds the schemas of a document: wherever a key says that a schema follows.

use crate::document::openapi::{Place, children_mut};
use crate::document::{Node, Value};

/// Applies a function to every schema, the inner ones first.
pub(super) fn schemas(root: &mut Node, apply: &mut dyn FnMut(&mut Node)) {
    walk(root, Place::Other, apply);
}

fn walk(node: &mut Node, place: Place, apply: &mut dyn FnMut(&mut Node)) {
    children_mut(node, place).into_iter().for_each(|(child, place)| walk(child, place, apply));
    if place == Place::Schema && !matches!(node.value, Value::Array(_)) {
        apply(node);
    }
}
