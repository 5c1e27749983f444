//! Text to [`Node`]s. The only stage that knows YAML and JSON.
//!
//! A text that begins with `{` is JSON and read as JSON; anything else is YAML 1.2 with the core schema. Whatever a
//! text holds, reading it takes bounded time, memory and stack: depth, size and the number of nodes that aliases make
//! are limited, and a diagnostic names the limit.

mod json;
mod scalar;
mod yaml;

use crate::diagnostic::Diagnostic;
use crate::document::{Node, SourceFile, Span};

/// How deep values may stand in each other.
const MAX_DEPTH: usize = 200;
/// How many nodes a file may have once its aliases are followed.
const MAX_NODES: usize = 4_000_000;
/// How many bytes a file may have.
const MAX_BYTES: usize = 256 * 1024 * 1024;

/// Reads a description, or a part of one. Diagnostics that concern the text alone are added; no tree means that there is none
/// to be had.
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

/// Reads a file, whatever it holds.
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

/// A key that an object has twice. Which of the two is meant, nobody can say.
fn duplicate_key(name: &str, second: Span, first: &Node) -> Diagnostic {
    Diagnostic::error("duplicate-key", second, format!("the key `{name}` is defined a second time"))
        .with_related(first.head(), "first given here")
        .with_help("keep one of the two, or merge them")
}
