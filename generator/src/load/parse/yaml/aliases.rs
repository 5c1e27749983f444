//! Limits the number of nodes that aliases copy.

use crate::document::{Node, Value};

/// The maximum number of values that all aliases together may copy.
pub(super) const MAX_COPIES: usize = 100_000;

/// Counts nodes, up to a limit.
pub(super) fn weight(node: &Node, limit: usize) -> usize {
    let mut count = 0;
    let mut todo = vec![node];
    while let Some(node) = todo.pop() {
        count += 1;
        if count > limit {
            break;
        }
        match &node.value {
            Value::Array(items) => todo.extend(items),
            Value::Object(object) => todo.extend(object.values()),
            _ => {}
        }
    }
    count
}
