//! Classifies the schema of a body or part before types are generated.

use super::schemas::is_null;
use crate::document::openapi::follow;
use crate::document::{Node, Value};

/// The maximum depth of references and alternatives.
const DEPTH: usize = 12;

/// The content that a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Bytes: `type: file` or `format: binary`.
    File,
    /// An array of files.
    Files,
    /// A string.
    Text,
    /// An object.
    Object,
    /// Any other array, a number or a boolean.
    Other,
    /// Alternatives of several kinds, with or without an object among them.
    Mixed { object: bool },
    /// Not specified.
    Any,
}

impl Content {
    /// Returns what a schema describes, through references, `allOf` and alternatives.
    pub(super) fn of(root: &Node, schema: &Node) -> Self {
        let mut found = Vec::new();
        collect(root, schema, DEPTH, &mut found);
        match found.as_slice() {
            [] => Self::Any,
            [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
            several => Self::Mixed { object: several.contains(&Self::Object) },
        }
    }

    /// Whether text or bytes cannot represent it.
    pub(super) fn is_structured(self) -> bool {
        matches!(self, Self::Object | Self::Other | Self::Mixed { .. })
    }
}

/// Returns the content of each alternative of a part: a file alternative makes it a file, an array of files makes it
/// files.
pub(super) fn alternatives(root: &Node, schema: &Node) -> Vec<Content> {
    let mut found = Vec::new();
    collect(root, schema, DEPTH, &mut found);
    found
}

fn collect(root: &Node, schema: &Node, depth: usize, found: &mut Vec<Content>) {
    let Some(node) = follow(root, schema).filter(|_| depth > 0) else { return };
    let mut all = own(root, node, depth);
    for part in node.items("allOf") {
        let mut more = Vec::new();
        collect(root, part, depth - 1, &mut more);
        // A format is more specific than `type: string`.
        if all.is_empty() || (all == [Content::Text] && !more.is_empty()) {
            all = more;
        }
    }
    if all.is_empty() || all == [Content::Text] {
        let mut more = Vec::new();
        let lists = ["oneOf", "anyOf"].into_iter().filter_map(|key| node.get(key)?.as_array()).flatten();
        for branch in lists.filter(|branch| !is_null(root, branch)) {
            collect(root, branch, depth - 1, &mut more);
        }
        if !more.is_empty() {
            all = more;
        }
    }
    found.append(&mut all);
}

/// Returns what a schema describes by its own keys.
fn own(root: &Node, node: &Node, depth: usize) -> Vec<Content> {
    let is_given = |key: &str| node.get(key).is_some_and(|value| value.as_bool() != Some(false));
    let kind = node.get_str("type");
    let is_binary = node.get_str("format") == Some("binary");
    let listed = node.items("enum");
    match kind {
        Some("file") => vec![Content::File],
        Some("string") | None if is_binary => vec![Content::File],
        Some("string") => vec![Content::Text],
        Some("array") => vec![list(root, node, depth)],
        None if is_given("items") || is_given("prefixItems") => vec![list(root, node, depth)],
        Some("object") => vec![Content::Object],
        Some("integer" | "number" | "boolean") => vec![Content::Other],
        _ if ["properties", "additionalProperties", "patternProperties"].into_iter().any(is_given) => {
            vec![Content::Object]
        }
        _ if listed.is_empty() => Vec::new(),
        _ if listed.iter().all(|value| matches!(value.value, Value::String(_))) => vec![Content::Text],
        _ => vec![Content::Other],
    }
}

fn list(root: &Node, node: &Node, depth: usize) -> Content {
    let mut items = Vec::new();
    if let Some(schema) = node.get("items") {
        collect(root, schema, depth - 1, &mut items);
    }
    let is_file = |item: &Content| matches!(item, Content::File | Content::Files);
    if items.iter().any(is_file) { Content::Files } else { Content::Other }
}
