//! Parses text into [`Node`]s. This is the only code that knows YAML and JSON.
//!
//! A text that begins with `{` is JSON; anything else is YAML 1.2 with the core schema. Time, memory and stack are
//! bounded for any input: depth, size and the number of nodes that aliases create are limited, and a diagnostic names
//! the limit.

mod json;
mod scalar;
mod yaml;

use crate::diagnostic::Diagnostic;
use crate::document::{Node, SourceFile, Span};

/// The maximum nesting depth of values.
const MAX_DEPTH: usize = 200;
/// The maximum number of nodes in a file, with aliases expanded.
const MAX_NODES: usize = 4_000_000;
/// The maximum size of a file in bytes.
const MAX_BYTES: usize = 256 * 1024 * 1024;

/// Reads a document or a fragment. Adds diagnostics about its syntax. Returns None if it cannot be parsed.
pub fn read(file: u32, source: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let root = parse(file, source, diagnostics)?;
    if root.as_object().is_none() {
        let whole = Span { file, start: 0, end: 0 };
        let message = format!("the document is {}; expected an object", what(&root));
        let help = "start with `openapi: 3.0.3` (https://spec.openapis.org/oas/v3.0.3#openapi-object)";
        diagnostics.push(Diagnostic::error("not-an-object", whole, message).with_help(help));
        return None;
    }
    Some(root)
}

/// Parses a file of any content.
pub fn parse(file: u32, source: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let whole = Span { file, start: 0, end: 0 };
    if source.text.len() > MAX_BYTES {
        let message = format!("the file has {} bytes; the limit is {MAX_BYTES}", source.text.len());
        diagnostics.push(Diagnostic::error("too-large", whole, message));
        return None;
    }
    let bom = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = source.text.get(bom..).unwrap_or_default();
    let base = u32::try_from(bom).unwrap_or_default();
    let is_json = text.trim_start().starts_with('{');
    match is_json {
        true => json::read(file, base, text, diagnostics),
        false => yaml::read(file, base, text, diagnostics),
    }
}

fn what(root: &Node) -> &'static str {
    match root.kind() {
        "null" => "empty",
        kind => kind,
    }
}

/// Returns the error for a key that an object defines twice.
fn duplicate_key(name: &str, second: Span, first: &Node) -> Diagnostic {
    Diagnostic::error("duplicate-key", second, format!("the key `{name}` is defined a second time"))
        .with_related(first.head(), "first given here")
        .with_help("keep one of the two, or merge them")
}
