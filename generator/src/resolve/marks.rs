//! Detects deprecated schemas and secrets.

use std::collections::HashSet;

use crate::document::openapi::follow;
use crate::document::{Node, Span};

fn says(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool) == Some(true)
}

/// Whether one of the schemas that apply together is deprecated. Referenced schemas are ignored: only the schema itself
/// is deprecated then, not this use.
pub(super) fn is_deprecated(parts: &[&Node]) -> bool {
    parts.iter().any(|part| says(part, "deprecated"))
}

/// Whether values of the schemas are or contain secrets: passwords and write-only strings. Fields of objects are
/// ignored, because each type masks its own.
pub(super) fn is_secret(root: &Node, parts: &[&Node]) -> bool {
    let mut seen = HashSet::new();
    parts.iter().any(|part| has_secret(root, part, false, &mut seen))
}

fn has_secret(root: &Node, schema: &Node, is_sent_only: bool, seen: &mut HashSet<(Span, bool)>) -> bool {
    let Some(target) = follow(root, schema) else { return false };
    let is_sent_only = is_sent_only || says(schema, "writeOnly") || says(target, "writeOnly");
    if !seen.insert((target.span, is_sent_only)) {
        return false;
    }
    let kind = target.get("type");
    let is_string = kind.is_some_and(|kind| kind.as_str() == Some("string") || is_among(kind, "string"));
    let is_of = |format: &str| [schema, target].iter().any(|node| node.get_str("format") == Some(format));
    if is_of("password") || (is_sent_only && is_string && target.get("enum").is_none() && !is_of("binary")) {
        return true;
    }
    let lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
    let parts = lists.into_iter().filter_map(|key| target.get(key)?.as_array()).flatten();
    let values = target.get("additionalProperties").filter(|_| target.get("properties").is_none());
    let mut held = parts.chain(target.get("items")).chain(values);
    held.any(|schema| has_secret(root, schema, is_sent_only, seen))
}

fn is_among(kinds: &Node, kind: &str) -> bool {
    kinds.as_array().is_some_and(|kinds| kinds.iter().any(|one| one.as_str() == Some(kind)))
}
