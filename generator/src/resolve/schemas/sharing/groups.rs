//! Decides which types are merged.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::super::places::Places;
use super::classes::{Sets, numbered, refine};
use super::labels::{self, Graph};
use super::locking::Before;
use crate::ir::{Schema, Shape, Type, Union};
use crate::names::camel;

/// The number of fields, values or alternatives from which equality is more than coincidence.
pub(super) const LARGE: usize = 4;

/// The types that are merged.
pub(super) struct Groups {
    /// The index of the type that is kept, for each type.
    pub(super) kept: Vec<usize>,
    components: HashSet<usize>,
}

impl Groups {
    /// Whether a type is a component.
    pub(super) fn is_component(&self, index: usize) -> bool {
        self.components.contains(&index)
    }
}

/// What is known about a type apart from its shape.
struct Member {
    /// The name of a component.
    name: Option<String>,
    /// The title as a type name.
    title: Option<String>,
    /// The tags of unions that select it.
    tags: BTreeSet<(String, String)>,
    /// What it may agree with other types in.
    names: BTreeSet<String>,
    /// The number of its fields, values or alternatives.
    size: usize,
    is_enum: bool,
    /// Whether it is a component that an earlier version merged with inline schemas, or an inline schema that it did not
    /// merge with a component.
    is_locked: bool,
}

/// What types must agree in to be merged, besides their shape.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Identity {
    Component(usize),
    /// The title, and the tags if they differ between equal types.
    Inline(Option<String>, BTreeSet<(String, String)>),
}

pub(super) fn groups(schemas: &[Schema], places: &Places, before: &Before) -> Groups {
    let graph = labels::graph(schemas);
    let (mut tags, mut properties) = (tags(schemas), properties(schemas));
    let members = schemas.iter().map(|schema| {
        let mut member = member(schema, places, before);
        member.tags = tags.remove(schema.name.as_str()).unwrap_or_default();
        member.names.extend(
            properties.remove(schema.name.as_str()).filter(|_| member.name.is_some()).unwrap_or_default(),
        );
        member
    });
    let members: Vec<Member> = members.collect();
    let classes = mergeable(&graph, &members);
    let mut sets = Sets::new(schemas.len());
    let all = || members.iter().zip(&classes);
    let with_enum: HashSet<usize> = all()
        .filter(|(member, _)| member.name.is_some() && member.is_enum)
        .map(|(_, class)| *class)
        .collect();
    // In each class, types with a name in common are merged, and all large ones.
    let mut first: HashMap<(usize, Option<&str>), usize> = HashMap::new();
    for (index, (member, class)) in all().enumerate() {
        // The values of an enum are names themselves. One value may be the same by chance.
        let is_component = member.size > 1 && with_enum.contains(class);
        let names = member.names.iter().map(|name| Some(name.as_str()));
        for name in names.chain((member.size >= LARGE || is_component).then_some(None)) {
            let other = *first.entry((*class, name)).or_insert(index);
            sets.join(index, other, &graph.edges);
        }
    }
    let components =
        members.iter().enumerate().filter(|(_, member)| member.name.is_some()).map(|(index, _)| index);
    Groups { kept: kept(schemas, &members, places, &mut sets), components: components.collect() }
}

fn member(schema: &Schema, places: &Places, before: &Before) -> Member {
    let is_fixed = !places.origins.contains_key(&schema.name);
    let title = places.titles.get(&schema.name).map(|title| camel(title));
    let mut names: BTreeSet<String> = places.stems(&schema.name).flatten().collect();
    let target = places.origins.get(&schema.name).and_then(|origin| origin.target);
    names.extend(target.map(|span| format!("{span:?}")));
    names.extend(title.clone());
    let name = is_fixed.then(|| schema.name.clone());
    names.extend(name.clone());
    let is_enum = matches!(schema.shape, Shape::StringEnum(_) | Shape::IntEnum(_));
    let is_locked = before.is_joined(&schema.name) || before.is_inline(&schema.name);
    let size = labels::size(&schema.shape);
    Member { name, title, tags: BTreeSet::new(), names, size, is_enum, is_locked }
}

/// Returns the names of the properties that have each type.
fn properties(schemas: &[Schema]) -> HashMap<&str, BTreeSet<String>> {
    let mut properties: HashMap<&str, BTreeSet<String>> = HashMap::new();
    for schema in schemas {
        let Shape::Struct(object) = &schema.shape else { continue };
        for field in &object.fields {
            let Some(name) = field.ty.named() else { continue };
            properties.entry(name).or_default().insert(camel(&field.wire));
        }
    }
    properties
}

/// Returns the tags, with their values, that select each type in unions.
fn tags(schemas: &[Schema]) -> HashMap<&str, BTreeSet<(String, String)>> {
    let mut tags: HashMap<&str, BTreeSet<(String, String)>> = HashMap::new();
    for schema in schemas {
        let Shape::Union(Union { tag: Some(tag), variants, .. }) = &schema.shape else { continue };
        for variant in variants {
            let Type::Named(name) = &variant.ty else { continue };
            let values = variant.tags.iter().map(|value| (tag.property.clone(), value.clone()));
            tags.entry(name).or_default().extend(values);
        }
    }
    tags
}

/// Returns classes of types of which any two may be merged: equal, and without two components or two titles.
fn mergeable(graph: &Graph, members: &[Member]) -> Vec<usize> {
    let equal = refine(graph.labels.clone(), &graph.edges);
    // A type that equals a component may still contain another component in its place.
    let mut barred: HashSet<usize> = HashSet::new();
    loop {
        let identities = identities(&equal, members, &barred);
        let identified = identities.iter().cloned().zip(equal.iter().copied());
        let classes = refine(numbered(identified), &graph.edges);
        let mut has_changed = false;
        for (index, identity) in identities.iter().enumerate() {
            if let Identity::Component(component) = identity
                && classes.get(index) != classes.get(*component)
            {
                has_changed |= barred.insert(index);
            }
        }
        if !has_changed {
            return classes;
        }
    }
}

fn identities(equal: &[usize], members: &[Member], barred: &HashSet<usize>) -> Vec<Identity> {
    let mut components: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, class) in equal.iter().enumerate() {
        if members.get(index).is_some_and(|member| member.name.is_some()) {
            components.entry(*class).or_default().push(index);
        }
    }
    // Equal alternatives with different tags stay apart, because each type has the value of its tag.
    let mut tags: HashMap<usize, BTreeSet<&BTreeSet<(String, String)>>> = HashMap::new();
    for (class, member) in equal.iter().zip(members).filter(|(_, member)| member.name.is_none()) {
        tags.entry(*class).or_default().extend(Some(&member.tags).filter(|tags| !tags.is_empty()));
    }
    let tags = |class: &usize, member: &Member| match tags.get(class) {
        Some(several) if several.len() > 1 => member.tags.clone(),
        _ => BTreeSet::new(),
    };
    let is_locked = |index: &usize| members.get(*index).is_some_and(|member| member.is_locked);
    let inline: HashSet<usize> = (equal.iter().zip(members))
        .filter(|(_, member)| member.is_locked && member.name.is_none())
        .map(|(class, _)| *class)
        .collect();
    // A component that is new neither takes inline schemas from another one, nor from a type of their own.
    let only = |class: &usize| {
        let all = components.get(class)?;
        let mut locked = all.iter().copied().filter(is_locked);
        match (locked.next(), locked.next(), all.as_slice()) {
            (Some(locked), None, _) => Some(locked),
            (None, _, [only]) if !inline.contains(class) => Some(*only),
            _ => None,
        }
    };
    let component = |index: usize, class: &usize, member: &Member| {
        if member.name.is_some() {
            return Some(index);
        }
        if !tags(class, member).is_empty() {
            return None;
        }
        let only = only(class)?;
        let named = members.get(only)?;
        let agrees =
            |title: &String| named.title.as_ref() == Some(title) || named.name.as_ref() == Some(title);
        (!barred.contains(&index) && member.title.as_ref().is_none_or(agrees)).then_some(only)
    };
    let all = equal.iter().zip(members).enumerate();
    let own: Vec<Option<usize>> =
        all.map(|(index, (class, member))| component(index, class, member)).collect();
    let mut titles: HashMap<usize, BTreeSet<&String>> = HashMap::new();
    for ((class, member), _) in equal.iter().zip(members).zip(&own).filter(|(_, own)| own.is_none()) {
        titles.entry(*class).or_default().extend(&member.title);
    }
    let identity = |((class, member), own): ((&usize, &Member), &Option<usize>)| match own {
        Some(component) => Identity::Component(*component),
        None => {
            // A type without a title may be merged with those of the only title.
            let mut all = titles.get(class).into_iter().flatten().copied();
            let only = all.next().filter(|_| all.next().is_none());
            Identity::Inline(member.title.as_ref().or(only).cloned(), tags(class, member))
        }
    };
    equal.iter().zip(members).zip(&own).map(identity).collect()
}

/// Returns the type that is kept, for each type: the component, else the one with the shortest path.
fn kept(schemas: &[Schema], members: &[Member], places: &Places, sets: &mut Sets) -> Vec<usize> {
    let roots: Vec<usize> = (0..schemas.len()).map(|index| sets.find(index)).collect();
    let mut best: HashMap<usize, usize> = HashMap::new();
    let rank = |index: usize| {
        let schema = schemas.get(index);
        let is_fixed = members.get(index).is_some_and(|member| member.name.is_some());
        let paths = schema.map(|schema| places.paths(&schema.name)).unwrap_or_default();
        let path = paths.into_iter().min_by_key(|path| (path.len(), path.clone())).unwrap_or_default();
        (!is_fixed, path.len(), path)
    };
    for (index, root) in roots.iter().enumerate() {
        match best.entry(*root) {
            std::collections::hash_map::Entry::Vacant(entry) => drop(entry.insert(index)),
            std::collections::hash_map::Entry::Occupied(mut entry) => {
                if rank(index) < rank(*entry.get()) {
                    entry.insert(index);
                }
            }
        }
    }
    roots.iter().enumerate().map(|(index, root)| best.get(root).copied().unwrap_or(index)).collect()
}
