//! Media types are sent in headers, which hold visible ASCII
//! ([RFC 9110, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)).

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::document::Node;
use crate::document::openapi::{follow, operations};

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for at in operations(document.root) {
        for (name, media) in
            at.node.get("requestBody").into_iter().flat_map(|body| invalid(document.root, body))
        {
            let message = format!("the media type {name:?} is invalid in a header; the body cannot be sent");
            add(diagnostics, Diagnostic::error("media-type", media.head(), message));
        }
        let responses = at.node.entries("responses");
        for (name, media) in responses.flat_map(|(_, response)| invalid(document.root, response)) {
            let message =
                format!("the media type {name:?} is invalid in a header; `Accept` is sent without it");
            add(diagnostics, Diagnostic::warning("media-type", media.head(), message));
        }
    }
}

/// Adds a diagnostic once, because operations share components.
fn add(diagnostics: &mut Vec<Diagnostic>, diagnostic: Diagnostic) {
    if !diagnostics.iter().any(|known| known.rule == diagnostic.rule && known.span == diagnostic.span) {
        diagnostics.push(diagnostic.with_help("write a media type in ASCII, such as `application/json`"));
    }
}

fn invalid<'t>(root: &'t Node, node: &'t Node) -> impl Iterator<Item = (&'t String, &'t Node)> {
    let content = follow(root, node).and_then(|node| node.get("content")?.as_object());
    let is_visible = |byte: u8| matches!(byte, b' '..=b'~');
    content.into_iter().flatten().filter(move |(name, _)| !name.bytes().all(is_visible))
}
