//! Keeps the source text of values whose spelling matters.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::document::{Node, Object, Span, Value};
use crate::load::parse::scalar::is_non_finite;

/// Keeps the source text of enum values in a string schema, such as `TRUE` or `.inf`.
pub(super) fn texts<'t>(
    object: &mut Object,
    written: impl Fn(Span) -> Option<&'t str>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !object.get("type").is_some_and(is_string) {
        return;
    }
    let mut keep = |node: &mut Node| {
        let text = match &node.value {
            Value::Bool(value) => {
                written(node.span).filter(|text| *text != if *value { "true" } else { "false" })
            }
            Value::Number(number) if is_non_finite(number) => written(node.span),
            _ => None,
        };
        let Some(text) = text else { return };
        let message =
            format!("this value of a string schema is {}; it is read as the string `{text}`", node.kind());
        let help = "put quotes around it";
        diagnostics.push(Diagnostic::warning("enum-value", node.span, message).with_help(help));
        node.value = Value::String(text.to_owned());
    };
    if let Some(Value::Array(items)) = object.get_mut("enum").map(|node| &mut node.value) {
        items.iter_mut().for_each(&mut keep);
    }
    object.get_mut("const").into_iter().for_each(keep);
}

fn is_string(ty: &Node) -> bool {
    let is = |ty: &Node, name: &str| ty.as_str() == Some(name);
    match ty.as_array() {
        Some(all) => {
            all.iter().any(|ty| is(ty, "string"))
                && all.iter().all(|ty| is(ty, "string") || is(ty, "null") || ty.value == Value::Null)
        }
        None => is(ty, "string"),
    }
}

/// Replaces infinite numbers and NaN by null.
pub(super) fn finite(root: &mut Node, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    let mut todo = vec![root];
    while let Some(node) = todo.pop() {
        if let Value::Number(text) = &node.value
            && is_non_finite(text)
        {
            if seen.insert(node.span) {
                let message = format!("`{text}` is not a number in JSON; it is read as null");
                let help = "write a finite number, or remove it";
                diagnostics
                    .push(Diagnostic::warning("non-finite-number", node.head(), message).with_help(help));
            }
            node.value = Value::Null;
        }
        todo.extend(node.children_mut());
    }
}
