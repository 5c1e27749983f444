//! Detects nullable schemas, in any notation.

use super::super::Context;
use crate::document::openapi::follow;
use crate::document::{Node, Value};

/// The maximum depth of nested schemas.
const DEPTH: usize = 8;
/// Keys that do not restrict values, except for null.
const WORDS: [&str; 6] = ["nullable", "description", "title", "default", "example", "examples"];

/// Whether a schema itself allows null.
pub(super) fn is_nullable<'t>(context: &mut Context<'t>, node: &'t Node) -> bool {
    context.get(node, "nullable").and_then(Node::as_bool).unwrap_or_default()
}

/// Whether parts that apply together allow null. A single part may also have a null alternative.
pub(super) fn are_nullable<'t>(context: &mut Context<'t>, parts: &[&'t Node]) -> bool {
    match parts {
        [only] => allows_null(context.root, only, 0),
        several => several.iter().any(|part| is_nullable(context, part)),
    }
}

/// Whether a schema, its target or one of its alternatives allows null.
pub(in super::super) fn allows_null(root: &Node, node: &Node, depth: usize) -> bool {
    let Some(node) = follow(root, node).filter(|_| depth < DEPTH) else { return false };
    let list = |key: &str| node.get(key).and_then(Node::as_array).unwrap_or_default();
    let says_null = node.get("nullable").and_then(Node::as_bool) == Some(true);
    let single = list("allOf").iter().filter(|_| list("allOf").len() == 1);
    says_null
        || list("oneOf").iter().chain(list("anyOf")).any(|branch| is_null(root, branch))
        || list("oneOf")
            .iter()
            .chain(list("anyOf"))
            .chain(single)
            .any(|part| allows_null(root, part, depth + 4))
}

/// Whether a schema allows only null.
pub(in super::super) fn is_null(root: &Node, branch: &Node) -> bool {
    let Some(node) = follow(root, branch) else { return false };
    // Strictly, an alternative with only `nullable` allows anything; it is meant as null.
    let is_word = |key: &String| WORDS.contains(&key.as_str()) || key.starts_with("x-");
    let nullable = node.get("nullable").and_then(Node::as_bool) == Some(true);
    if nullable && node.as_object().is_some_and(|object| object.keys().all(is_word)) {
        return true;
    }
    let listed = node.get("enum").and_then(Node::as_array);
    let no_value = listed.is_some_and(|items| items.iter().all(|item| item.value == Value::Null));
    node.get("type").and_then(Node::as_str) == Some("null")
        || (no_value && (node.get("nullable").is_some() || listed.is_some_and(|items| !items.is_empty())))
}
