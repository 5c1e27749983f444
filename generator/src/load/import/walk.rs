//! Visits the schemas of a document.

use crate::document::openapi::{KeyContext, children_mut};
use crate::document::{Node, Value};

/// Applies a function to every schema, the inner ones first.
pub(super) fn schemas(root: &mut Node, apply: &mut dyn FnMut(&mut Node)) {
    walk(root, KeyContext::Other, apply);
}

fn walk(node: &mut Node, context: KeyContext, apply: &mut dyn FnMut(&mut Node)) {
    children_mut(node, context).into_iter().for_each(|(child, context)| walk(child, context, apply));
    if context == KeyContext::Schema && !matches!(node.value, Value::Array(_)) {
        apply(node);
    }
}
