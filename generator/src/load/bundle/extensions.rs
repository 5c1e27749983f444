//! Resolves references into extensions (`#/x-stream-definitions/Frame`). No walk enters an extension, so the target is
//! copied out of it: a schema becomes a component, and anything else is inlined.

use std::collections::BTreeMap;

use super::target::refer;
use super::{component_section, insert_schemas};
use crate::document::openapi::{KeyContext, children, children_mut, resolve};
use crate::document::{Node, Object, pointer_segment};
use crate::names::NameAllocator;

/// The limit for chains of references into extensions that have no schema in between.
const MAX_DEPTH: usize = 16;

pub(super) fn follow(root: &mut Node) {
    let section = component_section(root);
    let schemas = section.iter().try_fold(&*root, |node, key| node.get(key)).and_then(Node::as_object);
    let mut names = NameAllocator::default();
    schemas.into_iter().flatten().for_each(|(name, _)| drop(names.allocate(name.clone())));
    let mut hoisted: BTreeMap<String, String> = BTreeMap::new();
    let mut made = Object::new();
    for _ in 0..MAX_DEPTH {
        let mut found = Vec::new();
        collect(root, KeyContext::Other, &mut found);
        made.values().for_each(|node| collect(node, KeyContext::Schema, &mut found));
        found.retain(|(text, _)| resolve(root, text).is_some());
        if found.is_empty() {
            break;
        }
        let mut bodies: BTreeMap<String, Node> = BTreeMap::new();
        for (text, context) in found {
            let Some(node) = resolve(root, &text).cloned() else { continue };
            if context == KeyContext::Schema && !hoisted.contains_key(&text) {
                let last = text.rsplit('/').next().unwrap_or_default();
                let name = names.allocate(last.replace("~1", "/").replace("~0", "~"));
                let pointer = format!("#/{}/{}", section.join("/"), pointer_segment(&name));
                hoisted.insert(text, pointer);
                made.insert(name, node);
            } else if context != KeyContext::Schema {
                bodies.insert(text, node);
            }
        }
        replace(root, KeyContext::Other, &hoisted, &bodies);
        made.values_mut().for_each(|node| replace(node, KeyContext::Schema, &hoisted, &bodies));
    }
    insert_schemas(root, section, made);
}

/// Collects the references into extensions below a node, with the context of each.
fn collect(node: &Node, context: KeyContext, found: &mut Vec<(String, KeyContext)>) {
    let mut todo = vec![(node, context)];
    while let Some((node, context)) = todo.pop() {
        let text = node.reference().and_then(Node::as_str).filter(|text| is_in_extension(text));
        found.extend(text.map(|text| (text.to_owned(), context)));
        todo.extend(children(node, context));
    }
}

fn replace(
    node: &mut Node,
    context: KeyContext,
    hoisted: &BTreeMap<String, String>,
    bodies: &BTreeMap<String, Node>,
) {
    let mut todo = vec![(node, context)];
    while let Some((node, context)) = todo.pop() {
        if let Some(text) = node.reference().and_then(Node::as_str).map(str::to_owned) {
            match (context, hoisted.get(&text), bodies.get(&text)) {
                (KeyContext::Schema, Some(pointer), _) => refer(node, pointer),
                (_, _, Some(body)) if context != KeyContext::Schema => {
                    *node = Node { key: node.key, ..body.clone() };
                    continue;
                }
                _ => {}
            }
        }
        todo.extend(children_mut(node, context));
    }
}

/// Whether a pointer goes through an extension key.
fn is_in_extension(text: &str) -> bool {
    let Some(pointer) = text.strip_prefix("#/") else { return false };
    let mut context = KeyContext::Other;
    for segment in pointer.split('/') {
        // In `components.responses`, `x-thing` is a name.
        if context != KeyContext::Extended && context.is_extension(segment) {
            return true;
        }
        context = context.below(segment);
    }
    false
}
