//! The property that tells the alternatives of a union apart: a discriminator, or one that every alternative has with
//! values of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Context;
use super::unions::values;
use crate::api::{TagKind, UnionTag};
use crate::finding::{Finding, Severity};
use crate::openapi::follow;
use crate::tree::{Node, Value};

/// How deep the parts of a schema are followed.
const DEPTH: usize = 8;

/// The property that tells alternatives apart, and its values for each of them.
pub(super) struct Told {
    pub(super) tag: UnionTag,
    pub(super) values: Vec<Vec<String>>,
}

pub(super) fn discriminator<'t>(
    context: &mut Context<'t>,
    node: &'t Node,
) -> Option<(String, BTreeMap<String, String>)> {
    let discriminator = context.get(node, "discriminator")?;
    let property = context.text(discriminator, "propertyName")?;
    let mapping = context.get(discriminator, "mapping");
    let entries = mapping.and_then(Node::as_object).into_iter().flatten();
    let entries: Vec<_> = entries.map(|(value, target)| (value.clone(), target)).collect();
    entries.iter().for_each(|(_, target)| context.census.read(target));
    let name = |target: &Node| target.as_str().map(|text| text.rsplit('/').next().unwrap_or(text).to_owned());
    Some((property, entries.into_iter().filter_map(|(value, target)| Some((value, name(target)?))).collect()))
}

pub(super) fn tag<'t>(context: &mut Context<'t>, node: &'t Node, branches: &[&'t Node]) -> Option<Told> {
    let Some((property, mapping)) = discriminator(context, node) else {
        return implicit_tag(context.root, branches);
    };
    // A tag whose values are of several kinds is told by what the alternatives look like.
    let kind = kind(context.root, branches, &property)?;
    for value in mapping.keys().filter(|value| !is_of(kind, value)) {
        let at = node.get("discriminator").map_or(node.head(), |node| node.span);
        let message = format!("`{value}` is no value that `{property}` can have, and tells nothing");
        context.findings.push(Finding::new(Severity::Approximation, "discriminator-value", at, message));
    }
    let values = branches.iter().map(|branch| {
        let key = branch.reference().and_then(Node::as_str).and_then(|text| text.rsplit('/').next());
        let mapped = mapping.iter().filter(|(_, target)| Some(target.as_str()) == key);
        let mut values: BTreeSet<String> = mapped.map(|(value, _)| value.clone()).collect();
        values.extend(constants(context.root, branch, &property, kind, 0));
        if values.is_empty() {
            values.extend(key.map(str::to_owned));
        }
        values.into_iter().filter(|value| is_of(kind, value)).collect()
    });
    let values: Vec<Vec<String>> = values.collect();
    let tag = UnionTag { property, kind };
    values.iter().all(|values| !values.is_empty()).then_some(Told { tag, values })
}

/// Whether a text that stands for a value of a tag can be one of its kind.
pub(super) fn is_of(kind: TagKind, value: &str) -> bool {
    match kind {
        TagKind::Text => true,
        TagKind::Whole => value.parse::<i64>().is_ok(),
        TagKind::Boolean => value.parse::<bool>().is_ok(),
    }
}

/// What the values of a property are in all alternatives: texts unless they say otherwise, and none if they disagree.
pub(super) fn kind(root: &Node, branches: &[&Node], property: &str) -> Option<TagKind> {
    let mut kinds: BTreeSet<Option<TagKind>> = BTreeSet::new();
    for schema in branches.iter().flat_map(|branch| declared(root, branch, property, 0)) {
        let listed = values(schema).iter().filter(|item| item.value != Value::Null);
        let listed: BTreeSet<Option<TagKind>> = listed.map(kind_of).collect();
        match schema.get("type").and_then(Node::as_str) {
            _ if !listed.is_empty() => kinds.extend(listed),
            Some("string") => kinds.extend([Some(TagKind::Text)]),
            Some("integer") => kinds.extend([Some(TagKind::Whole)]),
            Some("boolean") => kinds.extend([Some(TagKind::Boolean)]),
            _ => {}
        }
    }
    let first = kinds.first().copied().unwrap_or(Some(TagKind::Text));
    first.filter(|_| kinds.len() < 2)
}

/// What a value of a tag is, if it can be one.
fn kind_of(item: &Node) -> Option<TagKind> {
    match &item.value {
        Value::String(_) => Some(TagKind::Text),
        Value::Number(text) => text.parse::<i64>().is_ok().then_some(TagKind::Whole),
        Value::Bool(_) => Some(TagKind::Boolean),
        _ => None,
    }
}

/// A property that every alternative has with values of its own.
fn implicit_tag(root: &Node, branches: &[&Node]) -> Option<Told> {
    let (first, rest) = branches.split_first()?;
    if rest.is_empty() {
        return None;
    }
    for property in property_names(root, first, 0) {
        let Some(kind) = kind(root, branches, &property) else { continue };
        let values: Vec<Vec<String>> = branches
            .iter()
            .map(|branch| constants(root, branch, &property, kind, 0).into_iter().collect())
            .collect();
        let all: Vec<&String> = values.iter().flatten().collect();
        let distinct: BTreeSet<&String> = all.iter().copied().collect();
        if values.iter().all(|values| !values.is_empty()) && distinct.len() == all.len() {
            return Some(Told { tag: UnionTag { property, kind }, values });
        }
    }
    None
}

pub(super) fn property_names(root: &Node, branch: &Node, depth: usize) -> Vec<String> {
    let Some(node) = follow(root, branch).filter(|_| depth < DEPTH) else { return Vec::new() };
    let own =
        node.get("properties").and_then(Node::as_object).into_iter().flatten().map(|(name, _)| name.clone());
    let inner = node.get("allOf").and_then(Node::as_array).unwrap_or_default();
    own.chain(inner.iter().flat_map(|part| property_names(root, part, depth + 1))).collect()
}

/// The schemas of a property, what stands nearest last.
fn declared<'t>(root: &'t Node, branch: &'t Node, property: &str, depth: usize) -> Vec<&'t Node> {
    let Some(node) = follow(root, branch).filter(|_| depth < DEPTH) else { return Vec::new() };
    let inner = node.get("allOf").and_then(Node::as_array).unwrap_or_default();
    let inner = inner.iter().flat_map(|part| declared(root, part, property, depth + 1));
    let own = node.get("properties").and_then(|properties| properties.get(property));
    inner.chain(own.and_then(|schema| follow(root, schema))).collect()
}

/// The values of a kind that a property of a schema may have, if it lists them.
fn constants(root: &Node, branch: &Node, property: &str, kind: TagKind, depth: usize) -> BTreeSet<String> {
    let Some(node) = follow(root, branch).filter(|_| depth < DEPTH) else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    for part in node.get("allOf").and_then(Node::as_array).unwrap_or_default() {
        found.extend(constants(root, part, property, kind, depth + 1));
    }
    let own = node.get("properties").and_then(|properties| properties.get(property));
    let items = own.and_then(|schema| follow(root, schema)).map(values).unwrap_or_default();
    if !items.is_empty() {
        // What stands nearer narrows what it is built on.
        let of_kind = items.iter().filter(|item| kind_of(item) == Some(kind));
        found = of_kind.filter_map(written).collect();
    }
    found
}

/// A value of a tag as JSON writes it, but for the quotes.
fn written(item: &Node) -> Option<String> {
    match &item.value {
        Value::Number(text) => Some(text.parse::<i64>().ok()?.to_string()),
        _ => item.as_text().map(str::to_owned),
    }
}
