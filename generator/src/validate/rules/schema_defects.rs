//! Schemas do not contradict themselves: a default is in the enum and has the schema's type (otherwise it is ignored),
//! and a property is required once.

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::document::openapi::schemas;
use crate::document::{Node, Value};

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for schema in schemas(document.root) {
        default_outside_enum(schema, diagnostics);
        default_of_another_type(schema, diagnostics);
        required_twice(schema, diagnostics);
    }
}

fn default_outside_enum(schema: &Node, diagnostics: &mut Vec<Diagnostic>) {
    let Some(default) = schema.get("default").filter(|default| default.value != Value::Null) else { return };
    let values = schema.items("enum");
    if !values.is_empty() && !values.iter().any(|value| value.same(default)) {
        let words = default.as_text().unwrap_or("this");
        let message = format!("the default `{words}` is not a value of the enum; ignored");
        let diagnostic = Diagnostic::warning("default-outside-enum", default.span, message);
        let near = values.iter().filter_map(Node::as_text).find(|value| value.eq_ignore_ascii_case(words));
        diagnostics.push(match near {
            Some(near) => diagnostic.with_help(format!("write `{near}` if that is meant")),
            None => diagnostic,
        });
    }
}

fn default_of_another_type(schema: &Node, diagnostics: &mut Vec<Diagnostic>) {
    let (Some(default), Some(ty)) = (schema.get("default"), schema.get_str("type")) else {
        return;
    };
    let fits = match (ty, &default.value) {
        (_, Value::Null) => true,
        ("string", value) => !matches!(value, Value::Array(_) | Value::Object(_)),
        ("integer" | "number", value) => matches!(value, Value::Number(_)),
        ("boolean", value) => matches!(value, Value::Bool(_)),
        ("array", value) => matches!(value, Value::Array(_)),
        ("object", value) => matches!(value, Value::Object(_)),
        _ => true,
    };
    if !fits {
        let message = format!("the default is {}, but the type is `{ty}`", default.kind());
        diagnostics.push(Diagnostic::warning("default-of-another-type", default.span, message));
    }
}

fn required_twice(schema: &Node, diagnostics: &mut Vec<Diagnostic>) {
    let names = schema.items("required");
    for (place, name) in names.iter().enumerate() {
        let first = names.iter().take(place).find(|earlier| earlier.same(name));
        if let Some(first) = first {
            let words = name.as_text().unwrap_or("this");
            let diagnostic =
                Diagnostic::warning("doubled-required", name.span, format!("`{words}` is required twice"));
            diagnostics.push(diagnostic.with_related(first.span, "first required here"));
        }
    }
}
