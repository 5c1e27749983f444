//! Security schemes, and which of them an operation takes.

use super::Context;
use crate::api::{Placement, SecurityScheme};
use crate::finding::Finding;
use crate::names::{Unique, camel, snake};
use crate::tree::Node;

pub(super) fn schemes(context: &mut Context<'_>) -> Vec<SecurityScheme> {
    let root = context.root;
    let Some(components) = context.get(root, "components") else { return Vec::new() };
    let Some(section) = context.get(components, "securitySchemes") else { return Vec::new() };
    let mut variants = Unique::default();
    let mut functions = Unique::default();
    let mut schemes = Vec::new();
    for (name, node) in section.as_object().into_iter().flatten() {
        context.census.read(node);
        let node = context.follow(node);
        let description = context.prose(node, "description");
        if let Some(placement) = placement(context, node) {
            let variant = variants.give(camel(name));
            let function = functions.give(snake(name));
            schemes.push(SecurityScheme { name: name.clone(), variant, function, description, placement });
        }
    }
    schemes
}

fn placement<'t>(context: &mut Context<'t>, node: &'t Node) -> Option<Placement> {
    let kind = context.text(node, "type").unwrap_or_default();
    let word = context.text(node, "scheme").unwrap_or_default();
    context.get(node, "bearerFormat");
    for key in ["flows", "openIdConnectUrl"] {
        if let Some(flows) = context.get(node, key) {
            context.census.read_whole(flows);
        }
    }
    let place = context.text(node, "in");
    let name = context.text(node, "name");
    match (kind.as_str(), word.to_ascii_lowercase().as_str(), place.as_deref(), name) {
        ("http", "bearer", ..) | ("oauth2" | "openIdConnect", ..) => {
            Some(Placement::Authorization("Bearer".to_owned()))
        }
        ("http", "basic", ..) => Some(Placement::Basic),
        // A digest answers a challenge; a secret in its place would be sent in vain, and in the clear.
        ("http", "digest", ..) => {
            context.unread(
                node,
                "security-scheme",
                "digest authentication is not done; calls that need it are sent without it",
            );
            None
        }
        ("http", ..) if is_token(&word) => Some(Placement::Authorization(word)),
        ("apiKey", _, Some("header"), Some(name)) if is_token(&name) => Some(Placement::Header(name)),
        ("apiKey", _, Some("cookie"), Some(name)) if is_token(&name) => Some(Placement::Cookie(name)),
        ("apiKey", _, Some("query"), Some(name)) => Some(Placement::Query(name)),
        ("mutualTLS", ..) => {
            let message = "the client's certificate is the business of the HTTP client it is given";
            context.unread(node, "security-scheme", message);
            None
        }
        _ => {
            let message = format!("{}; calls that need it are sent without it", defect(node, &kind));
            context.census.read_whole(node);
            context.findings.push(Finding::warning("security-scheme", node.head(), message));
            None
        }
    }
}

/// Why nothing can be sent for a security scheme.
fn defect(node: &Node, kind: &str) -> String {
    let needed: &[&str] = match kind {
        "apiKey" => &["name", "in"],
        "http" => &["scheme"],
        _ => return format!("a security scheme of type `{kind}` is not known"),
    };
    match needed.iter().find(|key| node.get(key).is_none()) {
        Some(key) => format!("a security scheme of type `{kind}` needs `{key}`, and has none"),
        None => format!("this security scheme of type `{kind}` names nothing that can be sent"),
    }
}

/// A token ([RFC 9110, section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The alternatives of an operation, or of the whole document where the operation says nothing. An alternative without
/// a scheme makes all others optional.
pub(super) fn requirements<'t>(context: &mut Context<'t>, operation: &'t Node) -> Vec<Vec<String>> {
    let root = context.root;
    let known = crate::openapi::components(root, "securitySchemes");
    let from = if operation.get("security").is_some() { operation } else { context.root };
    let mut alternatives: Vec<Vec<String>> = Vec::new();
    for item in context.items(from, "security") {
        context.census.read_whole(item);
        let mut schemes = Vec::new();
        let mut is_known = true;
        for (scheme, node) in item.as_object().into_iter().flatten() {
            if context.schemes.contains(scheme) {
                schemes.push(scheme.clone());
            } else if known.is_some_and(|known| known.contains_key(scheme)) {
                // That no credential can be given for it has been said where it is declared.
                is_known = false;
            } else {
                let message = format!("there is no security scheme `{scheme}`; the requirement is dropped");
                context.findings.push(Finding::warning("unknown-security-scheme", node.head(), message));
                is_known = false;
            }
        }
        if is_known {
            alternatives.push(schemes);
        }
    }
    // Whoever has a credential shows it; going without is the last resort.
    alternatives.sort_by_key(Vec::is_empty);
    if alternatives.iter().all(Vec::is_empty) { Vec::new() } else { alternatives }
}
