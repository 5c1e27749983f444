//! Converts Swagger 2.0 to OpenAPI 3.0 ([specification](https://swagger.io/specification/v2/)).

mod parameters;
mod responses;
mod root;

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::document::openapi::{self, KeyContext, METHODS, children_mut};
use crate::document::{Node, Object, Span, Value};

use super::{json_schema, walk};

pub(super) fn import(mut root: Node, diagnostics: &mut Vec<Diagnostic>) -> Node {
    walk::schemas(&mut root, &mut |schema| import_schema(schema));
    references(&mut root, KeyContext::Other);
    let shared = Shared {
        consumes: media_types(&root, "consumes"),
        produces: media_types(&root, "produces"),
        parameters: root.get("parameters").and_then(Node::as_object).cloned().unwrap_or_default(),
        referred: openapi::references(&root).into_iter().map(|(target, _)| target.to_owned()).collect(),
    };
    if let Some(Value::Object(paths)) = root_value(&mut root, "paths") {
        for item in paths.values_mut() {
            import_item(item, &shared, diagnostics);
        }
    }
    root::import(&mut root, &shared, diagnostics);
    root
}

/// Values of the root that operations inherit.
struct Shared {
    consumes: Vec<String>,
    produces: Vec<String>,
    parameters: Object,
    /// The references in the document.
    referred: HashSet<String>,
}

fn import_item(item: &mut Node, shared: &Shared, diagnostics: &mut Vec<Diagnostic>) {
    let Value::Object(object) = &mut item.value else { return };
    let common = object.get("parameters").and_then(Node::as_array).map(<[Node]>::to_vec).unwrap_or_default();
    // Body and form parameters of the path item move to each operation; the others are valid in 3.0.
    let (body, plain): (Vec<Node>, Vec<Node>) =
        common.into_iter().partition(|parameter| parameters::is_body(parameter, shared));
    if let Some(node) = object.get_mut("parameters") {
        node.value = Value::Array(
            plain.into_iter().map(|parameter| parameters::plain(parameter, diagnostics)).collect(),
        );
    }
    for (method, operation) in object.iter_mut() {
        if METHODS.contains(&method.as_str()) {
            let consumes = own_or(operation, "consumes", &shared.consumes);
            let produces = own_or(operation, "produces", &shared.produces);
            parameters::import(operation, &body, &consumes, shared, diagnostics);
            responses::import(operation, &produces);
            servers(operation);
        }
    }
}

/// Drops `schemes` of an operation, which its servers express.
fn servers(operation: &mut Node) {
    if let Value::Object(object) = &mut operation.value {
        object.shift_remove("schemes");
    }
}

fn own_or(operation: &mut Node, key: &str, shared: &[String]) -> Vec<String> {
    let own = media_types(operation, key);
    let is_given = operation.get(key).is_some();
    if let Value::Object(object) = &mut operation.value {
        object.shift_remove(key);
    }
    if is_given && !own.is_empty() { own } else { shared.to_vec() }
}

fn media_types(node: &Node, key: &str) -> Vec<String> {
    let items = node.items(key);
    items.iter().filter_map(Node::as_str).map(str::to_owned).collect()
}

fn root_value<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Value> {
    match &mut node.value {
        Value::Object(object) => object.get_mut(key).map(|child| &mut child.value),
        _ => None,
    }
}

/// Converts `x-nullable`, `type: file`, and unions of number and string.
fn import_schema(schema: &mut Node) {
    let Value::Object(object) = &mut schema.value else { return };
    if let Some(nullable) = object.shift_remove("x-nullable") {
        object.entry("nullable".to_owned()).or_insert(nullable);
    }
    if object.get("type").and_then(Node::as_str) == Some("file") {
        file(object);
    }
    json_schema::kubernetes(object);
    if let Some(discriminator) = object.get_mut("discriminator").filter(|node| node.as_str().is_some()) {
        let name = Node { key: None, ..discriminator.clone() };
        discriminator.value = Value::Object([("propertyName".to_owned(), name)].into_iter().collect());
    }
}

/// Converts `type: file` to a string of the format `binary`.
fn file(object: &mut Object) {
    let Some(ty) = object.get("type").cloned() else { return };
    object.insert("format".to_owned(), Node { value: Value::String("binary".to_owned()), ..ty.clone() });
    object.insert("type".to_owned(), Node { value: Value::String("string".to_owned()), ..ty });
}

/// Moves references to the sections of 3.0.
fn references(node: &mut Node, context: KeyContext) {
    const MOVED: [(&str, &str); 2] =
        [("#/definitions/", "#/components/schemas/"), ("#/responses/", "#/components/responses/")];
    if let Value::Object(object) = &mut node.value
        && let Some(Value::String(text)) = object.get_mut("$ref").map(|target| &mut target.value)
        && !context.has_names()
    {
        let moved = MOVED.iter().find_map(|(old, new)| Some(format!("{new}{}", text.strip_prefix(old)?)));
        *text = moved.unwrap_or_else(|| std::mem::take(text));
    }
    children_mut(node, context).into_iter().for_each(|(child, context)| references(child, context));
}

/// Creates a node with the span of the node that it replaces.
fn made(at: Span, value: Value) -> Node {
    Node { span: at, key: Some(at), value }
}

fn text(at: Span, text: &str) -> Node {
    made(at, Value::String(text.to_owned()))
}

fn object(entries: impl IntoIterator<Item = (&'static str, Node)>) -> Value {
    Value::Object(entries.into_iter().map(|(key, node)| (key.to_owned(), node)).collect())
}
