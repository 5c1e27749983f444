//! An `operationId` is unique ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#operation-object)), also in Rust: ids
//! that differ only by case or separators have the same method name.

use std::collections::HashMap;

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::document::Node;
use crate::document::openapi::operations;
use crate::names;

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, (&str, &Node)> = HashMap::new();
    for at in operations(document.root) {
        let Some((node, id)) = at.node.get("operationId").and_then(|node| Some((node, node.as_text()?)))
        else {
            continue;
        };
        match seen.get(&names::snake(id)) {
            None => drop(seen.insert(names::snake(id), (id, node))),
            Some((first, place)) => {
                let message = match *first == id {
                    true => format!("the operationId `{id}` is used a second time"),
                    false => format!("the operationIds `{id}` and `{first}` become the same method name"),
                };
                let diagnostic = Diagnostic::warning("duplicate-operation-id", node.span, message)
                    .with_related(place.span, "first used here")
                    .with_help("give one of them another operationId");
                diagnostics.push(diagnostic);
            }
        }
    }
}
