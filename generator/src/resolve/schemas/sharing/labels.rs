//! Describes each type without the types that it refers to: the label, and the references in a fixed order.

use std::collections::HashMap;
use std::fmt::Write;

use crate::ir::{Schema, Shape, Struct, Type, Union};

/// The aliases that a type is followed through, at most.
const ALIASES: usize = 8;

/// The types of a document as a graph.
pub(super) struct Graph {
    /// The label of each type. Equal labels are equal numbers.
    pub(super) labels: Vec<usize>,
    /// The types that each type refers to. Equal labels have equally many.
    pub(super) edges: Vec<Vec<usize>>,
}

pub(super) fn graph(schemas: &[Schema]) -> Graph {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut graph = Graph { labels: Vec::new(), edges: Vec::new() };
    for (label, edges) in described(schemas, true) {
        let next = numbers.len();
        graph.labels.push(*numbers.entry(label).or_insert(next));
        graph.edges.push(edges);
    }
    graph
}

/// Returns the label and the references of each type. Without names in Rust, labels depend on the document alone.
pub(super) fn described(schemas: &[Schema], has_names: bool) -> Vec<(String, Vec<usize>)> {
    let indices: HashMap<&str, usize> =
        schemas.iter().enumerate().map(|(index, schema)| (schema.name.as_str(), index)).collect();
    let describe = |schema| {
        let (label, edges) = (String::new(), Vec::new());
        let mut writer = Writer { schemas, indices: &indices, has_names, label, edges };
        writer.schema(schema);
        (writer.label, writer.edges)
    };
    schemas.iter().map(describe).collect()
}

/// Returns how many parts a type has: fields, values, alternatives or items.
pub(super) fn size(shape: &Shape) -> usize {
    match shape {
        Shape::Struct(object) => object.fields.len() + usize::from(object.rest.is_some()),
        Shape::StringEnum(values) => values.len(),
        Shape::IntEnum(values) => values.len(),
        Shape::Union(union) => union.variants.len(),
        Shape::Tuple(items) => items.len(),
        Shape::Alias(_) | Shape::Newtype(_) => 0,
    }
}

struct Writer<'s> {
    schemas: &'s [Schema],
    indices: &'s HashMap<&'s str, usize>,
    has_names: bool,
    label: String,
    edges: Vec<usize>,
}

impl<'s> Writer<'s> {
    /// Adds text to the label, quoted so that labels are unambiguous.
    fn add(&mut self, text: impl std::fmt::Debug) {
        // Writing to a string cannot fail.
        let _ = write!(self.label, "{text:?} ");
    }

    /// Returns a name in Rust, if names are part of labels.
    fn named(&self, name: &'s str) -> Option<&'s str> {
        Some(name).filter(|_| self.has_names)
    }

    fn schema(&mut self, schema: &'s Schema) {
        match &schema.shape {
            Shape::Struct(object) => self.structure(object),
            Shape::StringEnum(values) => {
                let mut values: Vec<_> =
                    values.iter().map(|value| (&value.value, value.deprecated)).collect();
                values.sort();
                self.add(("strings", values));
            }
            Shape::IntEnum(values) => {
                let mut values: Vec<_> = values.iter().map(|value| (value.value, value.deprecated)).collect();
                values.sort_unstable();
                self.add(("integers", values));
            }
            Shape::Union(union) => self.union(union),
            Shape::Tuple(items) => {
                self.add("tuple");
                items.iter().for_each(|item| self.ty(item, 0));
            }
            // Aliases are not merged.
            Shape::Alias(_) | Shape::Newtype(_) => self.add(("alias", self.named(&schema.name))),
        }
    }

    fn structure(&mut self, object: &'s Struct) {
        self.add("object");
        let mut fields: Vec<_> = object.fields.iter().collect();
        fields.sort_by_key(|field| (&field.wire, &field.name));
        for field in fields {
            let flags = [field.required, field.nullable, field.flatten, field.deprecated, field.secret];
            self.add((&field.wire, self.named(&field.name), flags, &field.constant));
            self.ty(&field.ty, 0);
        }
        if let Some(rest) = &object.rest {
            self.add(("rest", object.rest_secret));
            self.ty(rest, 0);
        }
    }

    fn union(&mut self, union: &'s Union) {
        let tag = union.tag.as_ref().map(|tag| (&tag.property, tag.kind));
        self.add(("union", tag, union.several.is_some()));
        let mut variants: Vec<_> = union.variants.iter().collect();
        // The order decides between alternatives that no tag identifies.
        if tag.is_some() {
            variants.sort_by_key(|variant| (variant.tags.is_empty(), variant.tags.iter().min()));
        }
        for variant in variants {
            let mut tags = variant.tags.clone();
            tags.sort();
            self.add(tags);
            self.ty(&variant.ty, 0);
        }
    }

    fn ty(&mut self, ty: &'s Type, aliases: usize) {
        match ty {
            Type::Named(name) => {
                let Some(index) = self.indices.get(name.as_str()).copied() else { return self.add(name) };
                match self.schemas.get(index).map(|schema| &schema.shape) {
                    Some(Shape::Alias(target)) if aliases < ALIASES => self.ty(target, aliases + 1),
                    _ => {
                        self.label.push_str("# ");
                        self.edges.push(index);
                    }
                }
            }
            Type::List(inner) => self.container("list", inner, aliases),
            Type::Map(inner) => self.container("map", inner, aliases),
            Type::Nullable(inner) => self.container("null or", inner, aliases),
            Type::Boxed(inner) => self.ty(inner, aliases),
            plain => self.add(plain),
        }
    }

    fn container(&mut self, kind: &str, inner: &'s Type, aliases: usize) {
        self.add(kind);
        self.ty(inner, aliases);
    }
}
