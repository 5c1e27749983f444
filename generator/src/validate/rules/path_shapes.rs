//! Path templates differ by more than the names of their variables ([OpenAPI
//! 3.0](https://spec.openapis.org/oas/v3.0.3#paths-object)).

use std::collections::HashMap;

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::document::Node;
use crate::document::openapi::{sent_template, template_names, template_shape};

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: HashMap<String, (&str, &Node)> = HashMap::new();
    let paths = document.root.entries("paths");
    for (path, item) in paths.filter(|(path, _)| !path.starts_with("x-")) {
        let shape = template_shape(&sent_template(path));
        let Some((first, there)) = known.get(&shape) else {
            known.insert(shape, (path, item));
            continue;
        };
        // A warning, because calls work, and some documents have hundreds.
        let (message, help) = match template_names(path) == template_names(first) {
            true => (format!("`{path}` is sent like `{first}`"), "use one spelling of the path"),
            false => (
                format!("`{path}` is the same path as `{first}`, with other variable names"),
                "use the same variable names, so that both are one path item",
            ),
        };
        let diagnostic =
            Diagnostic::warning("same-path", item.head(), message).with_related(there.head(), "the first");
        diagnostics.push(diagnostic.with_help(help));
    }
}
