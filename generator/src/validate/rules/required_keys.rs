//! Keys that are required depending on other keys. The keys that one object requires by itself are in its table in
//! [`crate::validate::structure`].

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::document::openapi::operations;

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let root = document.root;
    // Since 3.1, a document may have only webhooks or components.
    if ["paths", "webhooks", "components"].iter().all(|key| root.get(key).is_none()) {
        let message = "the document has no `paths`, which OpenAPI requires";
        diagnostics.push(Diagnostic::error("missing-key", root.head(), message).with_help("add `paths:`"));
    }
    for at in operations(root).filter(|at| at.node.as_object().is_some()) {
        if at.node.get("operationId").is_none() {
            let operation = format!("{} {}", at.method.to_uppercase(), at.path);
            let message = format!("`{operation}` has no `operationId`; it is named by its method and path");
            let diagnostic = Diagnostic::warning("missing-key", at.node.head(), message);
            diagnostics.push(diagnostic.with_help("add `operationId:`"));
        }
    }
}
