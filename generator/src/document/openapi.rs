//! Navigates the tree of an OpenAPI document.

mod server;
mod template;

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::document::{Node, Object};

pub use super::key_context::{KeyContext, children, children_mut};
pub use super::media_type::{
    FORM, JSON, MULTIPART, essence, is_events, is_file, is_items, is_json, is_text, is_xml, may_be_json,
};
pub use server::{is_default_server, is_loopback, relative_server, server_path, server_url, written_url};
pub use template::{is_dots, route, sent_template, template_names, template_shape};

/// The methods that a path item can have ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#path-item-object)).
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The key that replaces `$ref` in a schema whose reference is dangling. Such a schema accepts any JSON.
pub const UNRESOLVED: &str = "x-unresolved-reference";

/// An operation and its location.
#[derive(Debug, Clone, Copy)]
pub struct OperationAt<'t> {
    /// The path template.
    pub path: &'t str,
    /// The path item.
    pub item: &'t Node,
    /// The method, in lower case.
    pub method: &'t str,
    /// The operation.
    pub node: &'t Node,
}

/// Returns all operations in document order.
pub fn operations(root: &Node) -> impl Iterator<Item = OperationAt<'_>> {
    let paths = root.entries("paths");
    paths.filter(|(path, _)| !path.starts_with("x-")).flat_map(move |(path, item)| {
        // A path item may be a reference to another.
        let item = follow(root, item).unwrap_or(item);
        let entries = item.as_object().into_iter().flatten();
        let entries = entries.filter(|(method, _)| METHODS.contains(&method.as_str()));
        entries.map(move |(method, node)| OperationAt { path, item, method, node })
    })
}

/// Returns every reference in a node, with the node of its target. A `$ref` in an example, enum, default or extension
/// is data, and so is a property of that name.
pub fn references(node: &Node) -> Vec<(&str, &Node)> {
    let mut found = Vec::new();
    let mut todo = vec![(node, KeyContext::Other)];
    while let Some((node, context)) = todo.pop() {
        // A map of names may be a reference as a whole, because its values are never strings.
        found.extend(node.reference().and_then(|target| Some((target.as_str()?, target))));
        todo.extend(children(node, context).into_iter().rev());
    }
    found
}

/// Returns every schema, and the parameters of Swagger 2.0 that are schemas too.
pub fn schemas(root: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    let mut todo = vec![(root, KeyContext::Other)];
    while let Some((node, context)) = todo.pop() {
        let is_schema = ["type", "enum", "required", "properties"].iter().any(|key| node.get(key).is_some());
        found.extend((is_schema && !context.has_names()).then_some(node));
        todo.extend(children(node, context).into_iter().rev());
    }
    found
}

/// Resolves a local reference such as `#/components/schemas/Pet`.
pub fn resolve<'t>(root: &'t Node, reference: &str) -> Option<&'t Node> {
    let pointer = percent_decode_str(reference.strip_prefix('#')?).decode_utf8().ok()?;
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    let mut node = root;
    for segment in pointer.split('/').skip(1) {
        let segment = match segment.contains('~') {
            true => Cow::Owned(segment.replace("~1", "/").replace("~0", "~")),
            false => Cow::Borrowed(segment),
        };
        node = match node.as_array() {
            Some(items) => items.get(segment.parse::<usize>().ok()?)?,
            None => node.get(&segment)?,
        };
    }
    Some(node)
}

/// Follows references from a node. Returns None for a cycle or a dangling reference.
pub fn follow<'t>(root: &'t Node, mut node: &'t Node) -> Option<&'t Node> {
    for _ in 0..64 {
        match node.reference().and_then(Node::as_str) {
            None => return Some(node),
            Some(target) => node = resolve(root, target)?,
        }
    }
    None
}

/// Returns the parameters of an operation: its own, then those of its path item that it does not override ([OpenAPI
/// 3.0](https://spec.openapis.org/oas/v3.0.3#path-item-parameters)).
pub fn parameters<'t>(root: &'t Node, at: OperationAt<'t>) -> Vec<&'t Node> {
    let list = |node: &'t Node| node.items("parameters");
    let mut all: Vec<&Node> = list(at.node).iter().filter_map(|parameter| follow(root, parameter)).collect();
    let own: Vec<_> = all.iter().map(|parameter| identity(parameter)).collect();
    let shared = list(at.item).iter().filter_map(|parameter| follow(root, parameter));
    all.extend(shared.filter(|parameter| !own.contains(&identity(parameter))));
    all
}

fn identity(parameter: &Node) -> (Option<&str>, Option<&str>) {
    (parameter.get_str("name"), parameter.get_str("in"))
}

/// Returns a section of `components`.
pub fn components<'t>(root: &'t Node, section: &str) -> Option<&'t Object> {
    root.get("components")?.get(section)?.as_object()
}

/// Returns a header of a response. Header names are case-insensitive ([RFC
/// 9110](https://www.rfc-editor.org/rfc/rfc9110#section-5.1)).
pub fn header<'t>(response: &'t Node, name: &str) -> Option<&'t Node> {
    let headers = response.get("headers")?.as_object()?;
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, header)| header)
}

/// Returns the error codes in a description that match a pattern such as ``(code: `{code}`)``, each with the text
/// before it: a sentence or a list item.
pub fn codes_in_description<'d>(description: &'d str, pattern: &str) -> Vec<(&'d str, &'d str)> {
    let Some((open, close)) = pattern.split_once("{code}") else { return Vec::new() };
    let mut found = Vec::new();
    let mut rest = description;
    while let Some((before, after)) = rest.split_once(open) {
        let Some((code, after)) = after.split_once(close) else { break };
        let meaning = before.trim().trim_start_matches(['*', '-']).trim();
        found.push((code.trim(), meaning));
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_out_of_a_description() {
        let found =
            codes_in_description("* One thing. (code: `a.b`)\n* Another.\n (code: `c`)", "(code: `{code}`)");
        assert_eq!(found, [("a.b", "One thing."), ("c", "Another.")]);
        assert_eq!(codes_in_description("No code.", "(code: `{code}`)"), []);
    }
}
