//! Finds the property that identifies the alternative of a union: a discriminator, or a property with distinct
//! constants in each alternative.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Context;
use super::claims::{Candidate, claims, unclaimed};
use super::constants::{constants, kind, property_names};
use super::narrow;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::follow;
use crate::document::{Node, Span};
use crate::ir::{TagKind, UnionTag};

/// The maximum depth of nested schemas.
const DEPTH: usize = 8;

/// A tag, and its values for each alternative.
pub(super) struct DetectedTag {
    pub(super) tag: UnionTag,
    pub(super) values: Vec<Vec<String>>,
}

/// A discriminator: the property, and the schema for each value.
pub(super) type Discriminator = (String, BTreeMap<String, String>);

pub(super) fn discriminator<'t>(context: &mut Context<'t>, node: &'t Node) -> Option<Discriminator> {
    let discriminator = context.get(node, "discriminator")?;
    let property = context.text(discriminator, "propertyName")?;
    let mapping = context.get(discriminator, "mapping");
    let entries = mapping.and_then(Node::as_object).into_iter().flatten();
    let entries: Vec<_> = entries.map(|(value, target)| (value.clone(), target)).collect();
    entries.iter().for_each(|(_, target)| context.tracker.read(target));
    let name = |target: &Node| target.as_str().map(|text| text.rsplit('/').next().unwrap_or(text).to_owned());
    Some((property, entries.into_iter().filter_map(|(value, target)| Some((value, name(target)?))).collect()))
}

/// Returns the tag of object alternatives. Other alternatives have no tag values and are identified by their JSON kind.
pub(super) fn tag<'t>(
    context: &mut Context<'t>,
    node: &'t Node,
    branches: &[&'t Node],
) -> Option<DetectedTag> {
    let root = context.root;
    let is_object = |branch: &&&'t Node| narrow::is_object(root, branch);
    let objects: Vec<&'t Node> = branches.iter().filter(is_object).copied().collect();
    let told = tag_of_objects(context, node, &objects)?;
    let mut values = told.values.into_iter();
    let each = branches.iter().map(|branch| match narrow::is_object(root, branch) {
        true => values.next().unwrap_or_default(),
        false => Vec::new(),
    });
    Some(DetectedTag { values: each.collect(), tag: told.tag })
}

fn tag_of_objects<'t>(
    context: &mut Context<'t>,
    node: &'t Node,
    branches: &[&'t Node],
) -> Option<DetectedTag> {
    let own = discriminator(context, node).map(|found| (found, node));
    let shared = || inherited(context.root, branches);
    let found = own.or_else(|| shared().and_then(|base| Some((discriminator(context, base)?, base))));
    let told = found.and_then(|(found, holder)| explicit_tag(context, node, branches, found, holder));
    told.or_else(|| implicit_tag(context.root, branches))
}

/// Returns the discriminator, if it identifies the alternatives.
fn explicit_tag<'t>(
    context: &mut Context<'t>,
    node: &'t Node,
    branches: &[&'t Node],
    (property, mapping): Discriminator,
    holder: &'t Node,
) -> Option<DetectedTag> {
    // A tag with values of several kinds is ignored; alternatives are matched by structure.
    let kind = kind(context.root, branches, &property)?;
    let candidates: Vec<_> = branches.iter().map(|branch| Candidate::branch(context.root, branch)).collect();
    let values = claims(context.root, &property, kind, &mapping, &candidates);
    let is_tagged = are_distinct(&values);
    if is_tagged && holder.span == node.span {
        check_mapping(context, node, &property, &mapping, kind, &candidates);
        for value in unclaimed(context.root, &property, kind, &candidates, &values).iter() {
            let message = format!(
                "`{value}` of `{property}` selects more than one alternative; such a value is kept as JSON"
            );
            note(context, node, message);
        }
    }
    is_tagged.then_some(DetectedTag { tag: UnionTag { property, kind }, values })
}

/// Whether each alternative has values, and they are not all the same.
fn are_distinct(values: &[Vec<String>]) -> bool {
    values.iter().all(|own| !own.is_empty()) && values.iter().any(|own| Some(own) != values.first())
}

/// Reports mapping entries without effect.
fn check_mapping(
    context: &mut Context<'_>,
    node: &Node,
    property: &str,
    mapping: &BTreeMap<String, String>,
    kind: TagKind,
    candidates: &[Candidate<'_>],
) {
    for (value, target) in mapping {
        if !is_of(kind, value) {
            let message = format!("`{value}` is not a value of the discriminator `{property}`; ignored");
            note(context, node, message);
        } else if !candidates.iter().any(|candidate| candidate.is_named(target)) {
            let message = format!(
                "`{value}` selects `{target}`, which is not an alternative; such a value is kept as JSON"
            );
            note(context, node, message);
        }
    }
}

fn note(context: &mut Context<'_>, node: &Node, message: String) {
    let at = node.get("discriminator").map_or(node.head(), |node| node.span);
    context.diagnostics.push(Diagnostic::new(Severity::Approximation, "discriminator-value", at, message));
}

/// Whether the text of a tag value is valid for its kind.
pub(super) fn is_of(kind: TagKind, value: &str) -> bool {
    match kind {
        TagKind::String => true,
        TagKind::Integer => value.parse::<i64>().is_ok(),
        TagKind::Boolean => value.parse::<bool>().is_ok(),
    }
}

/// Returns the base with a discriminator that all alternatives extend, if none of them is the base itself.
fn inherited<'t>(root: &'t Node, branches: &[&'t Node]) -> Option<&'t Node> {
    let (first, rest) = branches.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let spans =
        |branch: &&'t Node| bases(root, branch, 0).iter().map(|base| base.span).collect::<Vec<Span>>();
    let others: Vec<Vec<Span>> = rest.iter().map(spans).collect();
    let is_base = |node: &Node| {
        branches.iter().any(|branch| follow(root, branch).is_some_and(|it| it.span == node.span))
    };
    let shared = |base: &&'t Node| others.iter().all(|spans| spans.contains(&base.span)) && !is_base(base);
    bases(root, first, 0).into_iter().find(shared)
}

/// Returns the schemas with a discriminator that a schema extends, including itself, the nearest first.
pub(super) fn bases<'t>(root: &'t Node, branch: &'t Node, depth: usize) -> Vec<&'t Node> {
    let Some(node) = follow(root, branch).filter(|_| depth < DEPTH) else { return Vec::new() };
    let inner = node.get("allOf").and_then(Node::as_array).unwrap_or_default();
    let inner = inner.iter().flat_map(|part| bases(root, part, depth + 1));
    Some(node).filter(|node| node.get("discriminator").is_some()).into_iter().chain(inner).collect()
}

/// Returns a property with distinct constants in each alternative.
fn implicit_tag(root: &Node, branches: &[&Node]) -> Option<DetectedTag> {
    let (first, rest) = branches.split_first()?;
    if rest.is_empty() {
        return None;
    }
    let mut shared = None;
    for property in property_names(root, first, 0) {
        let Some(kind) = kind(root, branches, &property) else { continue };
        let values: Vec<Vec<String>> = branches
            .iter()
            .map(|branch| constants(root, branch, &property, kind, 0).into_iter().collect())
            .collect();
        let all: Vec<&String> = values.iter().flatten().collect();
        let distinct: BTreeSet<&String> = all.iter().copied().collect();
        let (is_distinct, is_constant) =
            (distinct.len() == all.len(), values.iter().all(|own| own.len() == 1));
        let told = DetectedTag { tag: UnionTag { property, kind }, values };
        if is_distinct && are_distinct(&told.values) {
            return Some(told);
        }
        // A constant that only some alternatives share still separates them from the others.
        shared = shared.or(Some(told).filter(|told| is_constant && are_distinct(&told.values)));
    }
    shared
}
