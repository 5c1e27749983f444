//! Filters alternatives by their siblings. For example, a base's `value` is a string or a number, and a subtype's
//! `value` is a number.

use std::collections::BTreeSet;

use super::parts::{self, Choice, Leaves};
use super::plain::is_of_text;
use super::unions::values;
use crate::document::openapi::follow;
use crate::document::{Node, Value};

/// The maximum depth of nested schemas.
const DEPTH: usize = 8;

type Kinds = BTreeSet<&'static str>;

/// Returns alternatives of which the siblings exclude some, with these siblings.
pub(super) fn narrowed<'t>(root: &'t Node, leaves: &Leaves<'t>) -> Option<(Choice<'t>, Vec<&'t Node>)> {
    leaves.unions.iter().find_map(|union| {
        // References and `allOf` were followed already.
        let is_beside = |node: &&&Node| {
            let is_way = node.reference().is_some() || parts::only(node, "allOf").is_some();
            (!is_way || own_kinds(node).is_some()) && !std::ptr::eq(**node, union.node)
        };
        let beside: Vec<&'t Node> = leaves.nodes.iter().filter(is_beside).copied().collect();
        let all: Vec<&Node> = union.branches().iter().collect();
        let mut fitting = all.clone();
        fit(root, &mut fitting, &beside);
        (fitting.len() < all.len()).then_some((*union, beside))
    })
}

/// Keeps the alternatives that match the siblings, or all if none does.
pub(super) fn fit(root: &Node, branches: &mut Vec<&Node>, beside: &[&Node]) {
    for own in beside.iter().filter_map(|node| own_kinds(node)) {
        let fits = |branch: &&Node| kinds(root, branch, 0).is_none_or(|kinds| overlaps(&kinds, &own));
        if branches.iter().any(fits) {
            branches.retain(fits);
        }
    }
}

fn overlaps(some: &Kinds, others: &Kinds) -> bool {
    let is_number = |kinds: &Kinds| kinds.contains("number") || kinds.contains("integer");
    some.intersection(others).next().is_some() || (is_number(some) && is_number(others))
}

/// Returns the JSON kinds of a schema's values, if it restricts them.
fn kinds(root: &Node, schema: &Node, depth: usize) -> Option<Kinds> {
    let node = follow(root, schema).filter(|_| depth < DEPTH)?;
    let list = |key: &str| node.get(key).and_then(Node::as_array).unwrap_or_default();
    own_kinds(node).or_else(|| list("allOf").iter().find_map(|part| kinds(root, part, depth + 1))).or_else(
        || {
            let branches = list("oneOf").iter().chain(list("anyOf"));
            let each: Option<Vec<Kinds>> = branches.map(|branch| kinds(root, branch, depth + 4)).collect();
            each.filter(|each| !each.is_empty()).map(|each| each.into_iter().flatten().collect())
        },
    )
}

/// Returns the kinds that a schema states itself, except null.
pub(super) fn own_kinds(node: &Node) -> Option<Kinds> {
    let has = |key: &str| node.get(key).is_some();
    let named = ["string", "number", "integer", "boolean", "array", "object"];
    let named = named.into_iter().find(|kind| node.get("type").and_then(Node::as_str) == Some(kind));
    let listed: Kinds = values(node).iter().filter_map(kind_of).collect();
    match named {
        Some(kind) => Some([kind].into()),
        None if !listed.is_empty() => Some(listed),
        None if has("properties") || has("additionalProperties") => Some(["object"].into()),
        None if has("items") || has("prefixItems") => Some(["array"].into()),
        None if is_of_text(node) => Some(["string"].into()),
        None => None,
    }
}

fn kind_of(item: &Node) -> Option<&'static str> {
    match item.value {
        Value::Null => None,
        Value::Bool(_) => Some("boolean"),
        Value::Number(_) => Some("number"),
        Value::String(_) => Some("string"),
        Value::Array(_) => Some("array"),
        Value::Object(_) => Some("object"),
    }
}

/// Whether a schema describes objects, as far as it says.
pub(super) fn is_object(root: &Node, schema: &Node) -> bool {
    kinds(root, schema, 0).is_none_or(|kinds| kinds.contains("object"))
}
