//! Schemas ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#schema-object), [JSON Schema
//! 2020-12](https://json-schema.org/draft/2020-12/json-schema-core)), all versions in one table. `import` and `resolve`
//! handle what a version does not allow.

use super::kind::{Kind, Shape, key, loose};

const SCHEMAS: Kind = Kind::List(&Kind::Schema);
const NAMED: Kind = Kind::Names(&Kind::Schema);
const LIMIT: Kind = Kind::Number;
/// A boolean in 3.0, a number in 3.1.
const EXCLUSIVE: Kind = Kind::Either(&[Kind::Boolean, Kind::Number]);

pub(super) static SCHEMA: Shape = Shape {
    name: "a schema",
    can_be_reference: true,
    has_siblings: true,
    keys: &[
        key("type", Kind::Either(&[Kind::Null, Kind::List(&Kind::Any), Kind::Text])),
        key("properties", NAMED),
        key("items", Kind::Either(&[SCHEMAS, Kind::Schema])),
        key("allOf", SCHEMAS),
        key("oneOf", SCHEMAS),
        key("anyOf", SCHEMAS),
        key("additionalProperties", Kind::Schema),
        key("enum", Kind::List(&Kind::Any)),
        key("format", Kind::Text),
        key("prefixItems", SCHEMAS),
        key("patternProperties", NAMED),
        key("$defs", NAMED),
        loose("required", Kind::List(&Kind::Text)),
        loose("nullable", Kind::Boolean),
        loose("readOnly", Kind::Boolean),
        loose("writeOnly", Kind::Boolean),
        loose("deprecated", Kind::Boolean),
        loose("discriminator", Kind::Either(&[Kind::Text, Kind::Object(&DISCRIMINATOR)])),
        loose("not", Kind::Schema),
        loose("if", Kind::Schema),
        loose("then", Kind::Schema),
        loose("else", Kind::Schema),
        loose("contains", Kind::Schema),
        loose("propertyNames", Kind::Schema),
        loose("dependentSchemas", NAMED),
        loose("title", Kind::Text),
        loose("description", Kind::Text),
        loose("pattern", Kind::Text),
        loose("contentEncoding", Kind::Text),
        loose("contentMediaType", Kind::Text),
        loose("uniqueItems", Kind::Boolean),
        loose("multipleOf", LIMIT),
        loose("maximum", LIMIT),
        loose("minimum", LIMIT),
        loose("exclusiveMaximum", EXCLUSIVE),
        loose("exclusiveMinimum", EXCLUSIVE),
        loose("maxLength", LIMIT),
        loose("minLength", LIMIT),
        loose("maxItems", LIMIT),
        loose("minItems", LIMIT),
        loose("maxProperties", LIMIT),
        loose("minProperties", LIMIT),
    ],
};

/// The kind of `items` of a parameter of Swagger 2.0.
pub(super) const ITEMS: Kind = Kind::Object(&SCHEMA);

static DISCRIMINATOR: Shape = Shape::new(
    "a discriminator",
    &[key("propertyName", Kind::Text).expected(), key("mapping", Kind::Names(&Kind::Text))],
);
