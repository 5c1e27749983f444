//! `json_schema!`: the JSON Schema of a type, for the crate `schemars`.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

/// The name of a type that a schema mentions, and how it is written.
pub(crate) type Part = (&'static str, fn(&mut SchemaGenerator) -> Schema);

/// Reads a schema in which each `$ref` is the name of a part.
pub(crate) fn read(text: &str, parts: &[Part], generator: &mut SchemaGenerator) -> Schema {
    let mut json = serde_json::from_str(text).unwrap_or_default();
    resolve(&mut json, parts, generator);
    Schema::try_from(json).unwrap_or_default()
}

fn resolve(json: &mut Value, parts: &[Part], generator: &mut SchemaGenerator) {
    match json {
        Value::Array(items) => items.iter_mut().for_each(|item| resolve(item, parts, generator)),
        Value::Object(keys) => {
            keys.values_mut().for_each(|value| resolve(value, parts, generator));
            let name = keys.get("$ref").and_then(Value::as_str);
            let Some((_, part)) = parts.iter().find(|(part, _)| Some(*part) == name) else { return };
            if let Value::Object(part) = part(generator).to_value() {
                keys.remove("$ref");
                for (key, value) in part {
                    keys.entry(key).or_insert(value);
                }
            }
        }
        _ => {}
    }
}

/// Implements `schemars::JsonSchema`.
macro_rules! json_schema {
    ($name:ident { $($part:ident),* $(,)? } $text:literal) => {
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(concat!(module_path!(), "::", stringify!($name)))
            }

            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let parts: &[$crate::json_schema::Part] =
                    &[$((stringify!($part), |generator| generator.subschema_for::<$part>())),*];
                $crate::json_schema::read($text, parts, generator)
            }
        }
    };
}
