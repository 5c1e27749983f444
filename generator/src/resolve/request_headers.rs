//! Header parameters that are not arguments: the client sets them itself, or they are unsupported.

use super::{Context, security};
use crate::diagnostic::Diagnostic;
use crate::document::Node;
use crate::document::openapi::OperationAt;

/// Headers with media types ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#fixed-fields-9)).
const MEDIA_TYPES: [&str; 2] = ["accept", "content-type"];
/// Headers for framing and routing ([RFC 9110, section 7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1)).
const FRAMING: [&str; 9] = [
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What a header parameter becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Becomes {
    /// An argument.
    Argument,
    /// An optional argument, even if the document requires it.
    Option,
    /// Nothing; a diagnostic gives the reason.
    Nothing,
}

/// Returns what a header parameter of an operation becomes.
pub(super) fn becomes(context: &mut Context<'_>, at: OperationAt<'_>, node: &Node, name: &str) -> Becomes {
    let lower = name.to_ascii_lowercase();
    let why = match lower.as_str() {
        "authorization" if security::is_open(context.root, at.node) => return Becomes::Option,
        "authorization" => "carries the client's credential",
        name if MEDIA_TYPES.contains(&name) => "is set by the client itself",
        name if FRAMING.contains(&name) => "belongs to the connection and is not sent",
        name if security::is_token(name) => return Becomes::Argument,
        _ => {
            let message = format!("{name:?} is not a valid header name; the parameter is ignored");
            context.tracker.read_whole(node);
            let diagnostic = Diagnostic::warning("invalid-header", node.head(), message);
            context.diagnostics.push(diagnostic.with_help("write a name of letters, digits and hyphens"));
            return Becomes::Nothing;
        }
    };
    context.unread(node, "reserved-header", &format!("the header `{name}` {why}; it is not an argument"));
    Becomes::Nothing
}
