//! Enums of strings and integers.

use super::super::Context;
use super::integers;
use super::parts::Leaves;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Node, Span, Value};
use crate::ir::{Shape, Variant};
use crate::names::{self, Named};

/// Extensions with the variant names of an enum, in order.
const NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];
/// Extensions with the descriptions of an enum's values, in order or by value.
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Returns the enum that the schemas describe, if any.
pub(super) fn shape<'t>(context: &mut Context<'t>, leaves: &Leaves<'t>) -> Option<Shape> {
    let (node, items) = leaves.nodes.iter().rev().find_map(|node| {
        node.get("enum")
            .and_then(Node::as_array)
            .filter(|items| !items.is_empty())
            .map(|items| (*node, items))
    })?;
    let kind = leaves.nodes.iter().find_map(|node| node.get("type").and_then(Node::as_str));
    context.items(node, "enum");
    let items: Vec<&Node> = items.iter().filter(|item| item.value != Value::Null).collect();
    if items.is_empty() {
        return None;
    }
    let whole = |item: &&Node| matches!(&item.value, Value::Number(text) if integers::whole(text).is_some());
    let text = |item: &&Node| item.as_str().is_some();
    match kind {
        Some("integer" | "number") | None if items.iter().all(whole) => {
            Some(Shape::IntEnum(numbers(context, node, &items)))
        }
        Some("string") => Some(Shape::StringEnum(texts(context, node, &items))),
        None if items.iter().all(text) => Some(Shape::StringEnum(texts(context, node, &items))),
        Some(kind @ ("integer" | "number")) => {
            let message = format!("an enum needs integers of 64 bits; any `{kind}` is accepted here");
            let at = node.get("enum").map_or(node.head(), Node::head);
            context.diagnostics.push(Diagnostic::new(Severity::Approximation, "enum", at, message));
            None
        }
        _ => None,
    }
}

fn texts<'t>(context: &mut Context<'t>, node: &'t Node, items: &[&'t Node]) -> Vec<Variant<String>> {
    let mut values = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match item.as_text() {
            Some(text) => {
                if item.as_str().is_none() {
                    let message = format!(
                        "this value of a string enum is {}; it is read as the string `{text}`",
                        item.kind()
                    );
                    let help = "put quotes around it";
                    context
                        .diagnostics
                        .push(Diagnostic::warning("enum-value", item.span, message).with_help(help));
                }
                values.push((text.to_owned(), item.span, given(node, index, text)));
            }
            None => {
                let message = format!("this value of a string enum is {}; ignored", item.kind());
                context.diagnostics.push(Diagnostic::warning("enum-value", item.span, message));
            }
        }
    }
    variants(context, values)
}

fn numbers<'t>(context: &mut Context<'t>, node: &'t Node, items: &[&'t Node]) -> Vec<Variant<i64>> {
    let value = |item: &Node| item.as_text().and_then(integers::whole);
    let values = items.iter().enumerate();
    let given = |index, item: &Node| given(node, index, item.as_text().unwrap_or_default());
    let values = values.filter_map(|(index, item)| Some((value(item)?, item.span, given(index, item))));
    variants(context, values.collect())
}

/// The annotations of an enum value.
#[derive(Clone, Default)]
pub(super) struct Given {
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) deprecated: bool,
}

/// Returns the annotations of a value from extensions. `x-ms-enum` lists them by value.
fn given(node: &Node, index: usize, value: &str) -> Given {
    let listed = node.get("x-ms-enum").map(|own| own.items("values")).unwrap_or_default();
    if let Some(own) = listed.iter().find(|own| own.get("value").and_then(Node::as_text) == Some(value)) {
        let text = |key| own.get_str(key).map(str::to_owned);
        return Given { name: text("name"), description: text("description"), deprecated: false };
    }
    let names = NAMES.iter().find_map(|key| node.get(key).and_then(Node::as_array)).unwrap_or_default();
    let name = names.get(index).and_then(Node::as_str).map(str::to_owned);
    let described = DESCRIPTIONS.iter().find_map(|key| node.get(key));
    let description = described.and_then(|all| all.as_array().map_or(all.get(value), |all| all.get(index)));
    let description = description.and_then(Node::as_str).map(str::to_owned);
    Given { name, description, deprecated: false }
}

/// Returns the named values, without duplicates.
pub(super) fn variants<V: PartialEq + std::fmt::Display>(
    context: &mut Context<'_>,
    values: Vec<(V, Span, Given)>,
) -> Vec<Variant<V>> {
    let mut kept: Vec<(V, Span, Given)> = Vec::new();
    for (value, span, given) in values {
        if let Some((_, first, _)) = kept.iter().find(|(known, ..)| *known == value) {
            let diagnostic =
                Diagnostic::warning("doubled-enum-value", span, format!("`{value}` is listed twice"));
            context.diagnostics.push(diagnostic.with_related(*first, "first listed here"));
        } else {
            kept.push((value, span, given));
        }
    }
    let texts: Vec<String> = kept.iter().map(|(value, ..)| value.to_string()).collect();
    let named =
        kept.iter().zip(&texts).map(|((.., given), value)| Named { value, given: given.name.as_deref() });
    let names = names::variants(named);
    kept.into_iter()
        .zip(names)
        .map(|((value, _, given), name)| {
            let Given { description, deprecated, .. } = given;
            Variant { value, name, description, deprecated }
        })
        .collect()
}
