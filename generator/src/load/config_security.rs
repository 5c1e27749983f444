//! Adds the security schemes of `codegen.toml`, and requirements that the document does not state.

use crate::config::{Authentication, Config};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::{components, operations, parameters};
use crate::document::{Node, Object, Span, Value};

/// Adds the configured schemes to a document. Every operation without its own `security` accepts any one of them.
pub(crate) fn authenticate(root: &mut Node, config: &Config) {
    if config.authentication.is_empty() {
        return;
    }
    let whole = config.place("authentication");
    for (name, scheme) in &config.authentication {
        let at = config.place(name);
        let Some(schemes) = keys_of(root, &["components", "securitySchemes"], whole) else { return };
        schemes.insert(name.clone(), object(at, words(scheme, at)));
        let alternative = object(at, [(name.clone(), node(at, Value::Array(Vec::new())))]);
        let Value::Object(keys) = &mut root.value else { return };
        let list = keys.entry("security".to_owned()).or_insert_with(|| node(whole, Value::Array(Vec::new())));
        if let Value::Array(alternatives) = &mut list.value {
            alternatives.push(alternative);
        }
    }
}

/// Whether a document declares security schemes but no requirement, not even by a header parameter `Authorization`.
pub(crate) fn is_unstated(root: &Node) -> bool {
    let declared =
        components(root, "securitySchemes").or_else(|| root.get("securityDefinitions")?.as_object());
    let is_authorization = |node: &&Node| {
        let text = |key: &str| node.get_str(key).unwrap_or_default();
        text("in") == "header" && text("name").eq_ignore_ascii_case("authorization")
    };
    declared.is_some_and(|declared| !declared.is_empty())
        && root.get("security").is_none()
        && operations(root)
            .all(|at| at.node.get("security").is_none() && !parameters(root, at).iter().any(is_authorization))
}

/// Lets every operation accept any one of the declared schemes, or none.
pub(crate) fn state(root: &mut Node, diagnostics: &mut Vec<Diagnostic>) {
    let section = root.get("components").and_then(|components| components.get("securitySchemes"));
    let Some((at, schemes)) = section.and_then(|node| Some((node.head(), node.as_object()?))) else { return };
    let any = |name: &String| object(at, [(name.clone(), node(at, Value::Array(Vec::new())))]);
    let alternatives = schemes.keys().map(any).chain([object(at, [])]).collect();
    let message = "no operation requires any of these security schemes; every operation sends those for which the client has a credential";
    let diagnostic = Diagnostic::new(Severity::Approximation, "security-unstated", at, message);
    diagnostics.push(diagnostic.with_help("add them to `security`"));
    if let Value::Object(keys) = &mut root.value {
        keys.insert("security".to_owned(), node(at, Value::Array(alternatives)));
    }
}

fn words(scheme: &Authentication, at: Span) -> impl Iterator<Item = (String, Node)> {
    let given = [
        ("type", Some(&scheme.kind)),
        ("scheme", scheme.scheme.as_ref()),
        ("in", scheme.place.as_ref()),
        ("name", scheme.name.as_ref()),
    ];
    let given = given.into_iter().filter_map(|(key, value)| Some((key, value?)));
    given.map(move |(key, value)| (key.to_owned(), node(at, Value::String(value.clone()))))
}

fn node(span: Span, value: Value) -> Node {
    Node { span, key: None, value }
}

fn object(at: Span, entries: impl IntoIterator<Item = (String, Node)>) -> Node {
    node(at, Value::Object(entries.into_iter().collect()))
}

/// Returns the object at a path of keys, and creates missing ones.
fn keys_of<'n>(mut parent: &'n mut Node, path: &[&str], at: Span) -> Option<&'n mut Object> {
    for key in path {
        let Value::Object(keys) = &mut parent.value else { return None };
        parent = keys.entry((*key).to_owned()).or_insert_with(|| node(at, Value::Object(Object::new())));
    }
    match &mut parent.value {
        Value::Object(keys) => Some(keys),
        _ => None,
    }
}
