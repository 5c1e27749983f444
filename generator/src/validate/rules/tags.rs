//! A tag is an object with a name, and operations list tags by name ([OpenAPI
//! 3.0](https://spec.openapis.org/oas/v3.0.3#tag-object)).

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::document::Node;
use crate::document::openapi::operations;

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut wrong = |node: &Node, what: &str| {
        let diagnostic =
            Diagnostic::warning("tag", node.head(), format!("{what}, but this is {}", node.kind()));
        diagnostics.push(diagnostic.with_help("fix or remove it; it is ignored"));
    };
    for tag in items(document.root) {
        match (tag.as_object(), tag.get("name")) {
            (None, _) => wrong(tag, "a tag is an object with a `name`"),
            (Some(_), None) => wrong(tag, "a tag has a `name`"),
            (Some(_), Some(name)) if name.as_text().is_none() => wrong(name, "the name of a tag is a string"),
            _ => {}
        }
    }
    for at in operations(document.root) {
        items(at.node)
            .filter(|tag| tag.as_text().is_none())
            .for_each(|tag| wrong(tag, "the tags of an operation are strings"));
    }
}

fn items(node: &Node) -> impl Iterator<Item = &Node> {
    node.items("tags").iter()
}
