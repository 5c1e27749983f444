//! How much aliases copy.

use crate::document::{Node, Value};

/// How many values aliases may copy, all together.
pub(super) const MAX_COPIES: usize = 100_000;

/// How many nodes there are, counted no further than the limit.
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
