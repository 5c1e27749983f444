//! Types to schemas, without a word more than what makes the type.

use openapiv3::{
    AdditionalProperties, ArrayType, IntegerFormat, IntegerType, NumberType, ObjectType, ReferenceOr, Schema,
    SchemaData, SchemaKind, StringFormat, StringType, Type, VariantOrUnknownOrEmpty,
};

use super::{field_key, schema_key};
use crate::api::{self, Api, Field, Shape};

/// The schema of a type that has a name. An alias has none: it is what it stands for, wherever it is used.
pub(super) fn component(api: &Api, shape: &Shape) -> Option<Schema> {
    match shape {
        Shape::Struct(fields) => Some(structure(api, fields)),
        // `refine` makes the type; the engine is told to leave the name alone.
        Shape::Enum(_) => Some(plain(Type::String(StringType::default()))),
        Shape::Alias(_) => None,
    }
}

fn structure(api: &Api, fields: &[Field]) -> Schema {
    let mut object = ObjectType::default();
    for (place, field) in fields.iter().enumerate() {
        let key = field_key(place);
        if field.required {
            object.required.push(key.clone());
        }
        object.properties.insert(key, property(api, field));
    }
    plain(Type::Object(object))
}

/// An optional list or map is nullable for the engine, which otherwise takes "absent" and "empty" for the same.
fn property(api: &Api, field: &Field) -> ReferenceOr<Box<Schema>> {
    match type_schema(api, &field.ty) {
        ReferenceOr::Item(mut schema) => {
            schema.schema_data.nullable = field.nullable || !field.required;
            ReferenceOr::Item(Box::new(schema))
        }
        ReferenceOr::Reference { reference } if field.nullable && field.required => {
            let all_of = vec![ReferenceOr::Reference { reference }];
            let schema_data = SchemaData { nullable: true, ..SchemaData::default() };
            ReferenceOr::Item(Box::new(Schema { schema_data, schema_kind: SchemaKind::AllOf { all_of } }))
        }
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
    }
}

/// The schema of a type where it is used.
pub(super) fn type_schema(api: &Api, ty: &api::Type) -> ReferenceOr<Schema> {
    ReferenceOr::Item(plain(match ty {
        api::Type::Named(name) => return named(api, name),
        api::Type::Text => Type::String(StringType::default()),
        api::Type::DateTime => text(StringFormat::DateTime),
        api::Type::Date => text(StringFormat::Date),
        api::Type::Int32 => integer(IntegerFormat::Int32),
        api::Type::Int64 => integer(IntegerFormat::Int64),
        api::Type::Float => Type::Number(NumberType::default()),
        api::Type::Boolean => Type::Boolean(Default::default()),
        api::Type::List(items) => {
            let items = Some(boxed(type_schema(api, items)));
            Type::Array(ArrayType { items, min_items: None, max_items: None, unique_items: false })
        }
        api::Type::Map(values) => {
            let values = Box::new(type_schema(api, values));
            let additional_properties = Some(AdditionalProperties::Schema(values));
            Type::Object(ObjectType { additional_properties, ..ObjectType::default() })
        }
        api::Type::Any => {
            let schema_kind = SchemaKind::Any(Default::default());
            return ReferenceOr::Item(Schema { schema_data: SchemaData::default(), schema_kind });
        }
    }))
}

fn named(api: &Api, name: &str) -> ReferenceOr<Schema> {
    let place = api.schemas.iter().position(|schema| schema.name == *name);
    match place.and_then(|place| Some((place, api.schemas.get(place)?))) {
        Some((_, api::Schema { shape: Shape::Alias(ty), .. })) => type_schema(api, ty),
        Some((place, _)) => {
            ReferenceOr::Reference { reference: format!("#/components/schemas/{}", schema_key(place)) }
        }
        None => type_schema(api, &api::Type::Any),
    }
}

fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
    }
}

fn text(format: StringFormat) -> Type {
    Type::String(StringType { format: VariantOrUnknownOrEmpty::Item(format), ..StringType::default() })
}

fn integer(format: IntegerFormat) -> Type {
    Type::Integer(IntegerType { format: VariantOrUnknownOrEmpty::Item(format), ..IntegerType::default() })
}

fn plain(ty: Type) -> Schema {
    Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Type(ty) }
}
