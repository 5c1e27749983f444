//! Converts a schema of OpenAPI 3.1 ([JSON Schema 2020-12][spec]) to the forms of 3.0.
//!
//! [spec]: https://json-schema.org/draft/2020-12

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::JSON;
use crate::document::{Node, Object, Value};

/// Keys beside a `$ref` that do not affect the wire format.
const WORDS: [&str; 8] =
    ["description", "summary", "title", "deprecated", "example", "examples", "default", "$comment"];

/// Keys that identify a schema. References to them are pointers by now.
const NAMES: [&str; 3] = ["$id", "$anchor", "$dynamicAnchor"];

pub(super) fn import(schema: &mut Node, diagnostics: &mut Vec<Diagnostic>) {
    if let Value::Object(object) = &mut schema.value {
        object.retain(|key, _| !NAMES.contains(&key.as_str()));
    }
    normalize(schema, diagnostics);
    siblings(schema);
}

/// Normalizes keywords that documents of 3.0 use as well, although 3.0 does not define them.
pub(super) fn normalize(schema: &mut Node, diagnostics: &mut Vec<Diagnostic>) {
    if let Value::Bool(anything) = schema.value {
        if schema.key.is_some() && !anything {
            // `additionalProperties: false` and similar keywords stay as they are.
            return;
        }
        // `true` is the empty schema; `false` accepts no value, so it is dropped.
        if !anything {
            let message = "the schema `false` allows no value; it is read as any JSON";
            diagnostics.push(Diagnostic::new(
                Severity::Approximation,
                "false-schema",
                schema.head(),
                message,
            ));
        }
        schema.value = Value::Object(Object::new());
    }
    let Value::Object(object) = &mut schema.value else { return };
    constant(object);
    unevaluated(object);
    kubernetes(object);
    types(object);
    null_branch(object, "oneOf");
    null_branch(object, "anyOf");
    null_in_enum(object);
    content(object);
}

/// Converts `const: x` to an `enum` of one value.
fn constant(object: &mut Object) {
    let Some(value) = object.shift_remove("const") else { return };
    let list =
        Node { span: value.span, key: value.key, value: Value::Array(vec![Node { key: None, ..value }]) };
    object.entry("enum".to_owned()).or_insert(list);
}

/// Converts `unevaluatedProperties` and `unevaluatedItems`: they apply to properties and items that no part of the
/// schema names, which is how `additionalProperties` is interpreted here.
fn unevaluated(object: &mut Object) {
    for (key, known) in [("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")] {
        if !object.contains_key(known)
            && let Some(values) = object.shift_remove(key)
        {
            object.insert(known.to_owned(), values);
        }
    }
}

/// Converts the extension of Kubernetes for unknown fields.
pub(super) fn kubernetes(object: &mut Object) {
    // An object that preserves unknown fields accepts any other property.
    let kept = object.get("x-kubernetes-preserve-unknown-fields").filter(|kept| kept.as_bool() == Some(true));
    if let Some(at) = kept.filter(|_| object.contains_key("properties")).cloned() {
        let any = Node { key: None, value: Value::Bool(true), ..at };
        object.entry("additionalProperties".to_owned()).or_insert(any);
    }
}

/// Converts `type: [x, "null"]` to a nullable `x`, and several types to alternatives.
fn types(object: &mut Object) {
    let Some(node) = object.get("type") else { return };
    let Some(items) = node.as_array() else {
        if node.as_str() == Some("null") {
            let node = node.clone();
            object.shift_remove("type");
            nullable(object, &node);
            object.entry("enum".to_owned()).or_insert(Node { value: Value::Array(Vec::new()), ..node });
        }
        return;
    };
    let node = node.clone();
    let (null, others): (Vec<Node>, Vec<Node>) =
        items.iter().cloned().partition(|item| item.as_str() == Some("null"));
    if !null.is_empty() {
        nullable(object, &node);
    }
    match others.as_slice() {
        [] => drop(object.shift_remove("type")),
        [only] => drop(object.insert("type".to_owned(), Node { key: node.key, ..only.clone() })),
        several => {
            let branches: Vec<Node> = several.iter().filter_map(|ty| alternative(object, ty)).collect();
            let branches = Node { value: Value::Array(branches), ..node };
            // A keyword that applies to none of the types stays, to be read or reported.
            let taken = |key: &str| {
                let takes = |branch: &Node| branch.get(key).is_some();
                let Value::Array(branches) = &branches.value else { return false };
                key == "type" || branches.iter().any(takes)
            };
            object.retain(|key, _| !taken(key));
            object.insert("oneOf".to_owned(), branches);
        }
    }
}

/// Returns the schema for one of several types. None if all enum values have other types.
fn alternative(object: &Object, ty: &Node) -> Option<Node> {
    let mut branch = branch(object, ty);
    let Value::Object(keys) = &mut branch.value else { return None };
    let listed = object.get("enum").filter(|list| list.as_array().is_some_and(|items| !items.is_empty()));
    if let Some((list, items)) = listed.and_then(|list| Some((list, list.as_array()?))) {
        let own: Vec<Node> = items.iter().filter(|item| is_of(item, ty)).cloned().collect();
        if own.is_empty() {
            return None;
        }
        keys.insert("enum".to_owned(), Node { value: Value::Array(own), ..list.clone() });
    }
    Some(branch)
}

/// Whether a value has a type.
fn is_of(item: &Node, ty: &Node) -> bool {
    match (&item.value, ty.as_str()) {
        (Value::String(_), Some("string")) | (Value::Bool(_), Some("boolean")) => true,
        (Value::Number(_), Some("number")) => true,
        (Value::Number(text), Some("integer")) => text.parse::<i64>().is_ok(),
        (Value::Array(_), Some("array")) | (Value::Object(_), Some("object")) => true,
        _ => false,
    }
}

/// Returns the schema for one of several types, with the keywords that apply to it.
fn branch(object: &Object, ty: &Node) -> Node {
    let mut branch: Object = match ty.as_str() {
        Some("object") => {
            keep(object, &["properties", "required", "additionalProperties", "patternProperties"])
        }
        Some("array") => keep(object, &["items", "prefixItems"]),
        Some("string") => keep(object, &["format"]),
        Some("integer" | "number") => keep(object, &["format"]),
        _ => Object::new(),
    };
    branch.insert("type".to_owned(), ty.clone());
    Node { span: ty.span, key: None, value: Value::Object(branch) }
}

fn keep(object: &Object, keys: &[&str]) -> Object {
    let kept = object.iter().filter(|(key, _)| keys.contains(&key.as_str()));
    kept.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Converts a null alternative to `nullable`.
fn null_branch(object: &mut Object, key: &str) {
    let Some(Value::Array(branches)) = object.get(key).map(|node| &node.value) else { return };
    let is_null = |branch: &Node| {
        let only_null = branch.get("enum").and_then(Node::as_array).is_some_and(<[Node]>::is_empty);
        only_null && branch.get("nullable").is_some() && branch.get("type").is_none()
    };
    let (null, others): (Vec<Node>, Vec<Node>) = branches.iter().cloned().partition(is_null);
    let Some(null) = null.first() else { return };
    nullable(object, null);
    if let Some(node) = object.get_mut(key) {
        node.value = Value::Array(others);
    }
}

/// Converts null in an enum to `nullable`.
fn null_in_enum(object: &mut Object) {
    let Some(Value::Array(items)) = object.get("enum").map(|node| &node.value) else { return };
    let (null, others): (Vec<Node>, Vec<Node>) =
        items.iter().cloned().partition(|item| item.value == Value::Null);
    let Some(null) = null.first().filter(|_| !others.is_empty()) else { return };
    nullable(object, null);
    if let Some(node) = object.get_mut("enum") {
        node.value = Value::Array(others);
    }
}

fn nullable(object: &mut Object, at: &Node) {
    let node = Node { span: at.span, key: at.key, value: Value::Bool(true) };
    object.insert("nullable".to_owned(), node);
}

/// Converts `contentEncoding` and `contentMediaType`: base64 is `format: byte` or `base64url`, and any other content with a media type
/// but no encoding is `format: binary` ([OpenAPI
/// 3.1](https://spec.openapis.org/oas/v3.1.0#considerations-for-file-uploads)).
fn content(object: &mut Object) {
    let encoding = object.shift_remove("contentEncoding");
    let media_type = object.shift_remove("contentMediaType");
    if object.contains_key("format") {
        return;
    }
    let format = match (&encoding, &media_type) {
        (Some(encoding), _) if encoding.as_str() == Some("base64url") => Some((encoding, "base64url")),
        (Some(encoding), _) if encoding.as_str().is_some_and(|name| name.starts_with("base64")) => {
            Some((encoding, "byte"))
        }
        (None, Some(media_type)) if media_type.as_str() != Some(JSON) => Some((media_type, "binary")),
        _ => None,
    };
    if let Some((at, format)) = format {
        let node = Node { span: at.span, key: at.key, value: Value::String(format.to_owned()) };
        object.insert("format".to_owned(), node);
    }
}

/// Converts `$ref` with siblings, which all apply in 3.1, to an `allOf` of both.
fn siblings(schema: &mut Node) {
    let span = schema.span;
    let Value::Object(object) = &mut schema.value else { return };
    let beside = object.keys().any(|key| {
        key != "$ref" && key != "nullable" && !key.starts_with("x-") && !WORDS.contains(&key.as_str())
    });
    if !beside || !object.contains_key("$ref") {
        return;
    }
    let Some(reference) = object.shift_remove("$ref") else { return };
    // Spans identify nodes, so each part needs its own.
    let rest_span = object.values().next().map_or(span, Node::head);
    let target = Node {
        span: reference.span,
        key: None,
        value: Value::Object([("$ref".to_owned(), reference)].into_iter().collect()),
    };
    let (words, rest): (Object, Object) = std::mem::take(object)
        .into_iter()
        .partition(|(key, _)| WORDS.contains(&key.as_str()) || key == "nullable");
    let rest = Node { span: rest_span, key: None, value: Value::Object(rest) };
    *object = words;
    object.insert("allOf".to_owned(), Node { span, key: None, value: Value::Array(vec![target, rest]) });
}
