//! Fields with one value, which callers need not give: constants, enums with one value, and tags of unions.
//!
//! A tag is fixed if all unions with the struct agree on one value. A tag that can have several values is left to the caller,
//! and so is that of a base, which can be a subtype that the document does not list.

use std::collections::{BTreeSet, HashMap};

use crate::ir::{BodyContent, Constant, Field, Operation, PartContent, Schema, Shape, Type};

/// The tag values of each struct and property.
type Tags<'s> = HashMap<(&'s str, &'s str), BTreeSet<&'s str>>;

/// Determines the fields with one value.
pub(super) fn resolve(schemas: &mut [Schema], untagged_bases: &BTreeSet<(String, String)>) {
    let types = Types::new(schemas);
    let tags = types.tags(schemas, untagged_bases);
    let of = |schema: &Schema, field: &Field| {
        types.constant(field, tags.get(&(schema.name.as_str(), field.wire.as_str())))
    };
    let found: Vec<Vec<Option<Constant>>> = schemas
        .iter()
        .map(|schema| match &schema.shape {
            Shape::Struct(object) => object.fields.iter().map(|field| of(schema, field)).collect(),
            _ => Vec::new(),
        })
        .collect();
    for (schema, constants) in schemas.iter_mut().zip(found) {
        let Shape::Struct(object) = &mut schema.shape else { continue };
        for (field, constant) in object.fields.iter_mut().zip(constants) {
            field.constant = constant;
        }
    }
}

/// Determines the required parameters and parts with one value.
pub(in crate::resolve) fn arguments(operations: &mut [Operation], schemas: &[Schema]) {
    let types = Types::new(schemas);
    for operation in operations {
        for parameter in operation.parameters.iter_mut().filter(|parameter| parameter.required) {
            parameter.constant = types.only_value(&parameter.ty);
        }
        let content = operation.body.as_mut().map(|body| &mut body.content);
        let Some(BodyContent::Multipart { fields, .. }) = content else { continue };
        for field in fields.iter_mut().filter(|field| field.required) {
            field.constant = match &field.content {
                PartContent::Value(ty) => types.only_value(ty),
                PartContent::File | PartContent::Files => None,
            };
        }
    }
}

/// Shapes by type name.
struct Types<'s>(HashMap<&'s str, &'s Shape>);

impl<'s> Types<'s> {
    fn new(schemas: &'s [Schema]) -> Self {
        Self(schemas.iter().map(|schema| (schema.name.as_str(), &schema.shape)).collect())
    }

    fn tags(&self, schemas: &'s [Schema], untagged_bases: &BTreeSet<(String, String)>) -> Tags<'s> {
        let mut tags = Tags::new();
        for schema in schemas {
            let Shape::Union(union) = &schema.shape else { continue };
            let Some(tag) = &union.tag else { continue };
            for variant in &union.variants {
                let Some((name, Shape::Struct(_))) = self.target(&variant.ty) else { continue };
                if untagged_bases.contains(&(schema.name.clone(), name.to_owned())) {
                    continue;
                }
                let values = tags.entry((name, tag.property.as_str())).or_default();
                values.extend(variant.tags.iter().map(String::as_str));
            }
        }
        tags
    }

    fn constant(&self, field: &Field, tags: Option<&BTreeSet<&str>>) -> Option<Constant> {
        let own = self.only_value(&field.ty).or_else(|| field.constant.clone());
        let own = own.filter(|_| !field.nullable);
        let Some(tags) = tags else { return own.filter(|_| field.required) };
        let is_tag = |own: &Constant| tags.contains(own.to_string().as_str());
        let only_tag = || tags.first().filter(|_| tags.len() == 1).and_then(|tag| self.typed(&field.ty, tag));
        own.filter(is_tag).or_else(only_tag)
    }

    /// Returns the value of an enum with only one.
    fn only_value(&self, ty: &Type) -> Option<Constant> {
        match self.target(ty)?.1 {
            Shape::StringEnum(variants) => match variants.as_slice() {
                [only] => Some(Constant::String(only.value.clone())),
                _ => None,
            },
            Shape::IntEnum(variants) => match variants.as_slice() {
                [only] => Some(Constant::Number(only.value)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns a tag value as a value of a type, if the type can have it.
    fn typed(&self, ty: &Type, tag: &str) -> Option<Constant> {
        match self.target(ty) {
            Some((_, Shape::StringEnum(_))) => Some(Constant::String(tag.to_owned())),
            Some((_, Shape::IntEnum(_))) => tag.parse().ok().map(Constant::Number),
            Some((_, Shape::Alias(ty))) => typed(ty, tag),
            Some(_) => None,
            None => typed(ty, tag),
        }
    }

    /// Returns the shape that a type names, through aliases and pointers.
    fn target(&self, ty: &Type) -> Option<(&'s str, &'s Shape)> {
        let mut name = ty.direct_name()?;
        loop {
            let (name_of, shape) = self.0.get_key_value(name)?;
            match shape {
                Shape::Alias(next) if next.direct_name().is_some() => name = next.direct_name()?,
                shape => return Some((name_of, shape)),
            }
        }
    }
}

fn typed(ty: &Type, tag: &str) -> Option<Constant> {
    match ty {
        Type::String => Some(Constant::String(tag.to_owned())),
        // Values that each integer type can have.
        Type::Integer(name) => {
            let number: i64 = tag.parse().ok()?;
            (*name == "i64" || (0..=127).contains(&number)).then_some(Constant::Integer(number))
        }
        Type::Boolean => tag.parse().ok().map(Constant::Boolean),
        _ => None,
    }
}
