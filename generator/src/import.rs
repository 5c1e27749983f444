//! Swagger 2.0, OpenAPI 3.1 and 3.2 to the shape of OpenAPI 3.0, with the places kept.
//!
//! What comes out has a few forms less than what goes in, and a form of its own where 3.0 has none: `nullable` for null
//! in a type, `enum` of one for `const`, `prefixItems` as it is. Whatever cannot be carried over exactly is a finding.

mod json_schema;
mod swagger;
mod walk;

use std::collections::HashSet;

use crate::finding::Finding;
use crate::openapi::Place;
use crate::tree::{Node, Span, Value};

/// Which language a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0.
    V30,
    /// OpenAPI 3.1.
    V31,
    /// OpenAPI 3.2.
    V32,
}

impl Version {
    /// The version that a document names, if it is one that is read.
    pub fn of(root: &Node) -> Option<Self> {
        let patch = |text: &str, prefix: &str| {
            text.strip_prefix(prefix)
                .is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if let Some(node) = root.get("openapi") {
            let text = node.as_str()?;
            return match text {
                _ if patch(text, "3.0.") => Some(Self::V30),
                _ if patch(text, "3.1.") => Some(Self::V31),
                _ if patch(text, "3.2.") => Some(Self::V32),
                _ => None,
            };
        }
        (root.get("swagger")?.as_text()? == "2.0").then_some(Self::Swagger2)
    }
}

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
    let mut todo = vec![(root, Place::Other, false)];
    // Bodies of Swagger 2.0 that stand at the root go where they are referred to; what becomes of them there is told of
    // the operation.
    let shared =
        root.get("parameters").and_then(Node::as_object).into_iter().flat_map(|shared| shared.values());
    let is_body = |node: &&Node| matches!(node.get("in").and_then(Node::as_str), Some("body" | "formData"));
    todo.extend(shared.filter(is_body).map(|node| (node, Place::Other, true)));
    while let Some((node, place, inside)) = todo.pop() {
        if inside {
            found.insert(node.span);
        }
        match &node.value {
            Value::Array(items) => todo.extend(items.iter().map(|item| (item, place.item(), inside))),
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
                    (child, place.below(key), inside || (!place.has_names() && own))
                }));
            }
            _ => {}
        }
    }
    found
}

/// Brings a document into the one shape that the stages after this know.
pub fn import(root: Node, findings: &mut Vec<Finding>) -> Node {
    match Version::of(&root) {
        Some(Version::Swagger2) => swagger::import(root, findings),
        Some(Version::V31 | Version::V32) => {
            let mut root = root;
            walk::schemas(&mut root, &mut |schema| json_schema::import(schema, findings));
            root
        }
        Some(Version::V30) => {
            let mut root = root;
            walk::schemas(&mut root, &mut |schema| json_schema::normalize(schema, findings));
            root
        }
        None => root,
    }
}
