//! Types to schemas, without a word more than what makes the type.

use openapiv3::{
    AdditionalProperties, ArrayType, IntegerFormat, IntegerType, NumberType, ObjectType, ReferenceOr, Schema,
    SchemaData, SchemaKind, StringType, Type, VariantOrUnknownOrEmpty,
};

use super::{Context, field_key, schema_key, type_key};
use crate::ir::{self, Field, Shape, Struct};

/// A schema for a name whose type `emit` makes.
pub(super) fn stand_in() -> Schema {
    plain(Type::String(StringType::default()))
}

/// Returns an object with the fields whose types the engine generates; `emit` adds the flattened ones.
pub(super) fn structure(context: &mut Context<'_>, structure: &Struct) -> Schema {
    let mut object = ObjectType::default();
    for (place, field) in structure.fields.iter().enumerate().filter(|(_, field)| !field.flatten) {
        let key = field_key(place);
        if field.required && !field.nullable {
            object.required.push(key.clone());
        }
        object.properties.insert(key, property(context, field));
    }
    if object.properties.is_empty() {
        // For the engine an object without properties is a map. `emit` drops what it does not know.
        object.properties.insert("none".to_owned(), boxed(ReferenceOr::Item(stand_in())));
    }
    plain(Type::Object(object))
}

/// An optional list or map is nullable for the engine, which otherwise takes "absent" and "empty" for the same.
fn property(context: &mut Context<'_>, field: &Field) -> ReferenceOr<Box<Schema>> {
    match type_schema(context, &field.ty) {
        ReferenceOr::Item(mut schema) => {
            schema.schema_data.nullable = field.nullable || !field.required;
            ReferenceOr::Item(Box::new(schema))
        }
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
    }
}

/// The schema of an argument, a body or a response.
pub(super) fn argument(context: &mut Context<'_>, ty: &ir::Type) -> ReferenceOr<Schema> {
    type_schema(context, ty)
}

fn type_schema(context: &mut Context<'_>, ty: &ir::Type) -> ReferenceOr<Schema> {
    ReferenceOr::Item(plain(match ty {
        ir::Type::Named(name) => return named(context, name),
        ir::Type::String => Type::String(StringType::default()),
        ir::Type::Integer("i32") => integer(IntegerFormat::Int32),
        ir::Type::Integer("i64") => integer(IntegerFormat::Int64),
        ir::Type::Float => Type::Number(NumberType::default()),
        ir::Type::Boolean => Type::Boolean(Default::default()),
        ir::Type::List(items) => {
            let items = Some(boxed(type_schema(context, items)));
            Type::Array(ArrayType { items, min_items: None, max_items: None, unique_items: false })
        }
        ir::Type::Map(values) => {
            let values = Box::new(type_schema(context, values));
            let additional_properties = Some(AdditionalProperties::Schema(values));
            Type::Object(ObjectType { additional_properties, ..ObjectType::default() })
        }
        _ => return beyond(context, ty),
    }))
}

/// A type that the engine cannot say, or would say otherwise.
fn beyond(context: &mut Context<'_>, ty: &ir::Type) -> ReferenceOr<Schema> {
    let known = context.types.iter().position(|known| known == ty);
    let place = known.unwrap_or_else(|| {
        context.types.push(ty.clone());
        context.types.len() - 1
    });
    reference(&type_key(place))
}

fn named(context: &mut Context<'_>, name: &str) -> ReferenceOr<Schema> {
    let Some(place) = context.places.get(name).copied() else { return beyond(context, &ir::Type::Any) };
    match context.api.schemas.get(place).map(|schema| &schema.shape) {
        // An alias is what it stands for, under the name that `emit` gives it.
        Some(Shape::Alias(_)) => beyond(context, &ir::Type::Named(name.to_owned())),
        _ => reference(&schema_key(place)),
    }
}

fn reference(key: &str) -> ReferenceOr<Schema> {
    ReferenceOr::Reference { reference: format!("#/components/schemas/{key}") }
}

fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
    }
}

fn integer(format: IntegerFormat) -> Type {
    Type::Integer(IntegerType { format: VariantOrUnknownOrEmpty::Item(format), ..IntegerType::default() })
}

fn plain(ty: Type) -> Schema {
    Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Type(ty) }
}
