//! References into extensions (`#/x-stream-definitions/Frame`). No walk goes into an extension, so what such a reference
//! leads to is brought out of it: a schema becomes a component, and anything else is put where it is referred to.

use std::collections::BTreeMap;

use super::target::refer;
use super::{component_section, insert_schemas};
use crate::document::openapi::{Place, children, children_mut, resolve};
use crate::document::{Node, Object, pointer_segment};
use crate::names::NameAllocator;

/// How many references into extensions may lead to each other, with no schema between them.
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
        collect(root, Place::Other, &mut found);
        made.values().for_each(|node| collect(node, Place::Schema, &mut found));
        found.retain(|(text, _)| resolve(root, text).is_some());
        if found.is_empty() {
            break;
        }
        let mut bodies: BTreeMap<String, Node> = BTreeMap::new();
        for (text, place) in found {
            let Some(node) = resolve(root, &text).cloned() else { continue };
            if place == Place::Schema && !hoisted.contains_key(&text) {
                let last = text.rsplit('/').next().unwrap_or_default();
                let name = names.allocate(last.replace("~1", "/").replace("~0", "~"));
                let pointer = format!("#/{}/{}", section.join("/"), pointer_segment(&name));
                hoisted.insert(text, pointer);
                made.insert(name, node);
            } else if place != Place::Schema {
                bodies.insert(text, node);
            }
        }
        replace(root, Place::Other, &hoisted, &bodies);
        made.values_mut().for_each(|node| replace(node, Place::Schema, &hoisted, &bodies));
    }
    insert_schemas(root, section, made);
}

/// The references into extensions below a node, and what is needed where they stand.
fn collect(node: &Node, place: Place, found: &mut Vec<(String, Place)>) {
    let mut todo = vec![(node, place)];
    while let Some((node, place)) = todo.pop() {
        let text = node.reference().and_then(Node::as_str).filter(|text| is_in_extension(text));
        found.extend(text.map(|text| (text.to_owned(), place)));
        todo.extend(children(node, place));
    }
}

fn replace(
    node: &mut Node,
    place: Place,
    hoisted: &BTreeMap<String, String>,
    bodies: &BTreeMap<String, Node>,
) {
    let mut todo = vec![(node, place)];
    while let Some((node, place)) = todo.pop() {
        if let Some(text) = node.reference().and_then(Node::as_str).map(str::to_owned) {
            match (place, hoisted.get(&text), bodies.get(&text)) {
                (Place::Schema, Some(pointer), _) => refer(node, pointer),
                (_, _, Some(body)) if place != Place::Schema => {
                    *node = Node { key: node.key, ..body.clone() };
                    continue;
                }
                _ => {}
            }
        }
        todo.extend(children_mut(node, place));
    }
}

/// Whether a pointer leads through the key of an extension.
fn is_in_extension(text: &str) -> bool {
    let Some(pointer) = text.strip_prefix("#/") else { return false };
    let mut place = Place::Other;
    for segment in pointer.split('/') {
        // Among the responses of `components`, `x-thing` is a name.
        if place != Place::Extended && place.is_extension(segment) {
            return true;
        }
        place = place.below(segment);
    }
    false
}
