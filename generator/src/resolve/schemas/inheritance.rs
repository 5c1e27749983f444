//! Inheritance: a component with a discriminator that others extend by `allOf` ([OpenAPI 3.0, Discriminator
//! Object](https://spec.openapis.org/oas/v3.0.3#discriminator-object)).
//!
//! A value of the base may be any of its subtypes, so the base becomes a union: each subtype, and the base alone. The
//! same applies to components between a base and its tagged subtypes.

use std::collections::{HashMap, HashSet};

use super::super::Context;
use super::claims::{Candidate, claims};
use super::constants::{constants, kind, property_names};
use super::parts::{Leaves, has_own_shape, is_constraint};
use super::tag::{bases, discriminator, is_of};
use super::{Schemas, unions};
use crate::document::Node;
use crate::document::openapi::{components, follow};
use crate::ir::{Schema, Shape, TagKind, Type, Union, UnionTag, UnionVariant};
use crate::names::{NameAllocator, camel, camel_variant};

/// A component with subtypes that a tag identifies.
struct Base<'t> {
    node: &'t Node,
    /// The schema with the discriminator: the base itself, or one that it extends.
    holder: &'t Node,
    subtypes: Vec<&'t str>,
}

/// Returns the components that extend another, by the key of the latter.
pub(super) fn built_on(root: &Node) -> HashMap<String, Vec<&str>> {
    let mut built: HashMap<String, Vec<&str>> = HashMap::new();
    for (key, node) in components(root, "schemas").into_iter().flatten() {
        let parts = node.get("allOf").and_then(Node::as_array).unwrap_or_default();
        let references = parts.iter().filter_map(|part| part.reference()?.as_str());
        for base in references.filter_map(|text| text.strip_prefix("#/components/schemas/")) {
            built.entry(base.to_owned()).or_default().push(key);
        }
    }
    built
}

impl<'t> Schemas<'t> {
    /// Returns the union for a base, if the component is one.
    pub(super) fn inheritance(
        &mut self,
        context: &mut Context<'t>,
        key: &'t str,
        name: &str,
    ) -> Option<Shape> {
        let Base { node, holder, subtypes } = self.base(context.root, key)?;
        let (property, mapping) = discriminator(context, holder)?;
        let leaves = Leaves::of(context, &[node]);
        let properties = leaves.properties(context);
        let kind = kind(context.root, &[node], &property).unwrap_or(TagKind::String);
        let schemas = components(context.root, "schemas")?;
        let all = subtypes.iter().copied().chain([key]);
        let candidates: Vec<Candidate<'t>> =
            all.filter_map(|key| Some(Candidate::component(key, schemas.get(key)?))).collect();
        let mut values = claims(context.root, &property, kind, &mapping, &candidates).into_iter();
        // An unmapped schema is identified by its name, if that is a valid tag value.
        let mut tags = |key: &str| {
            let values = values.next().filter(|values| !values.is_empty());
            values
                .unwrap_or_else(|| Some(key.to_owned()).filter(|key| is_of(kind, key)).into_iter().collect())
        };
        let mut names = NameAllocator::without(&["Other"]);
        let mut variants: Vec<UnionVariant> = Vec::new();
        for subtype in &subtypes {
            // A nested discriminator on the same schema is redundant.
            let is_tagged = |base: &Base<'t>| base.holder.span == holder.span;
            let ty = match self.base(context.root, subtype).filter(is_tagged) {
                Some(_) => self.base_name(subtype)?,
                None => self.names.get(subtype)?.clone(),
            };
            let ty = Type::Named(ty);
            variants.push(UnionVariant {
                name: names.allocate(camel_variant(subtype)),
                ty,
                tags: tags(subtype),
                unique: false,
            });
        }
        let base = self.base_name(key)?;
        if !mapping.values().any(|target| target == key) {
            self.untagged_bases.insert((name.to_owned(), base.clone()));
        }
        let index = self.done.len();
        let structure = self.structure(context, &base, &leaves, properties);
        let description = Some(format!("What every `{name}` has."));
        let shape = Shape::Struct(structure);
        self.done.insert(index, Schema::new(node.head(), base.clone(), description, shape));
        variants.push(UnionVariant {
            name: names.allocate("Base".to_owned()),
            ty: Type::Named(base),
            tags: tags(key),
            unique: false,
        });
        let is_tagged =
            unions::assign_tags(&mut variants) && variants.iter().all(|variant| !variant.tags.is_empty());
        if !is_tagged {
            unions::warn_ambiguous(context, node, Some(&property));
        }
        let tag = is_tagged.then_some(UnionTag { property, kind });
        Some(Shape::Union(Union { tag, variants, several: None }))
    }

    /// If the alternatives are a base and its subtypes, returns the base: its type is a union of all of them.
    pub(super) fn bases_only(&self, root: &'t Node, branches: &[&'t Node]) -> Option<&'t Node> {
        let keys = branches.iter().map(|branch| {
            let key = branch.reference()?.as_str()?.strip_prefix("#/components/schemas/")?;
            components(root, "schemas")?.get_key_value(key).map(|(key, _)| key.as_str())
        });
        let keys: Vec<&str> = keys.collect::<Option<_>>()?;
        keys.iter().zip(branches).find_map(|(key, branch)| {
            let Base { subtypes, .. } = self.base(root, key)?;
            keys.iter().all(|other| other == key || subtypes.contains(other)).then_some(*branch)
        })
    }

    /// Returns a component as a base: an object with subtypes, and a discriminator in it or in a schema that it
    /// extends.
    fn base(&self, root: &'t Node, key: &str) -> Option<Base<'t>> {
        let mut subtypes = self.subtypes(key);
        let (_, node) = components(root, "schemas")?.get_key_value(key)?;
        let holder = *bases(root, node, 0).first().filter(|_| !subtypes.is_empty())?;
        if has_alternatives(root, node, 0) || property_names(root, node, 0).is_empty() {
            return None;
        }
        if holder.span != node.span {
            subtypes.retain(|subtype| is_tagged(root, holder, node, subtype));
        }
        (!subtypes.is_empty()).then_some(Base { node, holder, subtypes })
    }

    /// Returns the type name for a base without its subtypes.
    fn base_name(&mut self, key: &'t str) -> Option<String> {
        if let Some(known) = self.bases.get(key) {
            return Some(known.clone());
        }
        let name = camel(&format!("{} base", self.names.get(key)?));
        let name = self.types.allocate(name);
        self.bases.insert(key, name.clone());
        Some(name)
    }

    /// Returns all direct and indirect subtypes of a component.
    fn subtypes(&self, key: &str) -> Vec<&'t str> {
        let mut subtypes: Vec<&'t str> = Vec::new();
        let mut seen: HashSet<&str> = [key].into_iter().collect();
        let mut todo: Vec<&str> = vec![key];
        while let Some(base) = todo.pop() {
            for subtype in self.built_on.get(base).into_iter().flatten() {
                if seen.insert(subtype) {
                    subtypes.push(subtype);
                    todo.push(subtype);
                }
            }
        }
        subtypes
    }
}

/// Whether a schema, or one that it extends, has alternatives.
fn has_alternatives(root: &Node, node: &Node, depth: usize) -> bool {
    let Some(node) = follow(root, node).filter(|_| depth < 8) else { return false };
    let list = |key: &str| node.get(key).and_then(Node::as_array).unwrap_or_default();
    list("oneOf").iter().chain(list("anyOf")).any(|branch| !is_constraint(branch))
        || list("allOf").iter().any(|part| has_alternatives(root, part, depth + 1))
}

/// Whether a tag identifies a subtype: by the mapping, by its own value, or by its name if there is no mapping.
fn is_tagged(root: &Node, holder: &Node, base: &Node, subtype: &str) -> bool {
    let Some(node) = components(root, "schemas").and_then(|schemas| schemas.get(subtype)) else {
        return false;
    };
    let discriminator = holder.get("discriminator");
    let mapping = discriminator.and_then(|it| it.get("mapping")).and_then(Node::as_object);
    let Some(property) = discriminator.and_then(|it| it.get("propertyName")).and_then(Node::as_str) else {
        return false;
    };
    let is_alias = node.get("allOf").and_then(Node::as_array).is_some_and(|parts| parts.len() == 1);
    let is_mapped =
        |target: &Node| target.as_str().is_some_and(|text| text.rsplit('/').next() == Some(subtype));
    let kind = kind(root, &[base], property).unwrap_or(TagKind::String);
    let own = constants(root, node, property, kind, 0);
    match mapping.filter(|mapping| !mapping.is_empty()) {
        _ if !own.is_empty() && own != constants(root, base, property, kind, 0) => true,
        Some(mapping) => mapping.values().any(is_mapped),
        None => !is_alias || has_own_shape(node),
    }
}
