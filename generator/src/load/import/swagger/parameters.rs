//! Converts parameters: some get a schema, others become a request body.

use super::{Shared, made, object, text};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::{FORM, JSON, MULTIPART};
use crate::document::{Node, Object, Span, Value};

/// Keys of a Swagger parameter that belong to its schema in 3.0.
const SCHEMA: [&str; 18] = [
    "type",
    "format",
    "items",
    "default",
    "enum",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
    "x-enum-varnames",
    "x-nullable",
];

/// Whether a parameter, or its target, is part of a body.
pub(super) fn is_body(parameter: &Node, shared: &Shared) -> bool {
    let location = target(parameter, shared).get_str("in");
    matches!(location, Some("body" | "formData"))
}

fn target<'n>(parameter: &'n Node, shared: &'n Shared) -> &'n Node {
    let name =
        parameter.reference().and_then(Node::as_str).and_then(|text| text.strip_prefix("#/parameters/"));
    name.and_then(|name| shared.parameters.get(name)).unwrap_or(parameter)
}

/// Converts the parameters of an operation and the body parameters of its path item.
pub(super) fn import(
    operation: &mut Node,
    common: &[Node],
    consumes: &[String],
    shared: &Shared,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Value::Object(entries) = &mut operation.value else { return };
    let own = entries.get("parameters").and_then(Node::as_array).map(<[Node]>::to_vec).unwrap_or_default();
    let (mut body, plain_ones): (Vec<Node>, Vec<Node>) =
        own.into_iter().partition(|parameter| is_body(parameter, shared));
    if let Some(list) = entries.get_mut("parameters") {
        list.value =
            Value::Array(plain_ones.into_iter().map(|parameter| plain(parameter, diagnostics)).collect());
    }
    body.extend(common.iter().cloned());
    let body: Vec<Node> = body.iter().map(|parameter| target(parameter, shared).clone()).collect();
    if let Some(request) = request_body(&body, consumes, diagnostics) {
        entries.insert("requestBody".to_owned(), request);
    }
}

/// Moves the schema keys of a parameter below `schema`.
pub(super) fn plain(mut parameter: Node, diagnostics: &mut Vec<Diagnostic>) -> Node {
    let at = parameter.head();
    let Value::Object(entries) = &mut parameter.value else { return parameter };
    if let Some(reference) = entries.get_mut("$ref") {
        if let Value::String(text) = &mut reference.value
            && let Some(name) = text.strip_prefix("#/parameters/")
        {
            *text = format!("#/components/parameters/{name}");
        }
        return parameter;
    }
    let location = entries.get("in").and_then(Node::as_str).unwrap_or_default().to_owned();
    let format = entries.shift_remove("collectionFormat");
    let schema = take_schema(entries);
    let is_list = schema.get("type").and_then(Node::as_str) == Some("array");
    entries.entry("schema".to_owned()).or_insert_with(|| made(at, Value::Object(schema)));
    if is_list {
        collection(entries, &location, format, diagnostics, &parameter.key.unwrap_or(parameter.span));
    }
    parameter
}

/// Converts `collectionFormat` to `style` and `explode` ([OpenAPI
/// 3.0](https://spec.openapis.org/oas/v3.0.3#style-values)).
fn collection(
    entries: &mut Object,
    location: &str,
    format: Option<Node>,
    diagnostics: &mut Vec<Diagnostic>,
    at: &Span,
) {
    let name = format.as_ref().and_then(Node::as_str).unwrap_or("csv");
    let span = format.as_ref().map_or(*at, Node::head);
    let (style, explode) = match (name, location) {
        ("multi", _) => ("form", true),
        ("ssv", "query") => ("spaceDelimited", false),
        ("pipes", "query") => ("pipeDelimited", false),
        ("csv", "query") => ("form", false),
        ("csv", _) => ("simple", false),
        (other, _) => {
            diagnostics.push(no_counterpart(other, location, span));
            (if location == "query" { "form" } else { "simple" }, false)
        }
    };
    entries.insert("style".to_owned(), text(span, style));
    entries.insert("explode".to_owned(), made(span, Value::Bool(explode)));
}

fn take_schema(entries: &mut Object) -> Object {
    let mut schema = Object::new();
    for key in SCHEMA {
        if let Some(node) = entries.shift_remove(key) {
            schema.insert(if key == "x-nullable" { "nullable" } else { key }.to_owned(), node);
        }
    }
    if schema.get("type").and_then(Node::as_str) == Some("file") {
        super::file(&mut schema);
    }
    schema
}

/// Converts a body parameter, or all form parameters, to a request body.
fn request_body(parameters: &[Node], consumes: &[String], diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let location = |node: &Node| node.get_str("in").unwrap_or_default().to_owned();
    if let Some(body) = parameters.iter().find(|node| location(node) == "body") {
        let at = body.head();
        for other in parameters.iter().filter(|other| other.span != body.span) {
            let message = "the operation has a body, so this parameter is left out";
            let found = Diagnostic::new(Severity::Approximation, "second-body", other.head(), message);
            diagnostics.push(found.with_help("describe one body, or a form without it"));
        }
        let own = body.as_object().into_iter().flatten();
        unused(own.filter(|(key, _)| !["schema", "style", "explode"].contains(&key.as_str())), diagnostics);
        let schema = body.get("schema").cloned().unwrap_or_else(|| made(at, Value::Object(Object::new())));
        let media = made(at, object([("schema", schema)]));
        let content = body_media_types(consumes).map(|name| (name.to_owned(), media.clone()));
        return Some(body_of(body, content.collect()));
    }
    let first = parameters.first()?;
    let at = first.head();
    let has_file = |node: &Node| is_file(node) || node.get("items").is_some_and(is_file);
    let multipart =
        parameters.iter().any(has_file) || consumes.iter().any(|name| name.starts_with("multipart/"));
    let name = if multipart { MULTIPART } else { FORM };
    let schema = made(at, form(parameters, at, diagnostics));
    let mut media = object([("schema", schema)]);
    let separators = separators(parameters, multipart, diagnostics);
    if let (Value::Object(media), false) = (&mut media, separators.is_empty()) {
        media.insert("encoding".to_owned(), made(at, Value::Object(separators)));
    }
    let content = [(name.to_owned(), made(at, media))].into_iter().collect();
    let mut body = body_of(first, content);
    let is_required = |node: &Node| node.get("required").and_then(Node::as_bool) == Some(true);
    if let Value::Object(entries) = &mut body.value {
        entries.insert("required".to_owned(), made(at, Value::Bool(parameters.iter().any(is_required))));
        entries.shift_remove("description");
    }
    Some(body)
}

/// Returns the media types of a body that does not consist of form parameters: JSON by default. The list of the whole document often has those of
/// forms, which have parameters of their own ([Swagger 2.0](https://swagger.io/specification/v2/#parameter-object)).
fn body_media_types(consumes: &[String]) -> impl Iterator<Item = &str> {
    let is_form = |name: &&String| name.starts_with(FORM) || name.starts_with("multipart/");
    let only_forms = consumes.iter().all(|name| is_form(&name));
    let default = consumes.is_empty().then_some(JSON);
    let listed = consumes.iter().filter(move |name| only_forms || !is_form(name));
    default.into_iter().chain(listed.map(String::as_str))
}

/// Returns the encoding of a form's arrays: by `collectionFormat`, else separated by commas. Files and `multi` arrays
/// of a multipart form are a part per item.
fn separators(parameters: &[Node], multipart: bool, diagnostics: &mut Vec<Diagnostic>) -> Object {
    let mut styles = Object::new();
    for node in parameters.iter().filter(|node| node.get_str("type") == Some("array")) {
        let Some(name) = node.get_str("name") else { continue };
        let format = node.get("collectionFormat");
        let at = format.map_or(node.head(), Node::head);
        let (style, explode) = match format.and_then(Node::as_str).unwrap_or("csv") {
            "multi" => ("form", true),
            "ssv" => ("spaceDelimited", false),
            "pipes" => ("pipeDelimited", false),
            "csv" => ("form", false),
            other => {
                diagnostics.push(no_counterpart(other, "formData", at));
                ("form", false)
            }
        };
        if multipart && (explode || node.get("items").is_some_and(is_file)) {
            continue;
        }
        let style = object([("style", text(at, style)), ("explode", made(at, Value::Bool(explode)))]);
        styles.insert(name.to_owned(), made(at, style));
    }
    styles
}

fn is_file(schema: &Node) -> bool {
    schema.get_str("type") == Some("file") || schema.get_str("format") == Some("binary")
}

fn no_counterpart(format: &str, location: &str, at: Span) -> Diagnostic {
    let message = format!("`{format}` in `{location}` has no equivalent; commas separate the values");
    Diagnostic::new(Severity::Approximation, "collection-format", at, message)
}

/// Reports keys that a parameter does not have, except extensions.
fn unused<'n>(entries: impl IntoIterator<Item = (&'n String, &'n Node)>, diagnostics: &mut Vec<Diagnostic>) {
    const KEYS: [&str; 6] = ["name", "in", "description", "required", "collectionFormat", "allowEmptyValue"];
    for (key, node) in entries {
        if !KEYS.contains(&key.as_str()) && !key.starts_with("x-") {
            let message = format!("`{key}` is not a key of such a parameter in Swagger 2.0; ignored");
            diagnostics.push(Diagnostic::new(Severity::Approximation, "parameter", node.head(), message));
        }
    }
}

fn body_of(parameter: &Node, content: Object) -> Node {
    let at = parameter.head();
    let mut entries = Object::new();
    for key in ["description", "required"] {
        entries.extend(parameter.get(key).map(|node| (key.to_owned(), node.clone())));
    }
    entries.insert("content".to_owned(), made(at, Value::Object(content)));
    Node { span: parameter.span, key: parameter.key, value: Value::Object(entries) }
}

fn form(parameters: &[Node], at: Span, diagnostics: &mut Vec<Diagnostic>) -> Value {
    let mut properties = Object::new();
    let mut required = Vec::new();
    for parameter in parameters {
        let Some(name) = parameter.get_str("name") else {
            diagnostics.push(Diagnostic::error(
                "parameter",
                parameter.head(),
                "a form parameter needs a `name`, a string",
            ));
            continue;
        };
        if parameter.get("required").and_then(Node::as_bool) == Some(true) {
            required.push(Node { key: None, ..text(parameter.head(), name) });
        }
        let mut entries = parameter.as_object().cloned().unwrap_or_default();
        let mut schema = take_schema(&mut entries);
        unused(&entries, diagnostics);
        schema.extend(entries.get("description").map(|words| ("description".to_owned(), words.clone())));
        properties.insert(name.to_owned(), Node { value: Value::Object(schema), ..parameter.clone() });
    }
    object([
        ("type", text(at, "object")),
        ("properties", made(at, Value::Object(properties))),
        ("required", made(at, Value::Array(required))),
    ])
}
