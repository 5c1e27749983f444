//! Encoding of form properties ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#encoding-object)).

use super::Kind;
use crate::document::Node;
use crate::document::openapi::is_json;
use crate::ir::{ParameterLocation, Style};
use crate::resolve::{Context, parameters};

/// The encoding of a form property.
pub(super) struct Encoding {
    pub(super) property: String,
    /// The media type of the part, if exactly one is listed.
    pub(super) content_type: Option<String>,
    /// The style, if the document sets one that applies.
    pub(super) style: Option<Style>,
}

pub(super) fn describe<'t>(context: &mut Context<'t>, media: &'t Node, kind: Kind) -> Vec<Encoding> {
    let entries = context.get(media, "encoding").and_then(Node::as_object);
    let mut all = Vec::new();
    for (property, node) in entries.into_iter().flatten() {
        if !matches!(kind, Kind::Form | Kind::Multipart) {
            context.unread(node, "encoding", "an encoding has a meaning only for forms and parts; ignored");
            continue;
        }
        context.tracker.read(node);
        let named = context.text(node, "contentType");
        // With several media types, or a range, the caller chooses when creating the part.
        let content_type = named.filter(|name| !name.contains(['*', ',']));
        let has_style = ["style", "explode"].iter().any(|key| node.get(key).is_some());
        let style = match (&content_type, kind) {
            (Some(name), Kind::Form) if is_json(name) => Some(Style::Json),
            _ if has_style && (kind == Kind::Form || has_styled_parts(context.root)) => {
                Some(parameters::style(context, node, ParameterLocation::Query))
            }
            _ => None,
        };
        for key in ["style", "explode", "allowReserved", "headers"] {
            let Some(child) =
                node.get(key).filter(|_| style.is_none() || matches!(key, "allowReserved" | "headers"))
            else {
                continue;
            };
            context.unread(
                child,
                "encoding",
                &format!("`{key}` of an encoding is not supported here; ignored"),
            );
        }
        all.push(Encoding { property: property.clone(), content_type, style });
    }
    all
}

/// Whether parts have styles. OpenAPI 3.0 ignores them, [OpenAPI
/// 3.1](https://spec.openapis.org/oas/v3.1.1#fixed-fields-for-rfc6570-style-serialization) does not.
fn has_styled_parts(root: &Node) -> bool {
    !root.get_str("openapi").is_some_and(|version| version.starts_with("3.0."))
}
