//! Security schemes, and the requirements of operations.

mod authorization;

use super::Context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;
use crate::document::openapi::{OperationAt, components, parameters};
use crate::ir::{Operation, Placement, SecurityScheme};
use crate::names::{NameAllocator, camel, snake};

pub(super) fn schemes(context: &mut Context<'_>) -> Vec<SecurityScheme> {
    let root = context.root;
    let mut variants = NameAllocator::default();
    let mut functions = NameAllocator::default();
    let mut schemes = Vec::new();
    let components = context.get(root, "components");
    let section = components.and_then(|components| context.get(components, "securitySchemes"));
    for (name, node) in section.and_then(Node::as_object).into_iter().flatten() {
        context.tracker.read(node);
        let node = context.follow(node);
        let description = context.prose(node, "description");
        if let Some(placement) = placement(context, node) {
            let variant = variants.allocate(camel(name));
            let function = functions.allocate(snake(name));
            schemes.push(SecurityScheme { name: name.clone(), variant, function, description, placement });
        }
    }
    if in_authorization(&schemes).is_empty() {
        let names: Vec<&str> = schemes.iter().map(|scheme| scheme.name.as_str()).collect();
        if let Some((name, description)) = authorization::scheme(context, &names) {
            let (variant, function) = (variants.allocate(camel(&name)), functions.allocate(snake(&name)));
            let placement = Placement::Header(authorization::HEADER.to_owned());
            schemes.push(SecurityScheme { name, variant, function, description, placement });
        }
    }
    schemes
}

/// Returns the names of the schemes that use the header `Authorization`.
pub(super) fn in_authorization(schemes: &[SecurityScheme]) -> Vec<String> {
    let is_there = |scheme: &&SecurityScheme| match &scheme.placement {
        Placement::Authorization(_) | Placement::Basic => true,
        Placement::Header(name) => name.eq_ignore_ascii_case(authorization::HEADER),
        Placement::Query(_) | Placement::Cookie(_) => false,
    };
    schemes.iter().filter(is_there).map(|scheme| scheme.name.clone()).collect()
}

fn placement<'t>(context: &mut Context<'t>, node: &'t Node) -> Option<Placement> {
    let kind = context.text(node, "type").unwrap_or_default();
    let word = context.text(node, "scheme").unwrap_or_default();
    context.get(node, "bearerFormat");
    for key in ["flows", "openIdConnectUrl"] {
        if let Some(flows) = context.get(node, key) {
            context.tracker.read_whole(flows);
        }
    }
    let location = context.text(node, "in");
    let name = context.text(node, "name");
    match (kind.as_str(), word.to_ascii_lowercase().as_str(), location.as_deref(), name) {
        ("http", "bearer", ..) | ("oauth2" | "openIdConnect", ..) => {
            Some(Placement::Authorization("Bearer".to_owned()))
        }
        ("http", "basic", ..) => Some(Placement::Basic),
        // Digest authentication answers a challenge. Sending the secret instead would only expose it.
        ("http", "digest", ..) => {
            context.unread(
                node,
                "security-scheme",
                "digest authentication is not supported; calls are sent without it",
            );
            None
        }
        ("http", ..) if is_token(&word) => Some(Placement::Authorization(word)),
        ("apiKey", _, Some("header"), Some(name)) if is_token(&name) => Some(Placement::Header(name)),
        ("apiKey", _, Some("cookie"), Some(name)) if is_token(&name) => Some(Placement::Cookie(name)),
        ("apiKey", _, Some("query"), Some(name)) => Some(Placement::Query(name)),
        ("mutualTLS", ..) => {
            let message = "mutual TLS is not configured here";
            context.unread(node, "security-scheme", message);
            None
        }
        _ => {
            let message = format!("{}; calls are sent without it", defect(node, &kind));
            context.tracker.read_whole(node);
            context.diagnostics.push(Diagnostic::warning("security-scheme", node.head(), message));
            None
        }
    }
}

/// Returns why a security scheme is unsupported.
fn defect(node: &Node, kind: &str) -> String {
    let needed: &[&str] = match kind {
        "apiKey" => &["name", "in"],
        "http" => &["scheme"],
        _ => return format!("`{kind}` is not a type of a security scheme"),
    };
    match needed.iter().find(|key| node.get(key).is_none()) {
        Some(key) => format!("a security scheme of type `{kind}` needs `{key}`"),
        None => format!("this security scheme of type `{kind}` has no valid name"),
    }
}

/// Whether a text is a token ([RFC 9110, section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Returns the node with the requirements of an operation: its own, else the document.
fn alternatives_of<'t>(root: &'t Node, operation: &'t Node) -> &'t Node {
    if operation.get("security").is_some() { operation } else { root }
}

/// Whether the document says explicitly that an operation needs no credential.
pub(super) fn is_open(root: &Node, operation: &Node) -> bool {
    let alternatives = alternatives_of(root, operation).get("security").and_then(Node::as_array);
    let is_empty = |set: &Node| set.as_object().is_some_and(crate::document::Object::is_empty);
    alternatives.is_some_and(|alternatives| alternatives.iter().all(is_empty))
}

/// Returns the alternative requirements of an operation. An empty alternative makes the others optional.
pub(super) fn requirements<'t>(context: &mut Context<'t>, at: OperationAt<'t>) -> Vec<Vec<String>> {
    let root = context.root;
    let known = components(root, "securitySchemes");
    let from = alternatives_of(root, at.node);
    let mut alternatives: Vec<Vec<String>> = Vec::new();
    for item in context.items(from, "security") {
        context.tracker.read_whole(item);
        let mut schemes = Vec::new();
        let mut is_known = true;
        for (scheme, node) in item.as_object().into_iter().flatten() {
            if context.schemes.iter().any(|known| known.name == *scheme) {
                schemes.push(scheme.clone());
            } else if known.is_some_and(|known| known.contains_key(scheme)) {
                // The unsupported scheme was reported at its declaration.
                is_known = false;
            } else {
                let message =
                    format!("the security scheme `{scheme}` does not exist; the requirement is ignored");
                context.diagnostics.push(Diagnostic::warning(
                    "unknown-security-scheme",
                    node.head(),
                    message,
                ));
                is_known = false;
            }
        }
        if is_known {
            alternatives.push(schemes);
        }
    }
    // A credential is sent if available, so the empty alternative goes last.
    alternatives.sort_by_key(Vec::is_empty);
    if let Some(parameter) = authorization::parameter(root, at).filter(|_| !is_open(root, at.node)) {
        alternatives = authorization::required(alternatives, &context.authorization, parameter);
    }
    for node in parameters(root, at) {
        let text = |key: &str| node.get_str(key).unwrap_or_default();
        let carrying = carrying(context, at, text("in"), text("name"));
        let with = |schemes: &Vec<String>| schemes.iter().any(|scheme| Some(scheme.as_str()) == carrying);
        let is_required = node.get("required").and_then(Node::as_bool) == Some(true);
        if is_required && alternatives.iter().any(with) {
            alternatives.retain(with);
        }
    }
    if alternatives.iter().all(Vec::is_empty) { Vec::new() } else { alternatives }
}

/// Returns the scheme of an operation that sends the same header, query parameter or cookie as one of its parameters.
pub(super) fn carrying<'c>(
    context: &'c Context<'_>,
    at: OperationAt<'_>,
    location: &str,
    name: &str,
) -> Option<&'c str> {
    let taken = alternatives_of(context.root, at.node).get("security").and_then(Node::as_array);
    let taken = taken.unwrap_or_default().iter().filter_map(Node::as_object);
    let taken: Vec<&String> = taken.flat_map(|set| set.keys()).collect();
    let is_it = |scheme: &&SecurityScheme| match &scheme.placement {
        Placement::Header(header) => location == "header" && header.eq_ignore_ascii_case(name),
        Placement::Query(parameter) => location == "query" && parameter == name,
        Placement::Cookie(cookie) => location == "cookie" && cookie == name,
        Placement::Authorization(_) | Placement::Basic => false,
    };
    let mut schemes = context.schemes.iter().filter(|scheme| taken.contains(&&scheme.name));
    schemes.find(is_it).map(|scheme| scheme.name.as_str())
}

/// Reports schemes that no operation uses.
pub(super) fn unused(context: &mut Context<'_>, operations: &[Operation]) {
    let is_taken = |scheme: &SecurityScheme| {
        operations
            .iter()
            .flat_map(|operation| operation.security.iter().flatten())
            .any(|it| *it == scheme.name)
    };
    let declared = components(context.root, "securitySchemes");
    for scheme in context.schemes.iter().filter(|scheme| !is_taken(scheme)) {
        let name = &scheme.name;
        let at = declared.and_then(|declared| declared.get(name)).map_or(context.root.span, Node::head);
        let message =
            format!("no operation requires the security scheme `{name}`; its credential is never sent");
        let diagnostic = Diagnostic::new(Severity::Approximation, "security-scheme-unused", at, message);
        context.diagnostics.push(diagnostic.with_help("add it to `security`, or remove it"));
    }
}
