//! The keys of settings as data, from the types that parse them: name, type, default and documentation.

use schemars::JsonSchema;
use schemars::r#gen::SchemaSettings;
use schemars::schema::{InstanceType, Schema, SchemaObject, SingleOrVec};

use super::Config;
use super::project::Api;

/// A key of `[api.NAME]`, or of a table in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The path of the table below `[api.NAME]`, with `NAME` for a name that the user chooses.
    pub table: Vec<String>,
    /// The name; `NAME` for one that the user chooses.
    pub name: String,
    /// The type, such as `array of strings`. None for a table whose keys follow.
    pub kind: Option<String>,
    /// The default as TOML, if the type has one.
    pub default: Option<String>,
    /// A value of this type as TOML.
    pub example: String,
    /// Whether the key must be present.
    pub is_required: bool,
    /// The documentation.
    pub doc: String,
}

/// Returns all keys: those of the command, then those of the generator. A table precedes its keys.
pub fn all() -> Vec<Key> {
    let mut keys = Vec::new();
    walk(&schema::<Api>(), &[], &mut keys);
    walk(&schema::<Config>(), &[], &mut keys);
    keys
}

/// Returns the names of the keys of a table.
pub(super) fn names<T: JsonSchema>() -> Vec<String> {
    schema::<T>().object.map(|object| object.properties.into_keys().collect()).unwrap_or_default()
}

fn schema<T: JsonSchema>() -> SchemaObject {
    let settings = SchemaSettings::draft07().with(|settings| {
        settings.inline_subschemas = true;
        settings.option_add_null_type = false;
    });
    settings.into_generator().into_root_schema_for::<T>().schema
}

/// Adds the keys of a table: first those with a value, then the tables in it.
fn walk(schema: &SchemaObject, table: &[String], keys: &mut Vec<Key>) {
    let Some(object) = &schema.object else { return };
    let mut tables = Vec::new();
    for (name, property) in &object.properties {
        let Schema::Object(property) = property else { continue };
        let key = key(table, name, property, object.required.contains(name));
        match below(property) {
            Some((names, inner)) => tables.push((key, names, inner)),
            None => keys.push(key),
        }
    }
    for (key, names, inner) in tables {
        let mut path = key.table.clone();
        path.push(key.name.clone());
        path.extend(names.map(str::to_owned));
        keys.push(Key { kind: None, default: None, ..key });
        walk(inner, &path, keys);
    }
}

fn key(table: &[String], name: &str, schema: &SchemaObject, is_required: bool) -> Key {
    let metadata = schema.metadata.as_deref();
    let default = metadata.and_then(|metadata| metadata.default.as_ref());
    let default = default.and_then(|value| toml::Value::try_from(value).ok()).map(|value| value.to_string());
    Key {
        table: table.to_vec(),
        name: name.to_owned(),
        kind: Some(kind(schema)),
        example: default.clone().unwrap_or_else(|| example(schema)),
        default,
        is_required,
        doc: metadata.and_then(|metadata| metadata.description.clone()).unwrap_or_default(),
    }
}

/// Returns the keys of a table, or of each table in a map.
fn below(schema: &SchemaObject) -> Option<(Option<&'static str>, &SchemaObject)> {
    let object = schema.object.as_deref()?;
    if !object.properties.is_empty() {
        return Some((None, schema));
    }
    match object.additional_properties.as_deref()? {
        Schema::Object(inner) if below(inner).is_some() => Some((Some("NAME"), inner)),
        _ => None,
    }
}

fn example(schema: &SchemaObject) -> String {
    if let Some(first) = schema.enum_values.as_ref().and_then(|values| values.first()) {
        return first.to_string();
    }
    let alternatives = schema.subschemas.as_deref().and_then(|all| all.one_of.as_ref());
    if let Some(Schema::Object(first)) = alternatives.and_then(|all| all.first()) {
        return example(first);
    }
    let Some(SingleOrVec::Single(instance)) = &schema.instance_type else { return "\"\"".to_owned() };
    let text = match **instance {
        InstanceType::Array => "[]",
        InstanceType::Object => "{}",
        InstanceType::Boolean => "true",
        InstanceType::Integer | InstanceType::Number => "1",
        _ => "\"\"",
    };
    text.to_owned()
}

/// Returns the words for a type.
fn kind(schema: &SchemaObject) -> String {
    if let Some(values) = &schema.enum_values {
        return values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" or ");
    }
    let alternatives = schema.subschemas.as_deref();
    let alternatives = alternatives.and_then(|all| all.one_of.as_ref().or(all.any_of.as_ref()));
    if let Some(alternatives) = alternatives {
        return alternatives.iter().map(kind_of).collect::<Vec<_>>().join(" or ");
    }
    // A type with documentation is wrapped.
    if let Some([Schema::Object(only)]) = schema.subschemas.as_deref().and_then(|all| all.all_of.as_deref()) {
        return kind(only);
    }
    let Some(SingleOrVec::Single(instance)) = &schema.instance_type else { return "any value".to_owned() };
    match **instance {
        InstanceType::Array => {
            let items = schema.array.as_deref().and_then(|array| array.items.as_ref());
            match items {
                Some(SingleOrVec::Single(items)) => format!("array of {}", plural(&kind_of(items))),
                _ => "array".to_owned(),
            }
        }
        InstanceType::Object => {
            let values = schema.object.as_deref().and_then(|object| object.additional_properties.as_deref());
            values
                .map_or_else(|| "table".to_owned(), |values| format!("table of {}", plural(&kind_of(values))))
        }
        InstanceType::Boolean => "boolean".to_owned(),
        InstanceType::Integer => "integer".to_owned(),
        InstanceType::Number => "number".to_owned(),
        _ => "string".to_owned(),
    }
}

/// Returns the plural of a type: of its first word.
fn plural(kind: &str) -> String {
    match kind.split_once(' ') {
        Some((first, rest)) => format!("{first}s {rest}"),
        None => format!("{kind}s"),
    }
}

fn kind_of(schema: &Schema) -> String {
    match schema {
        Schema::Object(schema) => kind(schema),
        Schema::Bool(_) => "any value".to_owned(),
    }
}
