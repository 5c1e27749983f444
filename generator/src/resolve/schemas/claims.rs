//! Which of several schemas a value of a tag means: what a mapping says, then the constants and names of the schemas
//! ([OpenAPI 3.0, Discriminator Object](https://spec.openapis.org/oas/v3.0.3#discriminator-object)).

use std::collections::{BTreeMap, BTreeSet};

use super::constants::{constants, mapped_values};
use super::parts::has_own_shape;
use super::tag::is_of;
use crate::document::Node;
use crate::document::openapi::{follow, resolve};
use crate::ir::TagKind;
use crate::names::camel;

/// How far references and alternatives within alternatives are followed.
const DEPTH: usize = 8;
/// Extensions by which a schema names its value of the tag.
const VALUES: [&str; 2] = ["x-ms-discriminator-value", "x-discriminator-value"];
/// How much of that an alternative of an alternative costs, so that unions of each other stay cheap.
const WITHIN: usize = 4;

/// A schema that values of a tag may mean.
pub(super) struct Candidate<'t> {
    node: &'t Node,
    /// What it is called: its own name first, then that of what it stands for.
    names: Vec<String>,
    /// What its own alternatives are called.
    members: Vec<String>,
}

impl<'t> Candidate<'t> {
    /// A component.
    pub(super) fn component(key: &str, node: &'t Node) -> Self {
        Self { node, names: vec![key.to_owned()], members: Vec::new() }
    }

    /// An alternative of a union.
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

    /// Whether a name means this schema, or one of its alternatives.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.names.iter().chain(&self.members).any(|own| own == name)
    }
}

/// The names on the way to a schema, which an `allOf` of one is, too.
fn name<'t>(root: &'t Node, node: &'t Node, names: &mut Vec<String>, depth: usize) -> Option<&'t Node> {
    let mut node = node;
    for _ in depth..DEPTH {
        let Some(reference) = node.reference().and_then(Node::as_str) else {
            match node.get("allOf").and_then(Node::as_array) {
                // What has properties of its own is not what it is built on.
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

/// The values of a tag that each of several schemas has for its own. None of a schema that nothing tells.
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
    for (place, candidate) in candidates.iter().enumerate() {
        let node = follow(root, candidate.node);
        let own = node.and_then(|node| VALUES.iter().find_map(|key| node.get(key)?.as_str()));
        if let Some(value) = own {
            mapping.entry(value).or_insert(place);
        }
    }
    let listed =
        candidates.iter().map(|candidate| match constants(root, candidate.node, property, kind, 0) {
            values if values.is_empty() => mapped_values(root, candidate.node, property),
            values => values,
        });
    let listed: Vec<BTreeSet<String>> = listed.collect();
    let claims = Claims { mapping, listed };
    let each = candidates.iter().enumerate().map(|(place, candidate)| {
        let values = claims.of(place, candidate.names.first());
        values.into_iter().filter(|value| is_of(kind, value)).collect()
    });
    claims.shared(each.collect())
}

struct Claims<'m> {
    /// Values and the places of the schemas that they mean.
    mapping: BTreeMap<&'m str, usize>,
    /// The values that each schema lists.
    listed: Vec<BTreeSet<String>>,
}

impl Claims<'_> {
    fn of(&self, place: usize, name: Option<&String>) -> Vec<String> {
        let mapped = self.mapping.iter().filter(|(_, meant)| **meant == place);
        let mut values: Vec<String> = mapped.map(|(value, _)| (*value).to_owned()).collect();
        let is_mapped = !values.is_empty();
        let own: BTreeSet<&String> = self.listed.get(place).into_iter().flatten().collect();
        let own: BTreeSet<&String> =
            own.into_iter().filter(|value| !self.mapping.contains_key(value.as_str())).collect();
        values.extend(own.iter().filter(|value| self.is_closest(place, value)).map(|value| (*value).clone()));
        if is_mapped {
            return values;
        }
        if let Some(name) = name.filter(|name| !self.mapping.contains_key(name.as_str())) {
            let same = || own.iter().copied().find(|value| camel(value) == camel(name));
            let told = if own.is_empty() { Some(name) } else { own.get(name).copied().or_else(same) };
            values.extend(told.filter(|value| !values.contains(value)).cloned());
        }
        if values.is_empty() {
            // What is left of the values, if it is left to this schema alone.
            values
                .extend(own.iter().filter(|value| self.is_left(place, value)).map(|value| (*value).clone()));
        }
        values
    }

    /// Gives schemas that list the same values those values: the tag tells them from all others.
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

    /// Whether a schema is the only one that lists a value among so few: one that is shared tells nothing.
    fn is_closest(&self, place: usize, value: &String) -> bool {
        let size = self.listed.get(place).map(BTreeSet::len);
        let mut others = self.listed.iter().enumerate().filter(|(other, _)| *other != place);
        others.all(|(_, listed)| !listed.contains(value) || Some(listed.len()) > size)
    }

    /// Whether no other schema that the mapping leaves open lists a value.
    fn is_left(&self, place: usize, value: &String) -> bool {
        let mut others = self.listed.iter().enumerate().filter(|(other, _)| *other != place);
        others.all(|(other, listed)| {
            !listed.contains(value) || self.mapping.values().any(|meant| *meant == other)
        })
    }
}

/// The schema that a name means: the one that is called so, or else the only one that has it as an alternative.
fn meant(candidates: &[Candidate<'_>], target: &str) -> Option<usize> {
    let own = candidates.iter().position(|it| it.names.first().is_some_and(|name| name == target));
    let called = || candidates.iter().position(|it| it.names.iter().any(|name| name == target));
    let within = || {
        let mut found = (0..).zip(candidates).filter(|(_, it)| it.members.iter().any(|name| name == target));
        found.next().filter(|_| found.next().is_none()).map(|(place, _)| place)
    };
    own.or_else(called).or_else(within)
}

/// The values that schemas list and that none of them has for its own.
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
