//! Finds the parts of a document that belong to one operation alone, and may be edited for it.

use std::collections::{HashMap, HashSet};

use clientwright::document::openapi::{METHODS, OperationAt, references, resolve};
use clientwright::document::{Node, Span};

/// Returns the spans of everything that only this operation reaches, and only once: its own node, its path item if it
/// is the only operation there, and components that are referenced once, from such a span.
pub(super) fn owned_spans(root: &Node, at: OperationAt<'_>) -> HashSet<Span> {
    let mut own = HashSet::new();
    if root.get("paths").and_then(|paths| paths.get(at.path)?.reference()).is_some() {
        return own;
    }
    let all = references(root);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (target, _) in &all {
        *counts.entry(component(target)).or_default() += 1;
    }
    let methods =
        at.item.as_object().into_iter().flatten().filter(|(key, _)| METHODS.contains(&key.as_str()));
    let mut todo = vec![if methods.count() == 1 { at.item } else { at.node }];
    let mut known = HashSet::new();
    while let Some(node) = todo.pop() {
        own.extend(below(node));
        let reached = references(node).into_iter().map(|(target, _)| component(target));
        let once = reached.filter(|target| counts.get(target) == Some(&1) && known.insert(*target));
        todo.extend(once.filter_map(|target| resolve(root, target)));
    }
    // A reference may also point into an operation.
    for (target, _) in all.iter().filter(|(target, _)| !target.starts_with("#/components/")) {
        if let Some(node) = resolve(root, target) {
            below(node).iter().for_each(|span| {
                own.remove(span);
            });
        }
    }
    own
}

/// Returns the component that a reference points to or into.
fn component(target: &str) -> &str {
    target.match_indices('/').nth(3).map_or(target, |(end, _)| target.get(..end).unwrap_or(target))
}

/// Returns the spans of a node and its descendants.
fn below(node: &Node) -> Vec<Span> {
    node.descendants().map(|node| node.span).collect()
}
