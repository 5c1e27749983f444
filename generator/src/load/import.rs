//! Swagger 2.0, OpenAPI 3.1 and 3.2 to the shape of OpenAPI 3.0, with the places kept.
//!
//! What comes out has a few forms less than what goes in, and a form of its own where 3.0 has none: `nullable` for null
//! in a type, `enum` of one for `const`, `prefixItems` as it is. Whatever cannot be carried over exactly is a diagnostic.

mod json_schema;
mod swagger;
mod walk;

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::document::openapi::KeyContext;
use crate::document::{Node, Span, Value, Version};

/// Keys that `import` turns into others, in any version: their nodes do not reach the stages after this.
const INTERPRETED: [&str; 19] = [
    "$anchor",
    "$dynamicAnchor",
    "$id",
    "basePath",
    "collectionFormat",
    "const",
    "consumes",
    "contentEncoding",
    "contentMediaType",
    "enum",
    "flow",
    "host",
    "in",
    "nullable",
    "produces",
    "scheme",
    "schemes",
    "type",
    "x-nullable",
];

/// The nodes of a document that `import` turns into others, by their spans.
pub fn interpreted(root: &Node) -> HashSet<Span> {
    let mut found = HashSet::new();
    let mut todo = vec![(root, KeyContext::Other, false)];
    // Bodies of Swagger 2.0 that stand at the root go where they are referred to; what becomes of them there is told of
    // the operation.
    let shared =
        root.get("parameters").and_then(Node::as_object).into_iter().flat_map(|shared| shared.values());
    let is_body = |node: &&Node| matches!(node.get("in").and_then(Node::as_str), Some("body" | "formData"));
    todo.extend(shared.filter(is_body).map(|node| (node, KeyContext::Other, true)));
    while let Some((node, context, inside)) = todo.pop() {
        if inside {
            found.insert(node.span);
        }
        match &node.value {
            Value::Array(items) => todo.extend(items.iter().map(|item| (item, context.item(), inside))),
            Value::Object(object) => {
                // A parameter of Swagger 2.0 that stands elsewhere is put where it is referred to.
                let is_moved =
                    node.reference().and_then(Node::as_str).is_some_and(|to| to.starts_with("#/parameters/"));
                if is_moved {
                    found.extend(object.values().map(|child| child.span).chain([node.span]));
                }
                // A body of Swagger 2.0 is a parameter; its name is for readers, and whether it is required moves.
                // An empty value can always be sent.
                let is_body = matches!(node.get("in").and_then(Node::as_str), Some("body" | "formData"));
                todo.extend(object.iter().map(|(key, child)| {
                    let key = key.as_str();
                    let own = INTERPRETED.contains(&key)
                        || (is_body && matches!(key, "name" | "required" | "allowEmptyValue"));
                    (child, context.below(key), inside || (!context.has_names() && own))
                }));
            }
            _ => {}
        }
    }
    found
}

/// Brings a document into the one shape that the stages after this know.
pub fn import(root: Node, diagnostics: &mut Vec<Diagnostic>) -> Node {
    match Version::of(&root) {
        Some(Version::Swagger2) => swagger::import(root, diagnostics),
        Some(Version::V31 | Version::V32) => {
            let mut root = root;
            walk::schemas(&mut root, &mut |schema| json_schema::import(schema, diagnostics));
            root
        }
        Some(Version::V30) => {
            let mut root = root;
            walk::schemas(&mut root, &mut |schema| json_schema::normalize(schema, diagnostics));
            root
        }
        None => root,
    }
}
