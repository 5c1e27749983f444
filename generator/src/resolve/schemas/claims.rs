//! Maps tag values to schemas: by the mapping, then by the constants and names of the schemas ([OpenAPI 3.0,
//! Discriminator Object](https://spec.openapis.org/oas/v3.0.3#discriminator-object)).

use std::collections::{BTreeMap, BTreeSet};

use super::constants::{constants, mapped_values};
use super::parts::has_own_shape;
use super::tag::is_of;
use crate::document::Node;
use crate::document::openapi::{follow, resolve};
use crate::ir::TagKind;
use crate::names::camel;

/// The maximum depth of references and nested alternatives.
const DEPTH: usize = 8;
/// Extensions with which a schema declares its tag value.
const VALUES: [&str; 2] = ["x-ms-discriminator-value", "x-discriminator-value"];
/// The cost in depth of a nested alternative, which keeps mutually recursive unions cheap.
const WITHIN: usize = 4;

/// A schema that a tag value may select.
pub(super) struct Candidate<'t> {
    node: &'t Node,
    /// Its names: its own first, then that of the schema it refers to.
    names: Vec<String>,
    /// The names of its alternatives.
    members: Vec<String>,
}

impl<'t> Candidate<'t> {
    /// Creates a candidate for a component.
    pub(super) fn component(key: &str, node: &'t Node) -> Self {
        Self { node, names: vec![key.to_owned()], members: Vec::new() }
    }

    /// Creates a candidate for an alternative of a union.
    pub(super) fn branch(root: &'t Node, node: &'t Node) -> Self {
        let mut candidate = Self { node, names: Vec::new(), members: Vec::new() };
        candidate.look(root, node, 0);
        candidate
    }

    fn look(&mut self, root: &'t Node, node: &'t Node, depth: usize) {
        let mut names = Vec::new();
        let Some(node) = name(root, node, &mut names, depth) else { return };
        let into = if depth == 0 { &mut self.names } else { &mut self.members };
        into.append(&mut names);
        for key in ["oneOf", "anyOf"] {
            for inner in node.get(key).and_then(Node::as_array).unwrap_or_default() {
                self.look(root, inner, depth + WITHIN);
            }
        }
    }

    /// Whether a name refers to this schema or to one of its alternatives.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.names.iter().chain(&self.members).any(|own| own == name)
    }
}

/// Collects the names in a chain of references and single-item `allOf`.
fn name<'t>(root: &'t Node, node: &'t Node, names: &mut Vec<String>, depth: usize) -> Option<&'t Node> {
    let mut node = node;
    for _ in depth..DEPTH {
        let Some(reference) = node.reference().and_then(Node::as_str) else {
            match node.get("allOf").and_then(Node::as_array) {
                // A schema with its own properties is a different type from the schema that it extends.
                Some([only]) if only.reference().is_some() && !has_own_shape(node) => node = only,
                _ => return Some(node),
            }
            continue;
        };
        names.extend(reference.rsplit('/').next().map(str::to_owned));
        node = resolve(root, reference)?;
    }
    None
}

/// Returns the tag values that select each schema. Empty for a schema without a unique value.
pub(super) fn claims(
    root: &Node,
    property: &str,
    kind: TagKind,
    mapping: &BTreeMap<String, String>,
    candidates: &[Candidate<'_>],
) -> Vec<Vec<String>> {
    let mapped =
        mapping.iter().filter_map(|(value, target)| Some((value.as_str(), meant(candidates, target)?)));
    let mut mapping: BTreeMap<&str, usize> = mapped.collect();
    for (index, candidate) in candidates.iter().enumerate() {
        let node = follow(root, candidate.node);
        let own = node.and_then(|node| VALUES.iter().find_map(|key| node.get(key)?.as_str()));
        if let Some(value) = own {
            mapping.entry(value).or_insert(index);
        }
    }
    let listed =
        candidates.iter().map(|candidate| match constants(root, candidate.node, property, kind, 0) {
            values if values.is_empty() => mapped_values(root, candidate.node, property),
            values => values,
        });
    let listed: Vec<BTreeSet<String>> = listed.collect();
    let claims = Claims { mapping, listed };
    let each = candidates.iter().enumerate().map(|(index, candidate)| {
        let values = claims.of(index, candidate.names.first());
        values.into_iter().filter(|value| is_of(kind, value)).collect()
    });
    claims.shared(each.collect())
}

struct Claims<'m> {
    /// Values and the indices of the schemas that they select.
    mapping: BTreeMap<&'m str, usize>,
    /// The values that each schema lists.
    listed: Vec<BTreeSet<String>>,
}

impl Claims<'_> {
    fn of(&self, index: usize, name: Option<&String>) -> Vec<String> {
        let mapped = self.mapping.iter().filter(|(_, meant)| **meant == index);
        let mut values: Vec<String> = mapped.map(|(value, _)| (*value).to_owned()).collect();
        let is_mapped = !values.is_empty();
        let own: BTreeSet<&String> = self.listed.get(index).into_iter().flatten().collect();
        let own: BTreeSet<&String> =
            own.into_iter().filter(|value| !self.mapping.contains_key(value.as_str())).collect();
        values.extend(own.iter().filter(|value| self.is_closest(index, value)).map(|value| (*value).clone()));
        if is_mapped {
            return values;
        }
        if let Some(name) = name.filter(|name| !self.mapping.contains_key(name.as_str())) {
            let same = || own.iter().copied().find(|value| camel(value) == camel(name));
            let told = if own.is_empty() { Some(name) } else { own.get(name).copied().or_else(same) };
            values.extend(told.filter(|value| !values.contains(value)).cloned());
        }
        if values.is_empty() {
            // The remaining values, if only this schema lists them.
            values
                .extend(own.iter().filter(|value| self.is_left(index, value)).map(|value| (*value).clone()));
        }
        values
    }

    /// Assigns shared values to all schemas that list the same values, because the tag separates them from the others.
    fn shared(&self, mut values: Vec<Vec<String>>) -> Vec<Vec<String>> {
        let is_free = |value: &&String| !values.iter().any(|claimed| claimed.contains(value));
        let left = self.listed.iter().map(|listed| listed.iter().filter(is_free).cloned().collect());
        let left: Vec<Vec<String>> = left.collect();
        let is_shared = |own: &Vec<String>| {
            let overlaps = |other: &&Vec<String>| own.iter().any(|value| other.contains(value));
            !own.is_empty() && left.iter().filter(overlaps).all(|other| other == own)
        };
        for (values, own) in values.iter_mut().zip(&left) {
            if values.is_empty() && is_shared(own) {
                values.clone_from(own);
            }
        }
        values
    }

    /// Whether a schema has the shortest list with a value. A tie is ambiguous.
    fn is_closest(&self, index: usize, value: &String) -> bool {
        let size = self.listed.get(index).map(BTreeSet::len);
        let mut others = self.listed.iter().enumerate().filter(|(other, _)| *other != index);
        others.all(|(_, listed)| !listed.contains(value) || Some(listed.len()) > size)
    }

    /// Whether no other unmapped schema lists a value.
    fn is_left(&self, index: usize, value: &String) -> bool {
        let mut others = self.listed.iter().enumerate().filter(|(other, _)| *other != index);
        others.all(|(other, listed)| {
            !listed.contains(value) || self.mapping.values().any(|meant| *meant == other)
        })
    }
}

/// Returns the schema that a name refers to: the one with that name, else the only one with it as an alternative.
fn meant(candidates: &[Candidate<'_>], target: &str) -> Option<usize> {
    let own = candidates.iter().position(|it| it.names.first().is_some_and(|name| name == target));
    let called = || candidates.iter().position(|it| it.names.iter().any(|name| name == target));
    let within = || {
        let mut found = (0..).zip(candidates).filter(|(_, it)| it.members.iter().any(|name| name == target));
        found.next().filter(|_| found.next().is_none()).map(|(index, _)| index)
    };
    own.or_else(called).or_else(within)
}

/// Returns the listed values that select no schema.
pub(super) fn unclaimed(
    root: &Node,
    property: &str,
    kind: TagKind,
    candidates: &[Candidate<'_>],
    claimed: &[Vec<String>],
) -> BTreeSet<String> {
    let listed = candidates.iter().flat_map(|candidate| constants(root, candidate.node, property, kind, 0));
    listed.filter(|value| !claimed.iter().any(|values| values.contains(value))).collect()
}
