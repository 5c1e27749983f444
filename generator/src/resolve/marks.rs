//! What a schema says beside its type: that it is deprecated, or that its values are secrets.

use crate::document::Node;
use crate::document::openapi::follow;

fn says(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool) == Some(true)
}

/// Whether one of some schemas that hold together is deprecated where it is used. One that is referred to may be deprecated for
/// its own sake.
pub(super) fn is_deprecated(parts: &[&Node]) -> bool {
    parts.iter().any(|part| says(part, "deprecated"))
}

/// Whether the values of some schemas that hold together are secrets: passwords, and texts that are sent and never come back.
pub(super) fn is_secret(root: &Node, parts: &[&Node]) -> bool {
    parts.iter().any(|part| is_secret_text(root, part, 0))
}

fn is_secret_text(root: &Node, schema: &Node, depth: usize) -> bool {
    let Some(target) = follow(root, schema).filter(|_| depth < 8) else { return false };
    let is_text = match target.get("type") {
        Some(kind) => kind.as_str() == Some("string") || is_among(kind, "string"),
        None => false,
    };
    let format = target.get("format").and_then(Node::as_str);
    let is_sent_only = says(schema, "writeOnly") || says(target, "writeOnly");
    let has_values = target.get("enum").is_some();
    let parts = target.get("allOf").and_then(Node::as_array).unwrap_or_default();
    (is_text && (format == Some("password") || (is_sent_only && !has_values && format != Some("binary"))))
        || parts.iter().any(|part| is_secret_text(root, part, depth + 1))
}

fn is_among(kinds: &Node, kind: &str) -> bool {
    kinds.as_array().is_some_and(|kinds| kinds.iter().any(|one| one.as_str() == Some(kind)))
}
