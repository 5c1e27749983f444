//! Converts Swagger 2.0, OpenAPI 3.1 and 3.2 to the shape of OpenAPI 3.0, and keeps spans.
//!
//! The result has its own form if 3.0 has none: `nullable` for null in a type, an `enum` of one value for `const`, and
//! `prefixItems` unchanged. Whatever cannot be converted exactly is reported.

mod json_schema;
mod swagger;
mod walk;

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::document::openapi::KeyContext;
use crate::document::{Node, Span, Value, Version};

/// Keys that `import` converts, in any version. Their nodes do not reach later phases.
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

/// Returns the spans of nodes that `import` converts.
pub fn interpreted(root: &Node) -> HashSet<Span> {
    let mut found = HashSet::new();
    let mut todo = vec![(root, KeyContext::Other, false)];
    // Shared bodies of Swagger 2.0 are inlined into operations, where they are counted.
    let shared =
        root.get("parameters").and_then(Node::as_object).into_iter().flat_map(|shared| shared.values());
    let is_body = |node: &&Node| matches!(node.get_str("in"), Some("body" | "formData"));
    todo.extend(shared.filter(is_body).map(|node| (node, KeyContext::Other, true)));
    while let Some((node, context, inside)) = todo.pop() {
        if inside {
            found.insert(node.span);
        }
        match &node.value {
            Value::Array(items) => todo.extend(items.iter().map(|item| (item, context.item(), inside))),
            Value::Object(object) => {
                // A shared parameter of Swagger 2.0 is inlined where it is referenced.
                let is_moved =
                    node.reference().and_then(Node::as_str).is_some_and(|to| to.starts_with("#/parameters/"));
                if is_moved {
                    found.extend(object.values().map(|child| child.span).chain([node.span]));
                }
                // A body parameter of Swagger 2.0 has a name for readers only, and its `required` moves. An empty value
                // can always be sent.
                let is_body = matches!(node.get_str("in"), Some("body" | "formData"));
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

/// Converts a document to the shape that later phases expect.
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
