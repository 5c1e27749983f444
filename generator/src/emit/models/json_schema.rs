//! The JSON Schema of a type, as a call of `json_schema!`. It is written from the names and values on the wire; a `$ref` in it is the
//! name of a type.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::Literal;
use quote::{format_ident, quote};
use serde_json::{Map, Value, json};
use syn::{Item, parse_quote};

use crate::document::is_hidden;
use crate::ir::{Api, Constant, Field, Format, Schema, Shape, Struct, TagKind, Type, Union, UnionTag};

/// The name of the macro.
pub(in crate::emit) const MACRO: &str = "json_schema";

/// Writes the schemas of an API's types.
pub(in crate::emit) struct JsonSchemas<'a> {
    aliases: HashMap<&'a str, &'a Type>,
}

/// Writes the schema of one type, and gathers the types that it mentions.
struct Writer<'a> {
    aliases: &'a HashMap<&'a str, &'a Type>,
    parts: BTreeSet<&'a str>,
}

impl<'a> JsonSchemas<'a> {
    pub(in crate::emit) fn of(api: &'a Api) -> Self {
        let aliases = api.schemas.iter().filter_map(|schema| match &schema.shape {
            Shape::Alias(ty) => Some((schema.name.as_str(), ty)),
            _ => None,
        });
        Self { aliases: aliases.collect() }
    }

    /// Returns the schema of a type; none of an alias, which is written where it is used.
    pub(in crate::emit) fn item(&'a self, schema: &'a Schema) -> Option<Item> {
        let mut writer = Writer { aliases: &self.aliases, parts: BTreeSet::new() };
        let json = writer.shape(&schema.shape)?;
        let text = literal(&described(json, schema.description.as_deref(), false));
        let name = format_ident!("{}", schema.name);
        let parts = writer.parts.iter().map(|part| format_ident!("{part}"));
        let by = format_ident!("{MACRO}");
        let parts = quote!(#(#parts),*);
        Some(parse_quote!(#by! { #name { #parts } #text }))
    }
}

impl<'a> Writer<'a> {
    fn shape(&mut self, shape: &'a Shape) -> Option<Value> {
        Some(match shape {
            Shape::Struct(object) => self.object(object),
            Shape::StringEnum(variants) => {
                let values: Vec<_> = variants.iter().map(|variant| variant.value.as_str()).collect();
                json!({ "type": "string", "enum": values })
            }
            Shape::IntEnum(variants) => {
                let values: Vec<_> = variants.iter().map(|variant| variant.value).collect();
                json!({ "type": "integer", "enum": values })
            }
            Shape::Union(union) => self.union(union),
            Shape::Newtype(ty) => self.of(ty),
            Shape::Tuple(types) => {
                let (items, length) = (types.iter().map(|ty| self.of(ty)).collect::<Vec<_>>(), types.len());
                json!({ "type": "array", "prefixItems": items, "items": false, "minItems": length, "maxItems": length })
            }
            Shape::Alias(_) => return None,
        })
    }

    fn object(&mut self, object: &'a Struct) -> Value {
        let (flattened, own): (Vec<&Field>, Vec<&Field>) =
            object.fields.iter().partition(|field| field.flatten);
        let properties: Map<_, _> = own.iter().map(|field| (field.wire.clone(), self.field(field))).collect();
        let required: Vec<_> =
            own.iter().filter(|field| field.required).map(|field| field.wire.as_str()).collect();
        let mut json = Map::from_iter([("type".to_owned(), json!("object"))]);
        json.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            json.insert("required".to_owned(), json!(required));
        }
        if let Some(rest) = &object.rest {
            json.insert("additionalProperties".to_owned(), self.of(rest));
        }
        if !flattened.is_empty() {
            let all: Vec<_> = flattened.iter().map(|field| self.of(&field.ty)).collect();
            json.insert("allOf".to_owned(), json!(all));
        }
        Value::Object(json)
    }

    fn field(&mut self, field: &'a Field) -> Value {
        let json = match &field.constant {
            Some(constant) => json!({ "const": value(constant) }),
            None => self.of(&field.ty),
        };
        let json = if field.nullable { nullable(json) } else { json };
        described(json, field.description.as_deref(), field.deprecated)
    }

    fn union(&mut self, union: &'a Union) -> Value {
        let alternatives = union.variants.iter().map(|variant| {
            let json = self.of(&variant.ty);
            match &union.tag {
                Some(tag) if !variant.tags.is_empty() => {
                    let (name, values) = (&tag.property, tag_values(tag, &variant.tags));
                    json!({ "allOf": [json], "properties": { name: { "enum": values } }, "required": [name] })
                }
                _ => json,
            }
        });
        json!({ "anyOf": alternatives.collect::<Vec<_>>() })
    }

    fn of(&mut self, ty: &'a Type) -> Value {
        match ty {
            Type::Named(name) => match self.aliases.get(name.as_str()) {
                Some(ty) => self.of(ty),
                None => {
                    self.parts.insert(name);
                    json!({ "$ref": name })
                }
            },
            Type::String => json!({ "type": "string" }),
            Type::Format(format) => of_format(*format),
            Type::Integer(name) => match name.strip_prefix('u') {
                Some(bits) => json!({ "type": "integer", "format": format!("uint{bits}"), "minimum": 0 }),
                None => json!({ "type": "integer", "format": name.replace('i', "int") }),
            },
            Type::Float => json!({ "type": "number", "format": "double" }),
            Type::Boolean => json!({ "type": "boolean" }),
            Type::List(inner) => json!({ "type": "array", "items": self.of(inner) }),
            Type::Map(inner) => json!({ "type": "object", "additionalProperties": self.of(inner) }),
            Type::Nullable(inner) => nullable(self.of(inner)),
            Type::Boxed(inner) => self.of(inner),
            // A user-supplied type does not tell what it is on the wire.
            Type::Any | Type::External(_) => json!({}),
        }
    }
}

/// Returns the schema of a format, with the names of OpenAPI's registry.
fn of_format(format: Format) -> Value {
    let text = |name: &str| json!({ "type": "string", "format": name });
    match format {
        Format::ChronoDateTime | Format::JiffTimestamp | Format::TimeDateTime => text("date-time"),
        Format::ChronoDate | Format::JiffDate | Format::TimeDate => text("date"),
        Format::Uuid => text("uuid"),
        Format::Base64 => text("byte"),
        Format::Base64Url => text("base64url"),
        Format::Decimal => text("decimal"),
        Format::DecimalNumber => json!({ "type": "number", "format": "decimal" }),
        Format::UnixTime(_) => json!({ "type": "integer", "format": "unixtime" }),
        Format::IntOrString => json!({ "type": ["integer", "string"], "format": "int-or-string" }),
    }
}

fn value(constant: &Constant) -> Value {
    match constant {
        Constant::String(text) => json!(text),
        Constant::Number(number) | Constant::Integer(number) => json!(number),
        Constant::Boolean(is) => json!(is),
    }
}

fn tag_values(tag: &UnionTag, values: &[String]) -> Vec<Value> {
    let value = |text: &String| match tag.kind {
        TagKind::String => json!(text),
        TagKind::Integer | TagKind::Boolean => text.parse().unwrap_or_else(|_| json!(text)),
    };
    values.iter().map(value).collect()
}

/// Returns the schema of a value or null.
fn nullable(mut json: Value) -> Value {
    match json.as_object_mut() {
        Some(keys) if keys.is_empty() => json,
        Some(keys) if keys.get("type").is_some_and(Value::is_string) && !keys.contains_key("enum") => {
            if let Some(kind) = keys.get_mut("type") {
                *kind = json!([kind.take(), "null"]);
            }
            json
        }
        _ => json!({ "anyOf": [json, { "type": "null" }] }),
    }
}

fn described(mut json: Value, description: Option<&str>, deprecated: bool) -> Value {
    if let Some(keys) = json.as_object_mut() {
        keys.extend(description.map(|text| ("description".to_owned(), json!(text))));
        keys.extend(deprecated.then(|| ("deprecated".to_owned(), json!(true))));
    }
    json
}

/// Returns a raw string of the JSON, in which every hidden character is escaped.
fn literal(json: &Value) -> Literal {
    let pretty = serde_json::to_string_pretty(json).unwrap_or_default();
    let mut text = String::with_capacity(pretty.len());
    for letter in pretty.chars() {
        match letter {
            '\n' => text.push(letter),
            _ if is_hidden(letter) => {
                letter
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .for_each(|unit| text.push_str(&format!("\\u{unit:04x}")));
            }
            _ => text.push(letter),
        }
    }
    let fence = (1..).map(|length| "#".repeat(length)).find(|fence| !text.contains(&format!("\"{fence}")));
    let fence = fence.unwrap_or_default();
    format!("r{fence}\"{text}\"{fence}").parse().unwrap_or_else(|_| Literal::string(&text))
}
