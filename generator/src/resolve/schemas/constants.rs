//! Collects the values that a property lists: in the object's schema, its bases, references or alternatives.

use std::collections::BTreeSet;

use super::unions::values;
use crate::document::openapi::follow;
use crate::document::{Node, Value};
use crate::ir::{Constant, TagKind};

/// The maximum depth of nested schemas.
const DEPTH: usize = 8;
/// The cost in depth of an alternative, which keeps mutually recursive unions cheap.
const WITHIN: usize = 4;

/// Returns the kind of a property's values in all alternatives: strings by default, None if they disagree.
pub(super) fn kind(root: &Node, branches: &[&Node], property: &str) -> Option<TagKind> {
    let mut kinds: BTreeSet<Option<TagKind>> = BTreeSet::new();
    for schema in branches.iter().flat_map(|branch| declared(root, branch, property, 0)) {
        let listed = listed(root, schema, 0);
        let listed = listed.iter().filter(|item| item.value != Value::Null);
        let listed: BTreeSet<Option<TagKind>> = listed.map(|item| kind_of(item)).collect();
        match schema.get("type").and_then(Node::as_str) {
            _ if !listed.is_empty() => kinds.extend(listed),
            Some("string") => kinds.extend([Some(TagKind::String)]),
            Some("integer") => kinds.extend([Some(TagKind::Integer)]),
            Some("boolean") => kinds.extend([Some(TagKind::Boolean)]),
            _ => {}
        }
    }
    let first = kinds.first().copied().unwrap_or(Some(TagKind::String));
    first.filter(|_| kinds.len() < 2)
}

/// Returns the only value of a boolean. (Other constants are enums with one value.)
pub(super) fn only_boolean(root: &Node, schema: &Node) -> Option<Constant> {
    match listed(root, schema, 0).as_slice() {
        [only] => only.as_bool().map(Constant::Boolean),
        _ => None,
    }
}

/// Returns the kind of a tag value, if it can be one.
fn kind_of(item: &Node) -> Option<TagKind> {
    match &item.value {
        Value::String(_) => Some(TagKind::String),
        Value::Number(text) => text.parse::<i64>().is_ok().then_some(TagKind::Integer),
        Value::Bool(_) => Some(TagKind::Boolean),
        _ => None,
    }
}

/// Returns the property names of an object, its own first.
pub(super) fn property_names(root: &Node, branch: &Node, depth: usize) -> Vec<String> {
    let Some(node) = follow(root, branch).filter(|_| depth < DEPTH) else { return Vec::new() };
    let own =
        node.get("properties").and_then(Node::as_object).into_iter().flatten().map(|(name, _)| name.clone());
    own.chain(list(node, "allOf").flat_map(|part| property_names(root, part, depth + 1))).collect()
}

/// Whether each pair of objects differs: one requires a property that the other lacks.
pub(super) fn differ_by_required(root: &Node, objects: &[&Node]) -> bool {
    let has_alternatives = |object: &&Node| {
        follow(root, object).is_some_and(|node| node.get("oneOf").or(node.get("anyOf")).is_some())
    };
    if objects.iter().any(has_alternatives) {
        return objects.len() < 2;
    }
    let names =
        objects.iter().map(|object| (property_names(root, object, 0), required_names(root, object, 0)));
    let names: Vec<(Vec<String>, Vec<String>)> = names.collect();
    let has_own = |required: &[String], others: &[String]| required.iter().any(|name| !others.contains(name));
    names.iter().enumerate().all(|(index, (own, required))| {
        let mut others = names.iter().skip(index + 1);
        others.all(|(theirs, wanted)| has_own(required, theirs) || has_own(wanted, own))
    })
}

/// Returns the names of the properties that an object requires.
pub(super) fn required_names(root: &Node, branch: &Node, depth: usize) -> Vec<String> {
    let Some(node) = follow(root, branch).filter(|_| depth < DEPTH) else { return Vec::new() };
    let own = list(node, "required").filter_map(Node::as_str).map(str::to_owned);
    own.chain(list(node, "allOf").flat_map(|part| required_names(root, part, depth + 1))).collect()
}

/// Returns the schemas of a property, the most specific last.
fn declared<'t>(root: &'t Node, branch: &'t Node, property: &str, depth: usize) -> Vec<&'t Node> {
    let Some(node) = follow(root, branch).filter(|_| depth < DEPTH) else { return Vec::new() };
    let inner = [("oneOf", WITHIN), ("anyOf", WITHIN), ("allOf", 1)].into_iter().flat_map(|(key, cost)| {
        list(node, key).flat_map(move |part| declared(root, part, property, depth + cost))
    });
    let own = node.get("properties").and_then(|properties| properties.get(property));
    inner.chain(own.and_then(|schema| follow(root, schema))).collect()
}

/// Returns the listed values of a property that have some kind. A more specific schema narrows its base.
pub(super) fn constants(
    root: &Node,
    branch: &Node,
    property: &str,
    kind: TagKind,
    depth: usize,
) -> BTreeSet<String> {
    let Some(node) = follow(root, branch).filter(|_| depth < DEPTH) else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    let mut narrow = |values: BTreeSet<String>| match values.intersection(&found).next() {
        _ if values.is_empty() => {}
        Some(_) => found.retain(|value| values.contains(value)),
        None => found = values,
    };
    for part in list(node, "allOf") {
        narrow(constants(root, part, property, kind, depth + 1));
    }
    for key in ["oneOf", "anyOf"] {
        let each = list(node, key).map(|part| constants(root, part, property, kind, depth + WITHIN));
        let each: Vec<BTreeSet<String>> = each.collect();
        if each.iter().all(|values| !values.is_empty()) {
            narrow(each.into_iter().flatten().collect());
        }
    }
    let own = node.get("properties").and_then(|properties| properties.get(property));
    let items = own.map(|schema| listed(root, schema, 0)).unwrap_or_default();
    narrow(items.into_iter().filter(|item| kind_of(item) == Some(kind)).filter_map(written).collect());
    found
}

/// Returns the values that discriminators of alternatives assign to a property: the keys of the mapping, and the names
/// of other components.
pub(super) fn mapped_values(root: &Node, branch: &Node, property: &str) -> BTreeSet<String> {
    let Some(node) = follow(root, branch) else { return BTreeSet::new() };
    let branches = list(node, "oneOf").chain(list(node, "anyOf"));
    let own = node.get("discriminator");
    let own = own.filter(|own| own.get("propertyName").and_then(Node::as_str) == Some(property));
    let Some(own) = own.filter(|_| branches.clone().next().is_some()) else { return BTreeSet::new() };
    let mapping = own.get("mapping").and_then(Node::as_object).into_iter().flatten();
    let name = |reference: &str| reference.rsplit('/').next().unwrap_or_default().to_owned();
    let meant: BTreeSet<String> =
        mapping.clone().filter_map(|(_, target)| target.as_str()).map(name).collect();
    let named = branches.filter_map(|branch| Some(name(branch.reference()?.as_str()?)));
    let values = mapping.map(|(value, _)| value.clone());
    values.chain(named.filter(|name| !meant.contains(name))).collect()
}

/// Returns the values that a schema lists, directly or in nested schemas.
fn listed<'t>(root: &'t Node, schema: &'t Node, depth: usize) -> Vec<&'t Node> {
    let Some(node) = follow(root, schema).filter(|_| depth < DEPTH) else { return Vec::new() };
    let below = |part: &'t Node| listed(root, part, depth + WITHIN);
    if !values(node).is_empty() {
        return values(node).iter().collect();
    }
    for key in ["oneOf", "anyOf"] {
        let each: Vec<Vec<&Node>> = list(node, key).map(below).collect();
        if !each.is_empty() && each.iter().all(|values| !values.is_empty()) {
            return each.into_iter().flatten().collect();
        }
    }
    list(node, "allOf").rev().map(below).find(|values| !values.is_empty()).unwrap_or_default()
}

fn list<'t>(node: &'t Node, key: &str) -> std::slice::Iter<'t, Node> {
    node.get(key).and_then(Node::as_array).unwrap_or_default().iter()
}

/// Returns a tag value as JSON without quotes.
fn written(item: &Node) -> Option<String> {
    match &item.value {
        Value::Number(text) => Some(text.parse::<i64>().ok()?.to_string()),
        _ => item.as_text().map(str::to_owned),
    }
}
