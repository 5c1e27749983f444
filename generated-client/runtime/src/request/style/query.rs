//! Serializes query parameters: names with values, repeated, or with brackets.

use serde_json::Value;

use super::{Style, joined, scalar};

/// Returns the names and values of a query parameter, not encoded yet.
pub(crate) fn in_query(style: Style, name: &str, value: &Value) -> Vec<(String, String)> {
    let named = |text: String| vec![(name.to_owned(), text)];
    let plain = str::to_owned;
    match (style, value) {
        (Style::Json, value) => named(value.to_string()),
        (Style::DeepObject, Value::Object(fields)) => deep(name, fields),
        (Style::DeepObject, Value::Array(items)) => numbered(name, items),
        (Style::Form { explode: true }, Value::Object(fields)) => {
            fields.iter().flat_map(|(key, value)| repeated(key, value)).collect()
        }
        (Style::Form { explode: true } | Style::DeepObject, value) => repeated(name, value),
        // Nothing is sent for an empty array (RFC 6570, section 2.3), because an empty text would be an item.
        (_, Value::Array(items)) if items.is_empty() => Vec::new(),
        (Style::SpaceDelimited, value) => named(joined(value, " ", false, plain)),
        (Style::PipeDelimited, value) => named(joined(value, "|", false, plain)),
        (_, value) => named(joined(value, ",", false, plain)),
    }
}

/// Returns the name with the value, or with each item of an array. Null items are omitted.
fn repeated(name: &str, value: &Value) -> Vec<(String, String)> {
    let one = std::slice::from_ref(value);
    let items = value.as_array().map_or(one, Vec::as_slice).iter().filter(|item| !item.is_null());
    items.map(|item| (name.to_owned(), scalar(item).into_owned())).collect()
}

/// Returns pairs such as `name[0]=1&name[1][a]=2`.
fn numbered(name: &str, items: &[Value]) -> Vec<(String, String)> {
    let given = items.iter().filter(|item| !item.is_null()).enumerate();
    given.flat_map(|(place, item)| in_query(Style::DeepObject, &format!("{name}[{place}]"), item)).collect()
}

/// Returns pairs such as `name[a]=1&name[b][c]=2`. Arrays of scalars repeat the name, as most servers expect.
fn deep(name: &str, fields: &serde_json::Map<String, Value>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (key, value) in fields {
        let name = format!("{name}[{key}]");
        match value {
            Value::Object(inner) => pairs.extend(deep(&name, inner)),
            Value::Array(items) if items.iter().any(|item| item.is_array() || item.is_object()) => {
                pairs.extend(numbered(&name, items));
            }
            other => pairs.extend(repeated(&name, other)),
        }
    }
    pairs
}
