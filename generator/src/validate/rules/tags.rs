//! A tag is an object with a name, and operations name tags
//! ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#tag-object)).

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::document::Node;
use crate::document::openapi::operations;

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut wrong = |node: &Node, what: &str| {
        let diagnostic =
            Diagnostic::warning("tag", node.head(), format!("{what}, and this is {}", node.kind()));
        diagnostics.push(diagnostic.with_help("mend it, or take it out: it is passed over"));
    };
    for tag in items(document.root) {
        match (tag.as_object(), tag.get("name")) {
            (None, _) => wrong(tag, "a tag is an object with a `name`"),
            (Some(_), None) => wrong(tag, "a tag has a `name`"),
            (Some(_), Some(name)) if name.as_text().is_none() => wrong(name, "the name of a tag is text"),
            _ => {}
        }
    }
    for at in operations(document.root) {
        items(at.node)
            .filter(|tag| tag.as_text().is_none())
            .for_each(|tag| wrong(tag, "an operation has the names of its tags"));
    }
}

fn items(node: &Node) -> impl Iterator<Item = &Node> {
    node.get("tags").and_then(Node::as_array).unwrap_or_default().iter()
}
