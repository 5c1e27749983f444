//! Places of a response at which an API may say more tomorrow than its description says today.

use serde_json::{Value, json};

use crate::protocol::description::Description;

/// What no description lists: a name, and a value of an enum.
pub(crate) const NEW: &str = "of the future";
/// The same as a number.
pub(crate) const NEW_NUMBER: i64 = 987_654_321;

/// A change of a value that takes nothing away.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// A property that the description does not have.
    Field(Value),
    /// An optional property that was absent, as null.
    Null(String),
    /// A value of an enum, or a tag of a union, that the description does not list.
    Value(Value),
}

/// All changes of a value, each with the JSON pointer of the value that it changes.
pub(crate) fn changes(description: &Description, schema: &Value, value: &Value) -> Vec<(String, Change)> {
    let mut found = Vec::new();
    walk(description, &[schema], value, String::new(), &mut found);
    found
}

/// Makes a change at a pointer.
pub(crate) fn apply(value: &mut Value, pointer: &str, change: &Change) {
    let Some(target) = value.pointer_mut(pointer) else { return };
    match (change, target.as_object_mut()) {
        (Change::Value(new), _) => *target = new.clone(),
        (Change::Field(new), Some(fields)) => drop(fields.insert(NEW.to_owned(), new.clone())),
        (Change::Null(name), Some(fields)) => drop(fields.insert(name.clone(), Value::Null)),
        (Change::Field(_) | Change::Null(_), None) => {}
    }
}

fn walk(
    description: &Description,
    schemas: &[&Value],
    value: &Value,
    pointer: String,
    found: &mut Vec<(String, Change)>,
) {
    let parts: Vec<&Value> = schemas.iter().flat_map(|schema| description.parts(schema)).collect();
    let having = |key: &'static str| parts.iter().filter_map(move |part| part.get(key));
    match value {
        Value::Object(fields) => {
            let unnamed = having("additionalProperties").chain(having("unevaluatedProperties"));
            let rest: Vec<&Value> = unnamed.filter(|rest| rest.is_object()).collect();
            let new =
                rest.first().map_or(json!({ "a": [1, null] }), |rest| sample(description.resolve(rest)));
            found.push((pointer.clone(), Change::Field(new)));
            let required: Vec<&Value> = having("required").filter_map(Value::as_array).flatten().collect();
            let properties = having("properties").filter_map(Value::as_object).flatten();
            for name in properties.map(|(name, _)| name) {
                let null = (pointer.clone(), Change::Null(name.clone()));
                if !fields.contains_key(name)
                    && !required.iter().any(|known| *known == name)
                    && !found.contains(&null)
                {
                    found.push(null);
                }
            }
            let tags = having("discriminator").filter_map(|told| told.get("propertyName")?.as_str());
            for tag in tags.filter(|tag| fields.get(*tag).is_some_and(Value::is_string)) {
                found.push((format!("{pointer}/{}", segment(tag)), Change::Value(NEW.into())));
            }
            for (name, field) in fields {
                let named: Vec<&Value> =
                    having("properties").filter_map(|properties| properties.get(name)).collect();
                let schemas = if named.is_empty() { &rest } else { &named };
                walk(description, schemas, field, format!("{pointer}/{}", segment(name)), found);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                let first = having("prefixItems").filter_map(|items| items.get(place));
                let schemas: Vec<&Value> = first.chain(having("items")).collect();
                walk(description, &schemas, item, format!("{pointer}/{place}"), found);
            }
        }
        Value::String(_) if having("enum").chain(having("const")).next().is_some() => {
            found.push((pointer, Change::Value(NEW.into())));
        }
        Value::Number(_) if having("enum").chain(having("const")).next().is_some() => {
            found.push((pointer, Change::Value(NEW_NUMBER.into())));
        }
        _ => {}
    }
}

fn segment(name: &str) -> String {
    clientwright::document::pointer_segment(name)
}

/// A value of a type.
fn sample(schema: &Value) -> Value {
    match schema.get("type").and_then(Value::as_str) {
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("string") => json!("x"),
        Some("array") => json!([]),
        _ => json!({ "a": [1, null] }),
    }
}
