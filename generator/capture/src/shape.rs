//! Compares types of a page with schemas, as far as a page can express them.

use std::collections::{HashMap, HashSet};

use super::page::{Item, Type};
use clientwright::document::openapi::{components, follow, resolve};
use clientwright::document::{Node, Object};

/// The maximum depth of nested schemas.
const MAX_DEPTH: usize = 24;

/// Whether a schema agrees with a page's type. The schema may add what a page cannot express: a format that the page
/// lacks, an enum, bounds, everything below the first level.
pub(super) fn agrees(root: &Node, ty: &Type, schema: &Node) -> bool {
    compare(root, ty, schema, 0)
}

/// Like [`agrees`], but ignores null.
pub(super) fn agrees_except_null(root: &Node, ty: &Type, schema: &Node) -> bool {
    compare_values(root, &ty.without_null().0, schema, 0)
}

fn compare(root: &Node, ty: &Type, schema: &Node, depth: usize) -> bool {
    let (values, nullable) = ty.without_null();
    if ty.is("null") {
        return is_nullable(root, schema);
    }
    nullable == is_nullable(root, schema) && compare_values(root, &values, schema, depth)
}

fn compare_values(root: &Node, ty: &Type, schema: &Node, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    let Some(schema) = plain(root, schema) else { return false };
    match (ty, alternatives(schema)) {
        (Type::Union(parts), Some(alternatives)) => {
            let alternatives: Vec<_> = alternatives.iter().filter(|one| !is_only_null(root, one)).collect();
            let fits = |part: &Type, alternative: &Node| compare_values(root, part, alternative, depth + 1);
            parts.iter().all(|part| alternatives.iter().any(|alternative| fits(part, alternative)))
                && alternatives.iter().all(|alternative| parts.iter().any(|part| fits(part, alternative)))
        }
        (Type::Union(_), None) => false,
        (_, Some(alternatives)) => {
            let mut alternatives = alternatives.iter().filter(|one| !is_only_null(root, one)).peekable();
            alternatives.peek().is_some()
                && alternatives.all(|alternative| compare_values(root, ty, alternative, depth + 1))
        }
        (Type::List(item), None) => {
            kind(schema) == Some("array")
                && schema.get("items").is_some_and(|items| compare(root, item, items, depth + 1))
        }
        (Type::Base { name, format }, None) => {
            let same_format = format.is_none() || schema.get_str("format") == format.as_deref();
            kind(schema) == Some(name.as_str()) && same_format
        }
    }
}

fn alternatives(schema: &Node) -> Option<&[Node]> {
    ["oneOf", "anyOf"].iter().find_map(|key| schema.get(key)?.as_array())
}

/// Follows references and single-item `allOf`.
pub(super) fn plain<'t>(root: &'t Node, mut schema: &'t Node) -> Option<&'t Node> {
    for _ in 0..MAX_DEPTH {
        schema = follow(root, schema)?;
        match only_part(schema) {
            Some(only) => schema = only,
            None => return Some(schema),
        }
    }
    None
}

/// Whether a schema allows null: itself, by its target, or by an alternative.
pub(super) fn is_nullable(root: &Node, schema: &Node) -> bool {
    nulls(root, schema).next().is_some()
        || plain(root, schema).and_then(alternatives).is_some_and(|all| {
            all.iter().any(|one| nulls(root, one).next().is_some() || is_only_null(root, one))
        })
}

/// Returns the nodes that make a schema nullable, through references.
pub(super) fn nulls<'t>(root: &'t Node, schema: &'t Node) -> impl Iterator<Item = &'t Node> {
    let mut next = Some(schema);
    let steps = std::iter::from_fn(move || {
        let here = next?;
        next = match here.reference() {
            Some(target) => target.as_str().and_then(|target| resolve(root, target)),
            None => only_part(here),
        };
        Some(here)
    });
    steps.take(MAX_DEPTH).filter(|schema| {
        let listed = schema.items("type");
        schema.get("nullable").and_then(Node::as_bool) == Some(true)
            || listed.iter().any(|kind| kind.as_str() == Some("null"))
    })
}

/// Whether a schema allows only null.
fn is_only_null(root: &Node, schema: &Node) -> bool {
    let listed = schema.items("enum");
    let is_null = |node: &Node| node.value == clientwright::document::Value::Null;
    follow(root, schema).and_then(|schema| schema.get_str("type")) == Some("null")
        || (!listed.is_empty() && listed.iter().all(is_null))
}

/// Returns the part of an `allOf` of one whose siblings do not affect values.
fn only_part(schema: &Node) -> Option<&Node> {
    match schema.get("allOf").and_then(Node::as_array) {
        Some([only]) if schema.get("type").is_none() && schema.get("properties").is_none() => Some(only),
        _ => None,
    }
}

/// Returns the stated or implied type of a schema.
fn kind(schema: &Node) -> Option<&str> {
    let ty = schema.get("type");
    let listed = ty.and_then(Node::as_array).unwrap_or_default();
    let said = ty
        .and_then(Node::as_str)
        .or_else(|| listed.iter().filter_map(Node::as_str).find(|kind| *kind != "null"));
    let texts = schema
        .get("enum")
        .and_then(Node::as_array)
        .is_some_and(|all| all.iter().all(|one| one.as_str().is_some()));
    let has = |keys: &[&str]| keys.iter().any(|key| schema.get(key).is_some());
    said.or_else(|| has(&["properties", "additionalProperties", "allOf"]).then_some("object"))
        .or_else(|| texts.then_some("string"))
        .or_else(|| has(&["items"]).then_some("array"))
}

/// A property of a schema, and its `properties` node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Property<'t> {
    pub(super) name: &'t str,
    pub(super) schema: &'t Node,
    /// The schema with the property.
    pub(super) owner: &'t Node,
}

/// Returns the properties of a schema, including those in `allOf`.
pub(super) fn properties<'t>(root: &'t Node, schema: &'t Node) -> Vec<Property<'t>> {
    let mut found: Vec<Property<'t>> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    let mut todo = vec![schema];
    let mut steps = 0;
    while let Some(schema) = todo.pop() {
        steps += 1;
        let Some(owner) = follow(root, schema).filter(|_| steps < 1000) else { continue };
        for (name, schema) in owner.entries("properties") {
            if known.insert(name) {
                found.push(Property { name, schema, owner });
            }
        }
        todo.extend(owner.items("allOf").iter().rev());
    }
    found
}

/// Returns the components with exactly these properties and types; for an empty list, empty objects.
pub(super) fn components_like<'t>(root: &'t Node, items: &[Item]) -> Vec<&'t str> {
    let schemas: Option<&Object> = components(root, "schemas");
    let has = |own: &[Property<'_>]| {
        let own: HashMap<&str, &Node> = own.iter().map(|property| (property.name, property.schema)).collect();
        items
            .iter()
            .all(|item| own.get(item.name.text.as_str()).is_some_and(|schema| agrees(root, &item.ty, schema)))
    };
    let like = |schema: &Node| {
        let own = properties(root, schema);
        kind(schema) == Some("object")
            && !["oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some())
            && schema.get("additionalProperties").is_none_or(|rest| rest.as_bool() == Some(false))
            && own.len() == items.len()
            && has(&own)
    };
    let found =
        schemas.into_iter().flatten().filter(|(_, schema)| schema.reference().is_none() && like(schema));
    found.map(|(name, _)| name.as_str()).collect()
}

/// Returns the object component with the name of a property: `RoleAssignments` for `role_assignments`; for the items of
/// an array also without the last letter.
pub(super) fn component_named<'t>(root: &'t Node, property: &str, is_list: bool) -> Option<&'t str> {
    let bare = |text: &str| {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let wanted = bare(property);
    let singular = wanted.strip_suffix('s').filter(|_| is_list).map(str::to_owned);
    let schemas = components(root, "schemas").into_iter().flatten();
    let mut objects = schemas.filter(|(_, schema)| plain(root, schema).and_then(kind) == Some("object"));
    let fits = |name: &str| match &singular {
        Some(singular) => bare(name) == *singular,
        None => !is_list && bare(name) == wanted,
    };
    objects.find(|(name, _)| fits(name)).map(|(name, _)| name.as_str())
}
