//! `openapi` is a supported version ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#versions)).

use crate::diagnostic::Diagnostic;
use crate::document::{Node, Version};

const SUPPORTED: &str = "use Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2";

pub(super) fn check(root: &Node, diagnostics: &mut Vec<Diagnostic>) {
    let key = ["openapi", "swagger"].iter().find_map(|key| root.get(key).map(|node| (*key, node)));
    let Some((key, node)) = key else {
        let message = "the document does not state its version of OpenAPI";
        let help = "start it with `openapi: 3.0.3`";
        diagnostics.push(Diagnostic::error("version", root.span, message).with_help(help));
        return;
    };
    let version = node.as_text().unwrap_or_default();
    if Version::of(root).is_none() {
        let name = if key == "swagger" { "Swagger" } else { "OpenAPI" };
        let message = format!("version `{version}` of {name} is not supported");
        diagnostics.push(Diagnostic::error("version", node.head(), message).with_help(SUPPORTED));
    }
}
