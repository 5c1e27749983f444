//! The two lists of a response's error codes agree: the `enum` of its header, and its description.

use std::collections::HashSet;

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::document::Node;
use crate::document::openapi::{codes_in_description, follow, header, operations};

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let errors = &document.config.errors;
    let (Some(name), Some(pattern)) = (&errors.code_header, &errors.code_in_description) else { return };
    for at in operations(document.root) {
        for (_, response) in at.node.entries("responses") {
            let Some(response) = follow(document.root, response) else { continue };
            let Some(described) = response.get("description") else { continue };
            let Some(listed) = header_enum(document.root, response, name) else { continue };
            let words = described.as_str().unwrap_or_default();
            let said: Vec<String> =
                codes_in_description(words, pattern).into_iter().map(|(code, _)| code.to_owned()).collect();
            compare(listed, described, &said, diagnostics);
        }
    }
}

fn compare(listed: &Node, described: &Node, said: &[String], diagnostics: &mut Vec<Diagnostic>) {
    let items = listed.as_array().unwrap_or_default();
    let all: HashSet<&str> = items.iter().filter_map(Node::as_text).collect();
    let names: HashSet<&str> = said.iter().map(String::as_str).collect();
    for item in items {
        let code = item.as_text().unwrap_or_default();
        if !names.contains(code) {
            let message = format!("the response's description does not define the code `{code}`");
            let diagnostic = Diagnostic::warning("error-codes", item.span, message)
                .with_related(described.head(), "the description")
                .with_help(format!("add a line such as ``* What it means. (code: `{code}`)``"));
            diagnostics.push(diagnostic);
        }
    }
    for code in said.iter().filter(|code| !all.contains(code.as_str())) {
        let message =
            format!("the description defines the code `{code}`, which the header's enum does not contain");
        let diagnostic = Diagnostic::warning("error-codes", described.span, message)
            .with_related(listed.head(), "the enum")
            .with_help(format!("add `- {code}` to the enum"));
        diagnostics.push(diagnostic);
    }
}

fn header_enum<'t>(root: &'t Node, response: &'t Node, name: &str) -> Option<&'t Node> {
    let schema = follow(root, header(response, name)?)?.get("schema")?;
    follow(root, schema)?.get("enum")
}
