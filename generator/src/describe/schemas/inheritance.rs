//! Inheritance: a component with a discriminator that others are built on by `allOf`
//! ([OpenAPI 3.0, Discriminator Object](https://spec.openapis.org/oas/v3.0.3#discriminator-object)).
//!
//! Where such a base is asked for, one of those others may come, so its type is one of several: each of them, and the base
//! alone.

use std::collections::{HashMap, HashSet};

use super::super::Context;
use super::parts::Leaves;
use super::tag::{discriminator, is_of, kind};
use super::{Schemas, unions};
use crate::api::{Schema, Shape, TagKind, Type, Union, UnionTag, UnionVariant};
use crate::names::{Unique, camel};
use crate::openapi::components;
use crate::tree::Node;

/// The components that are built on another, by that one's key.
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
    /// The union that a base is, if it is one.
    pub(super) fn inheritance(
        &mut self,
        context: &mut Context<'t>,
        key: &str,
        name: &str,
        node: &'t Node,
    ) -> Option<Shape> {
        let heirs = self.heirs(key);
        let is_union = ["oneOf", "anyOf"].iter().any(|key| node.get(key).is_some());
        if heirs.is_empty() || is_union || node.get("discriminator").is_none() {
            return None;
        }
        let (property, mapping) = discriminator(context, node)?;
        let leaves = Leaves::of(context, &[node]);
        let properties = leaves.properties(context);
        if !properties.is_struct() || !leaves.unions.is_empty() {
            return None;
        }
        let kind = kind(context.root, &[node], &property).unwrap_or(TagKind::Text);
        let tags = |key: &str| {
            let mapped = mapping.iter().filter(|(_, target)| target.as_str() == key);
            let mapped: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
            let tags = if mapped.is_empty() { vec![key.to_owned()] } else { mapped };
            tags.into_iter().filter(|value| is_of(kind, value)).collect()
        };
        let mut names = Unique::without(&["Other"]);
        let mut variants: Vec<UnionVariant> = Vec::new();
        for heir in &heirs {
            let ty = Type::Named(self.names.get(heir)?.clone());
            variants.push(UnionVariant { name: names.give(camel(heir)), ty, tags: tags(heir) });
        }
        let base = self.types.give(camel(&format!("{name} base")));
        let place = self.done.len();
        let structure = self.structure(context, &base, &leaves, properties);
        let description = Some(format!("What every `{name}` has."));
        let shape = Shape::Struct(structure);
        self.done.insert(
            place,
            Schema { span: node.head(), name: base.clone(), description, shape, tags: Default::default() },
        );
        variants.push(UnionVariant {
            name: names.give("Base".to_owned()),
            ty: Type::Named(base),
            tags: tags(key),
        });
        let is_told = unions::tell_apart(&mut variants);
        if !is_told {
            unions::untold(context, node);
        }
        let tag = is_told.then_some(UnionTag { property, kind });
        Some(Shape::Union(Union { tag, variants, several: None }))
    }

    /// All components that are built on one, however far.
    fn heirs(&self, key: &str) -> Vec<&'t str> {
        let mut heirs: Vec<&'t str> = Vec::new();
        let mut seen: HashSet<&str> = [key].into_iter().collect();
        let mut todo: Vec<&str> = vec![key];
        while let Some(base) = todo.pop() {
            for heir in self.built_on.get(base).into_iter().flatten() {
                if seen.insert(heir) {
                    heirs.push(heir);
                    todo.push(heir);
                }
            }
        }
        heirs
    }
}
