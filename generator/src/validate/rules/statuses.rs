//! Keys of `responses` are statuses ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#responses-object)).

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::document::openapi::operations;
use crate::ir::Status;

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for at in operations(document.root) {
        for (key, response) in at.node.entries("responses") {
            if key.ends_with("xx") {
                let message = format!("`{key}` is read as `{}`", key.to_uppercase());
                diagnostics.push(Diagnostic::warning("status", response.head(), message));
            }
            if !key.starts_with("x-") && Status::parse(key).is_none() {
                let message = format!("`{key}` is not a status");
                let help = "write a status such as `404`, a range such as `4XX`, or `default`";
                diagnostics.push(Diagnostic::error("status", response.head(), message).with_help(help));
            }
        }
    }
}
