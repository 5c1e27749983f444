//! `$ref` in place of a map of names: its entries are those of the map that it leads to.

use crate::document::openapi::{KeyContext, children_mut, resolve};
use crate::document::{Node, Value};

/// How many references may lead from map to map.
const MAX_DEPTH: usize = 16;

/// Puts the entries of maps in the document where references to them stand. Entries beside the reference win.
pub(super) fn follow(root: &mut Node) {
    for _ in 0..MAX_DEPTH {
        if !references_map(root) {
            return;
        }
        let whole = root.clone();
        let mut todo = vec![(root as &mut Node, KeyContext::Other)];
        while let Some((node, context)) = todo.pop() {
            if let Some(target) = target(node, context).and_then(|text| resolve(&whole, text)) {
                let target = target.clone();
                let (Value::Object(own), Value::Object(others)) = (&mut node.value, target.value) else {
                    continue;
                };
                own.shift_remove("$ref");
                for (name, entry) in others {
                    own.entry(name).or_insert(entry);
                }
            }
            todo.extend(children_mut(node, context));
        }
    }
}

/// The text of a reference in place of a map, if it leads to a map: no name stands for a text.
fn target(node: &Node, context: KeyContext) -> Option<&str> {
    node.reference().filter(|_| context.has_names())?.as_str().filter(|text| text.starts_with("#/"))
}

fn references_map(root: &Node) -> bool {
    let mut todo = vec![(root, KeyContext::Other)];
    while let Some((node, context)) = todo.pop() {
        let found = target(node, context).and_then(|text| resolve(root, text));
        if found.is_some_and(|found| found.as_object().is_some()) {
            return true;
        }
        todo.extend(crate::document::openapi::children(node, context));
    }
    false
}
