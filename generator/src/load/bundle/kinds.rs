//! Checks that each reference points to a component of the expected kind.

use crate::diagnostic::Diagnostic;
use crate::document::openapi::KeyContext;
use crate::document::{Node, Value};

/// The sections of `components`, with a name for one entry.
const KINDS: [(&str, &str); 9] = [
    ("schemas", "a schema"),
    ("responses", "a response"),
    ("parameters", "a parameter"),
    ("requestBodies", "a request body"),
    ("headers", "a header"),
    ("securitySchemes", "a security scheme"),
    ("links", "a link"),
    ("callbacks", "a callback"),
    ("pathItems", "a path item"),
];

pub(super) fn check(root: &Node, diagnostics: &mut Vec<Diagnostic>) {
    let mut todo = vec![(root, KeyContext::Other, None)];
    while let Some((node, context, needed)) = todo.pop() {
        if let Some(reference) = node.reference().filter(|_| !context.has_names()) {
            diagnostics.extend(needed.and_then(|needed| wrong(reference, needed)));
        }
        match &node.value {
            Value::Array(items) => todo.extend(items.iter().map(|item| (item, context.item(), needed))),
            Value::Object(object) => {
                for (key, child) in object.iter().filter(|(key, _)| !context.is_data(key)) {
                    let below = context.below(key);
                    todo.push((child, below, needed_below(context, below, key, needed)));
                }
            }
            _ => {}
        }
    }
}

/// Returns the section that a reference below a key must point to.
fn needed_below(
    context: KeyContext,
    below: KeyContext,
    key: &str,
    needed: Option<&'static str>,
) -> Option<&'static str> {
    if context.has_names() {
        return needed;
    }
    match (below, key) {
        (KeyContext::Schema | KeyContext::Schemas, _) => Some("schemas"),
        (_, "requestBody") => Some("requestBodies"),
        _ => KINDS.iter().map(|(section, _)| *section).find(|section| *section == key),
    }
}

fn wrong(reference: &Node, needed: &str) -> Option<Diagnostic> {
    let text = reference.as_str()?;
    let path = text.strip_prefix("#/components/").or(text.strip_prefix("#/"))?;
    let (section, name) = path.split_once('/').filter(|(_, name)| !name.contains('/'))?;
    let section = if section == "definitions" { "schemas" } else { section };
    let words = |section: &str| KINDS.iter().find(|(known, _)| *known == section).map(|(_, words)| *words);
    let (is, should) = (words(section)?, words(needed)?);
    if is == should {
        return None;
    }
    let message = format!("`{text}` is {is}; expected {should}");
    // A parameter has every key that a header needs.
    if (section, needed) == ("parameters", "headers") {
        return Some(Diagnostic::warning("reference-kind", reference.span, message));
    }
    let help = format!("refer to {should}, such as `#/components/{needed}/{name}`");
    Some(Diagnostic::error("reference-kind", reference.span, message).with_help(help))
}
