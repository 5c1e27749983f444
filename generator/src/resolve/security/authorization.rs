//! The header `Authorization` declared as a parameter, which is treated as a security requirement.

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;
use crate::document::openapi::{OperationAt, operations, parameters};
use crate::resolve::Context;

pub(super) const HEADER: &str = "Authorization";

/// Returns the parameter of an operation that is this header.
pub(super) fn parameter<'t>(root: &'t Node, at: OperationAt<'t>) -> Option<&'t Node> {
    let text = |node: &'t Node, key: &str| node.get_str(key);
    parameters(root, at).into_iter().find(|node| {
        text(node, "in") == Some("header")
            && text(node, "name").is_some_and(|name| name.eq_ignore_ascii_case(HEADER))
    })
}

/// Returns the name and description of a scheme for this header, if operations declare it as a parameter and the
/// document declares no such scheme.
pub(super) fn scheme(context: &mut Context<'_>, taken: &[&str]) -> Option<(String, Option<String>)> {
    let root = context.root;
    let mut all = operations(root).filter(|at| !super::is_open(root, at.node));
    let first = all.find_map(|at| parameter(root, at))?;
    let mut name = HEADER.to_owned();
    while taken.contains(&name.as_str()) {
        name.push_str("Header");
    }
    let message = format!(
        "the document declares no security scheme for the parameter `{HEADER}`; the client takes a credential `{name}`, whose secret is the whole header value"
    );
    let diagnostic =
        Diagnostic::new(Severity::Approximation, "authorization-parameter", first.head(), message);
    context.diagnostics.push(diagnostic.with_help("declare a scheme under `components.securitySchemes`"));
    let description = context.prose(first, "description");
    Some((name, description))
}

/// Returns the requirements of an operation that declares this header as a parameter. If no alternative sends the
/// header, each is combined with each scheme that does.
pub(super) fn required(
    alternatives: Vec<Vec<String>>,
    fitting: &[String],
    parameter: &Node,
) -> Vec<Vec<String>> {
    if alternatives.iter().flatten().any(|scheme| fitting.contains(scheme)) {
        return alternatives;
    }
    let others = if alternatives.is_empty() { vec![Vec::new()] } else { alternatives };
    let with = |set: &Vec<String>| {
        fitting
            .iter()
            .map(|scheme| [set.as_slice(), std::slice::from_ref(scheme)].concat())
            .collect::<Vec<_>>()
    };
    let mut all: Vec<Vec<String>> = others.iter().flat_map(with).collect();
    if parameter.get("required").and_then(Node::as_bool) != Some(true) {
        all.extend(others);
    }
    all
}
