//! Evaluates a target: a subset of [JSONPath](https://www.rfc-editor.org/rfc/rfc9535) with bounded cost.
//!
//! A query visits each value of the tree a small number of times. So `..` may occur at most once, a filter sees the
//! filtered value but not the root, the number of terms is limited, and regular expressions are rejected (see
//! [`super::cost`]).

use serde_json_path::{JsonPath, PathElement};

use super::{Applied, error};
use crate::document::{Node, Value};

/// A step in the path to a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// Returns the paths that a target selects, each once, in document order.
pub(super) fn find(root: &Node, target: &Node) -> Applied<Vec<Vec<Step>>> {
    let text = target.as_str().unwrap_or_default();
    let path = JsonPath::parse(text).map_err(|failed| {
        error(target.span, format!("this is not a JSONPath: {}", failed.message().replace('\n', " ")))
    })?;
    let json = root.to_json();
    let located = path.query_located(&json).dedup();
    let mut found: Vec<Vec<Step>> = located.locations().map(|path| path.iter().map(step).collect()).collect();
    found.sort_by(|left, right| compare(left, right));
    Ok(found)
}

fn step(element: &PathElement<'_>) -> Step {
    match element {
        PathElement::Name(name) => Step::Key((*name).to_owned()),
        PathElement::Index(index) => Step::Index(*index),
    }
}

/// Orders two paths: by array index, else a path after its prefixes.
fn compare(left: &[Step], right: &[Step]) -> std::cmp::Ordering {
    for (left, right) in left.iter().zip(right) {
        let order = match (left, right) {
            (Step::Index(left), Step::Index(right)) => left.cmp(right),
            (Step::Key(left), Step::Key(right)) => left.cmp(right),
            _ => std::cmp::Ordering::Equal,
        };
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

/// Returns the node at a path.
pub(super) fn at<'t>(root: &'t mut Node, path: &[Step]) -> Option<&'t mut Node> {
    path.iter().try_fold(root, |node, step| match (&mut node.value, step) {
        (Value::Object(object), Step::Key(key)) => object.get_mut(key),
        (Value::Array(items), Step::Index(index)) => items.get_mut(*index),
        _ => None,
    })
}
