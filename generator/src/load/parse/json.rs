//! Parses JSON.

use indexmap::map::Entry;
use jsonc_parser::ast;
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{MAX_DEPTH, MAX_NODES};
use crate::diagnostic::Diagnostic;
use crate::document::{Node, Object, Span, Value};

/// JSON as defined by [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259), without extensions.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

pub(super) fn read(file: u32, base: u32, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut reader = Reader { file, base, nodes: 0, too_much: None, diagnostics };
    match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => {
            let root = parsed.value?;
            let node = reader.node(&root, None, 0);
            match reader.too_much {
                None => Some(node),
                Some(diagnostic) => {
                    diagnostics.push(diagnostic);
                    None
                }
            }
        }
        Err(error) => {
            let span = reader.span(error.range());
            let message = format!("this is not JSON: {}", lower_first(&error.kind().to_string()));
            diagnostics.push(Diagnostic::error("json-syntax", span, message));
            None
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

struct Reader<'f> {
    file: u32,
    base: u32,
    nodes: usize,
    too_much: Option<Diagnostic>,
    diagnostics: &'f mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, range: Range) -> Span {
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX).saturating_add(self.base);
        Span { file: self.file, start: offset(range.start), end: offset(range.end) }
    }

    fn node(&mut self, from: &ast::Value<'_>, key: Option<Span>, depth: usize) -> Node {
        let span = self.span(from.range());
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            let limit = if depth > MAX_DEPTH { MAX_DEPTH } else { MAX_NODES };
            let what = if depth > MAX_DEPTH { "levels of nesting" } else { "values" };
            let message = format!("the document exceeds the limit of {limit} {what}");
            self.too_much.get_or_insert(Diagnostic::error("over-budget", span, message));
            return Node { span, key, value: Value::Null };
        }
        let value = match from {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
            ast::Value::NumberLit(literal) => Value::Number(literal.value.to_owned()),
            ast::Value::StringLit(literal) => Value::String(literal.value.to_string()),
            ast::Value::Array(array) => {
                Value::Array(array.elements.iter().map(|item| self.node(item, None, depth + 1)).collect())
            }
            ast::Value::Object(object) => Value::Object(self.object(object, depth)),
        };
        Node { span, key, value }
    }

    fn object(&mut self, from: &ast::Object<'_>, depth: usize) -> Object {
        let mut object = Object::with_capacity(from.properties.len());
        for property in &from.properties {
            let key = self.span(property.name.range());
            let value = self.node(&property.value, Some(key), depth + 1);
            match object.entry(property.name.as_str().to_owned()) {
                Entry::Vacant(entry) => drop(entry.insert(value)),
                Entry::Occupied(entry) => {
                    self.diagnostics.push(super::duplicate_key(entry.key(), key, entry.get()));
                }
            }
        }
        object
    }
}
