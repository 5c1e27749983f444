//! Security schemes, and which of them an operation takes.

use super::Context;
use crate::api::{Placement, SecurityScheme};
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
    match (kind.as_str(), word.to_ascii_lowercase().as_str()) {
        ("http", "bearer") => {
            context.text(node, "bearerFormat");
            Some(Placement::Authorization("Bearer".to_owned()))
        }
        ("http", "basic" | "digest") => {
            context.unsupported(node, format!("the security scheme `http` with `{word}` is not supported"));
            None
        }
        ("http", _) if is_token(&word) => Some(Placement::Authorization(word)),
        ("apiKey", _) if context.text(node, "in").as_deref() == Some("header") => {
            let header = context.text(node, "name").filter(|name| is_token(name));
            if header.is_none() {
                context.unsupported(node, "the security scheme names no header");
            }
            header.map(Placement::Header)
        }
        _ => {
            context.unsupported(node, format!("a security scheme of type `{kind}` is not supported here"));
            None
        }
    }
}

/// A token ([RFC 9110, section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The alternatives of an operation, or of the whole document where the operation says nothing. An alternative without
/// a scheme makes all others optional, and then there is nothing to ask for.
pub(super) fn requirements<'t>(context: &mut Context<'t>, operation: &'t Node) -> Vec<Vec<String>> {
    let from = if operation.get("security").is_some() { operation } else { context.root };
    let mut alternatives: Vec<Vec<String>> = Vec::new();
    for item in context.items(from, "security") {
        context.census.read_whole(item);
        alternatives.push(item.as_object().into_iter().flatten().map(|(scheme, _)| scheme.clone()).collect());
    }
    if alternatives.iter().any(Vec::is_empty) { Vec::new() } else { alternatives }
}
