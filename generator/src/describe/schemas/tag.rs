//! The property that tells the alternatives of a union apart: a discriminator, or one that every alternative has with
//! values of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Context;
use super::unions::values;
use crate::openapi::follow;
use crate::tree::Node;

/// The property that tells alternatives apart, and its values for each of them.
pub(super) struct Tag {
    pub(super) property: String,
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

pub(super) fn tag<'t>(context: &mut Context<'t>, node: &'t Node, branches: &[&'t Node]) -> Option<Tag> {
    match discriminator(context, node) {
        // A tag that is no text is told by what the alternatives look like.
        Some((property, _))
            if branches.iter().any(|branch| has_other_tag(context.root, branch, &property)) =>
        {
            None
        }
        Some((property, mapping)) => {
            let values = branches.iter().map(|branch| {
                let key = branch.reference().and_then(Node::as_str).and_then(|text| text.rsplit('/').next());
                let mapped = mapping.iter().filter(|(_, target)| Some(target.as_str()) == key);
                let mut values: BTreeSet<String> = mapped.map(|(value, _)| value.clone()).collect();
                values.extend(constants(context.root, branch, &property, 0));
                if values.is_empty() {
                    values.extend(key.map(str::to_owned));
                }
                values.into_iter().collect()
            });
            let values: Vec<Vec<String>> = values.collect();
            values.iter().all(|values| !values.is_empty()).then_some(Tag { property, values })
        }
        None => implicit_tag(context.root, branches),
    }
}

/// Whether a property of a schema lists values that are no texts.
fn has_other_tag(root: &Node, branch: &Node, property: &str) -> bool {
    let schema = follow(root, branch).and_then(|node| node.get("properties")?.get(property));
    let schema = schema.and_then(|schema| follow(root, schema));
    schema.is_some_and(|schema| values(schema).iter().any(|value| value.as_str().is_none()))
}

/// A property that every alternative has with values of its own.
fn implicit_tag(root: &Node, branches: &[&Node]) -> Option<Tag> {
    let (first, rest) = branches.split_first()?;
    if rest.is_empty() {
        return None;
    }
    for property in property_names(root, first, 0) {
        let values: Vec<Vec<String>> = branches
            .iter()
            .map(|branch| constants(root, branch, &property, 0).into_iter().collect())
            .collect();
        let all: Vec<&String> = values.iter().flatten().collect();
        let distinct: BTreeSet<&String> = all.iter().copied().collect();
        if values.iter().all(|values| !values.is_empty()) && distinct.len() == all.len() {
            return Some(Tag { property, values });
        }
    }
    None
}

pub(super) fn property_names(root: &Node, branch: &Node, depth: usize) -> Vec<String> {
    let Some(node) = follow(root, branch).filter(|_| depth < 8) else { return Vec::new() };
    let own =
        node.get("properties").and_then(Node::as_object).into_iter().flatten().map(|(name, _)| name.clone());
    let inner = node.get("allOf").and_then(Node::as_array).unwrap_or_default();
    own.chain(inner.iter().flat_map(|part| property_names(root, part, depth + 1))).collect()
}

/// The texts that a required property of a schema may have, if it lists them.
fn constants(root: &Node, branch: &Node, property: &str, depth: usize) -> BTreeSet<String> {
    let Some(node) = follow(root, branch).filter(|_| depth < 8) else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    for part in node.get("allOf").and_then(Node::as_array).unwrap_or_default() {
        found.extend(constants(root, part, property, depth + 1));
    }
    let own = node.get("properties").and_then(|properties| properties.get(property));
    let schema = own.and_then(|schema| follow(root, schema));
    let items = schema.and_then(|schema| schema.get("enum")).and_then(Node::as_array).unwrap_or_default();
    if !items.is_empty() {
        // What stands nearer narrows what it is built on.
        found = items.iter().filter_map(Node::as_str).map(str::to_owned).collect();
    }
    found
}
