//! Inlines `$ref` in place of a map of names: the entries of the target are copied.

use crate::document::openapi::{KeyContext, children_mut, resolve};
use crate::document::{Node, Value};

/// The limit for chains of references from map to map.
const MAX_DEPTH: usize = 16;

/// Copies the entries of referenced maps. Entries next to the reference win.
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

/// Returns the reference in place of a map. The values of such a map are never strings, so `$ref` cannot be a name.
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
