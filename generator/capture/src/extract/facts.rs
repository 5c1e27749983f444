//! Compares parts of two documents, ignoring prose.

use serde_json::{Map, Value};

use clientwright::diagnostic::Diagnostic;
use clientwright::document::openapi::KeyContext;
use clientwright::document::{Node, Span, pointer_segment};

/// Keys of prose, and keys that the API chooses.
const WORDS: [&str; 11] = [
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "externalDocs",
    "tags",
    "security",
    "servers",
    "deprecated",
    "operationId",
];

/// A value of one of the two sides, and its location.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) value: Value,
    pub(super) at: Span,
}

impl Said {
    pub(super) fn of(node: &Node) -> Self {
        Self { value: node.to_json(), at: node.head() }
    }
}

/// Reports a conflict between a part of the source document and the API's part of the same name. Returns whether there
/// is one.
pub(super) fn conflict(diagnostics: &mut Vec<Diagnostic>, name: &str, theirs: &Said, ours: &Said) -> bool {
    let (left, right) = (facts(&theirs.value, KeyContext::Other), facts(&ours.value, KeyContext::Other));
    let Some(place) = difference(&left, &right) else { return false };
    let place = if place.is_empty() { "as a whole".to_owned() } else { format!("at {place}") };
    let message = format!("`{name}` exists and differs {place}");
    let diagnostic = Diagnostic::warning("conflict", theirs.at, message)
        .with_related(ours.at, "the existing value is kept")
        .with_help("fix the wrong one by hand, or rename it in a copy of the document");
    diagnostics.push(diagnostic);
    true
}

/// Normalizes a value: without prose, and with one notation for equivalent values.
fn facts(value: &Value, context: KeyContext) -> Value {
    let named = context.has_names();
    match value {
        Value::Object(object) => {
            let mut out = Map::new();
            for (key, value) in object
                .iter()
                .filter(|(key, _)| named || !(WORDS.contains(&key.as_str()) || key.starts_with("x-")))
            {
                out.insert(key.clone(), facts(value, context.below(key)));
            }
            if named {
                return Value::Object(out);
            }
            // An `allOf` of one is a reference with a description.
            if let (1, Some([only])) =
                (out.len(), out.get("allOf").and_then(Value::as_array).map(Vec::as_slice))
            {
                return only.clone();
            }
            if let Some(reference) = out.get("$ref").filter(|reference| reference.is_string()) {
                return serde_json::json!({ "$ref": reference });
            }
            if out.get("required") == Some(&Value::Bool(false)) {
                out.shift_remove("required");
            }
            for key in ["required", "enum"] {
                if let Some(Value::Array(items)) = out.get_mut(key) {
                    items.sort_by_key(ToString::to_string);
                }
            }
            if out.get("properties").and_then(Value::as_object).is_some_and(Map::is_empty) {
                out.shift_remove("properties");
            }
            Value::Object(out)
        }
        Value::Array(items) => items.iter().map(|item| facts(item, context.item())).collect(),
        other => other.clone(),
    }
}

/// Returns the JSON pointer of the first difference.
fn difference(left: &Value, right: &Value) -> Option<String> {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            let missing = left
                .keys()
                .find(|key| !right.contains_key(*key))
                .or_else(|| right.keys().find(|key| !left.contains_key(*key)));
            if let Some(key) = missing {
                return Some(format!("/{}", pointer_segment(key)));
            }
            left.iter().find_map(|(key, value)| {
                Some(format!("/{}{}", pointer_segment(key), difference(value, right.get(key)?)?))
            })
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut pairs = left.iter().zip(right).enumerate();
            pairs.find_map(|(context, (left, right))| Some(format!("/{context}{}", difference(left, right)?)))
        }
        (left, right) => (left != right).then(String::new),
    }
}
