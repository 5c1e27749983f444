//! Names the alternatives of a union, so that neither their order nor their number matters.
//!
//! A component has its own name, and a type without a name that of its kind (`Text`, `Integer`, `List`). An inline schema is
//! named by its title, its tag value, its constant, the component that it extends, or by the property that tells it apart.

use std::collections::BTreeSet;

use super::constants::{property_names, required_names};
use super::unions::{Group, values};
use crate::document::Node;
use crate::document::openapi::follow;
use crate::ir::{Type, UnionVariant};
use crate::names::{Candidates, camel_variant, distinct, in_words};

/// The number of words and letters up to which a title is a name, not a sentence.
const NAME: (usize, usize) = (4, 40);
/// The number of properties up to which all of them make a name.
const FEW: usize = 3;

/// Returns the names of inline alternatives, for their variants and types.
pub(super) fn hints(root: &Node, groups: &[Group<'_>]) -> Vec<String> {
    let objects: Vec<Object> = groups.iter().map(|group| Object::of(root, group.first())).collect();
    let items =
        |group: &Group<'_>| Object::of(root, group.first().and_then(|node| follow(root, node)?.get("items")));
    let items: Vec<Object> = groups.iter().map(items).collect();
    let candidates = groups.iter().enumerate().map(|(index, group)| {
        let mut words = Vec::new();
        if let Some(node) = group.first() {
            words.extend(title(node));
            words.extend(group.tags.first().cloned());
            words.extend(constant(node));
            words.extend(extended(node));
            words.extend(telling(index, &objects));
            words.push(kind(root, node).to_owned());
            // Lists are told apart by their items.
            words.extend(telling(index, &items).into_iter().map(|words| format!("{words} list")));
        }
        let names = words.iter().filter(|words| words.chars().any(char::is_alphanumeric));
        Candidates::new(names.map(|words| variant(&in_words(words))).collect(), 0)
    });
    distinct(&candidates.collect::<Vec<_>>())
}

/// Whether the document names an alternative, by a title or a tag value.
pub(super) fn is_named(group: &Group<'_>) -> bool {
    !group.tags.is_empty() || group.first().and_then(title).is_some()
}

/// Names the variants that have no hint by their types, and makes all names unique.
pub(super) fn assign_names(variants: &mut [UnionVariant], parent: &str) {
    let candidates = variants.iter().map(|variant| match variant.name.as_str() {
        "" => {
            let plain = type_name(&variant.ty, parent);
            let rank = usize::from(!matches!(variant.ty, Type::Named(_)));
            Candidates::new([plain].into_iter().chain(specific(&variant.ty, parent)).collect(), 2 * rank)
        }
        hint => Candidates::new(vec![hint.to_owned()], 1),
    });
    let names = distinct(&candidates.collect::<Vec<_>>());
    for (variant, name) in variants.iter_mut().zip(names) {
        variant.name = name;
    }
}

/// Returns a name in camel case, except that of the variant for undocumented values.
pub(super) fn variant(words: &str) -> String {
    let name = camel_variant(words);
    if name == "Other" { name + "Value" } else { name }
}

/// Returns the title, if it is a name.
fn title(node: &Node) -> Option<String> {
    let title = node.get("title").and_then(Node::as_str)?;
    let (words, letters) = NAME;
    let is_name = title.split_whitespace().count() <= words && title.len() <= letters;
    is_name.then(|| title.to_owned())
}

/// Returns the only value.
fn constant(node: &Node) -> Option<String> {
    match values(node) {
        [only] => only.as_text().map(str::to_owned),
        _ => None,
    }
}

/// Returns the only component that a schema extends.
fn extended(node: &Node) -> Option<String> {
    let parts = node.get("allOf").and_then(Node::as_array).unwrap_or_default();
    let mut references = parts.iter().filter_map(|part| part.reference()?.as_str()?.rsplit('/').next());
    references.next().filter(|_| references.next().is_none()).map(str::to_owned)
}

/// The properties of an alternative.
struct Object {
    required: BTreeSet<String>,
    /// Each with the kind of its values.
    all: BTreeSet<(String, &'static str)>,
    /// Those with one value, in words.
    constants: BTreeSet<String>,
}

impl Object {
    fn of(root: &Node, node: Option<&Node>) -> Self {
        let mut object = Self { required: BTreeSet::new(), all: BTreeSet::new(), constants: BTreeSet::new() };
        if let Some(node) = node {
            object.required.extend(required_names(root, node, 0));
            let own = follow(root, node).and_then(|node| node.get("properties"));
            let each = own.and_then(Node::as_object).into_iter().flatten();
            object.constants.extend(each.filter_map(|(name, schema)| match values(schema) {
                [only] if only.as_str().is_some() => only.as_str().map(str::to_owned),
                [only] => only.as_text().map(|value| format!("{name} {value}")),
                _ => None,
            }));
            object.all.extend(property_names(root, node, 0).into_iter().map(|name| {
                let kind = own.and_then(|own| own.get(&name)).map_or("", |schema| kind(root, schema));
                (name, kind)
            }));
        }
        object
    }

    fn has(&self, name: &str) -> bool {
        self.required.contains(name) || self.all.iter().any(|(own, _)| own == name)
    }
}

/// Returns words that tell an object apart, the best first: a constant, a required property that no other has, one that no
/// other requires or has, one of another kind with its kind, and all of a few properties.
fn telling(index: usize, objects: &[Object]) -> Vec<String> {
    let Some(own) = objects.get(index) else { return Vec::new() };
    let others = || (0..).zip(objects).filter(|(other, _)| *other != index).map(|(_, object)| object);
    let required = own.required.iter();
    let unique = required.clone().filter(|name| !others().any(|other| other.has(name)));
    let demanded = required.filter(|name| !others().any(|other| other.required.contains(*name)));
    let only = own.all.iter().map(|(name, _)| name).filter(|name| !others().any(|other| other.has(name)));
    let of_kind = own.all.iter().filter(|property| !others().any(|other| other.all.contains(*property)));
    let of_kind = of_kind.map(|(name, kind)| format!("{name} {kind}"));
    let constants =
        own.constants.iter().filter(|value| !others().any(|other| other.constants.contains(*value)));
    let names: Vec<&str> = own.all.iter().map(|(name, _)| name.as_str()).collect();
    let together = (1..=FEW).contains(&names.len()).then(|| names.join(" "));
    let telling = constants.chain(unique).chain(demanded).chain(only).cloned();
    telling.chain(of_kind).chain(together).collect()
}

/// Returns the kind of a schema's values, as in the name of a variant.
fn kind(root: &Node, node: &Node) -> &'static str {
    let Some(node) = follow(root, node) else { return "value" };
    match node.get("type").and_then(Node::as_str) {
        Some("string") => "text",
        Some("integer") => "integer",
        Some("number") => "number",
        Some("boolean") => "boolean",
        Some("array") => "list",
        Some(_) => "object",
        None if values(node).iter().any(|value| value.as_str().is_some()) => "text",
        None if node.get("oneOf").is_some() => "one of",
        None if node.get("anyOf").is_some() => "any of",
        None if node.get("items").is_some() => "list",
        None => "object",
    }
}

/// Returns the name of a variant by its type.
pub(super) fn type_name(ty: &Type, parent: &str) -> String {
    match ty {
        // A component can be named after the union.
        Type::Named(name) => variant(
            name.strip_prefix(parent).filter(|rest| rest.starts_with(char::is_uppercase)).unwrap_or(name),
        ),
        Type::String => "Text".to_owned(),
        Type::Format(format) => format.facts().variant.to_owned(),
        Type::Integer(_) => "Integer".to_owned(),
        Type::Float => "Number".to_owned(),
        Type::Boolean => "Boolean".to_owned(),
        Type::List(_) => "List".to_owned(),
        Type::Map(_) => "Object".to_owned(),
        Type::Nullable(inner) | Type::Boxed(inner) => type_name(inner, parent),
        Type::Any => "Json".to_owned(),
        Type::External(path) => variant(path.rsplit("::").next().unwrap_or(path)),
    }
}

/// Returns the name of a list or a map by its values.
fn specific(ty: &Type, parent: &str) -> Option<String> {
    let values = |inner: &Type| specific(inner, parent).unwrap_or_else(|| type_name(inner, parent));
    match ty {
        Type::List(inner) => Some(format!("{}List", values(inner))),
        Type::Map(inner) => Some(format!("{}Map", values(inner))),
        _ => None,
    }
}
