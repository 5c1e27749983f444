//! Whether a type of a page and a schema of a description are about the same values, as far as a page can know.

use super::page::{Item, Type};
use crate::openapi::{components, follow};
use crate::tree::{Node, Object};

/// How deep schemas are looked into.
const MAX_DEPTH: usize = 24;

/// Whether a schema says what a page's type says. What a page cannot know, the schema may add: a format where the page has
/// none, an enum, bounds, whatever stands below the first level.
pub(super) fn agrees(root: &Node, ty: &Type, schema: &Node) -> bool {
    compare(root, ty, schema, 0)
}

fn compare(root: &Node, ty: &Type, schema: &Node, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    let Some(schema) = plain(root, schema) else { return false };
    let (ty, nullable) = ty.without_null();
    let alternatives = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(key)?.as_array());
    if let Type::Base { name, .. } = &ty
        && name == "null"
    {
        return is_nullable(schema);
    }
    if nullable != is_nullable(schema) && alternatives.is_none() {
        return false;
    }
    match (&ty, alternatives) {
        (Type::Union(parts), Some(alternatives)) => {
            let fits = |part: &Type, alternative: &Node| compare(root, part, alternative, depth + 1);
            parts.iter().all(|part| alternatives.iter().any(|alternative| fits(part, alternative)))
                && alternatives.iter().all(|alternative| parts.iter().any(|part| fits(part, alternative)))
        }
        (Type::Union(_), None) => false,
        (_, Some(alternatives)) => {
            !alternatives.is_empty()
                && alternatives.iter().all(|alternative| compare(root, &ty, alternative, depth + 1))
        }
        (Type::List(item), None) => {
            kind(schema) == Some("array")
                && schema.get("items").is_some_and(|items| compare(root, item, items, depth + 1))
        }
        (Type::Base { name, format }, None) => {
            let same_format =
                format.is_none() || schema.get("format").and_then(Node::as_str) == format.as_deref();
            kind(schema) == Some(name.as_str()) && same_format
        }
    }
}

/// What a schema stands for: through references, and through an `allOf` of one.
pub(super) fn plain<'t>(root: &'t Node, mut schema: &'t Node) -> Option<&'t Node> {
    for _ in 0..MAX_DEPTH {
        schema = follow(root, schema)?;
        match schema.get("allOf").and_then(Node::as_array) {
            Some([only]) if schema.get("type").is_none() && schema.get("properties").is_none() => {
                schema = only
            }
            _ => return Some(schema),
        }
    }
    None
}

fn is_nullable(schema: &Node) -> bool {
    let listed = schema.get("type").and_then(Node::as_array).unwrap_or_default();
    schema.get("nullable").and_then(Node::as_bool) == Some(true)
        || listed.iter().any(|kind| kind.as_str() == Some("null"))
}

/// The kind of value that a schema says, or that its other words leave no doubt about.
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

/// A property of a schema, and the `properties` that it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Property<'t> {
    pub(super) name: &'t str,
    pub(super) schema: &'t Node,
    /// The schema whose property it is.
    pub(super) owner: &'t Node,
}

/// The properties of a schema, with those of the parts of an `allOf`.
pub(super) fn properties<'t>(root: &'t Node, schema: &'t Node) -> Vec<Property<'t>> {
    let mut found: Vec<Property<'t>> = Vec::new();
    let mut todo = vec![schema];
    let mut steps = 0;
    while let Some(schema) = todo.pop() {
        steps += 1;
        let Some(owner) = follow(root, schema).filter(|_| steps < 1000) else { continue };
        for (name, schema) in owner.get("properties").and_then(Node::as_object).into_iter().flatten() {
            if !found.iter().any(|known| known.name == name) {
                found.push(Property { name, schema, owner });
            }
        }
        todo.extend(owner.get("allOf").and_then(Node::as_array).into_iter().flatten().rev());
    }
    found
}

/// The components that have just the properties of a list, with those types; for an empty list, objects without any.
pub(super) fn components_like<'t>(root: &'t Node, items: &[Item]) -> Vec<&'t str> {
    let schemas: Option<&Object> = components(root, "schemas");
    let like = |schema: &Node| {
        let own = properties(root, schema);
        kind(schema) == Some("object")
            && !["oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some())
            && schema.get("additionalProperties").is_none_or(|rest| rest.as_bool() == Some(false))
            && own.len() == items.len()
            && items.iter().all(|item| {
                own.iter().any(|property| {
                    property.name == item.name.text && agrees(root, &item.ty, property.schema)
                })
            })
    };
    let found =
        schemas.into_iter().flatten().filter(|(_, schema)| schema.reference().is_none() && like(schema));
    found.map(|(name, _)| name.as_str()).collect()
}

/// The component that is an object and has the name of a property: `role_assignments` and `RoleAssignments`; for the items
/// of a list also the name without its last letter.
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
