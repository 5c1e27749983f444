//! Measures how much of a document is typed: which fields, parameters, bodies and responses whose shape the document
//! states became free-form JSON or strings.

use std::collections::HashMap;

use super::Context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::{UNRESOLVED, follow};
use crate::document::{Node, Span, Value};
use crate::ir::{Schema, Shape, Type, Typing};

/// The maximum depth of the search for a shape. A deeper schema counts as having one.
const DEPTH: usize = 12;

/// A use of a type.
pub(super) struct Use {
    span: Span,
    stated: bool,
    /// None for text and bytes.
    ty: Option<Type>,
}

/// Records a use: the schemas that apply, and the resulting type.
pub(super) fn note(context: &mut Context<'_>, parts: &[&Node], ty: Option<&Type>) {
    let Some(first) = parts.first() else { return };
    let stated = parts.iter().any(|part| states(context.root, part, DEPTH));
    context.uses.push(Use { span: first.head(), stated, ty: ty.cloned() });
}

/// Counts the uses, and reports those that are less specific than the document.
pub(super) fn finish(context: &mut Context<'_>, schemas: &[Schema]) -> Typing {
    let shapes: HashMap<&str, &Shape> =
        schemas.iter().map(|schema| (schema.name.as_str(), &schema.shape)).collect();
    let mut typing = Typing::default();
    for usage in std::mem::take(&mut context.uses).into_iter().filter(|usage| usage.stated) {
        typing.stated += 1;
        if usage.ty.as_ref().is_none_or(|ty| is_free(ty, &shapes)) {
            typing.untyped += 1;
            let what = if usage.ty.is_some() { "free-form JSON" } else { "a string or bytes" };
            let message = format!("this is generated as {what}, although the document is more specific");
            context.diagnostics.push(Diagnostic::new(
                Severity::Approximation,
                "untyped",
                usage.span,
                message,
            ));
        }
    }
    typing
}

/// Whether a type contains free-form JSON.
fn is_free(ty: &Type, shapes: &HashMap<&str, &Shape>) -> bool {
    match ty {
        Type::Any => true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            is_free(inner, shapes)
        }
        Type::Named(name) => match shapes.get(name.as_str()) {
            Some(Shape::Alias(ty)) => is_free(ty, shapes),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a schema says more than JSON, object or array.
fn states(root: &Node, node: &Node, depth: usize) -> bool {
    let Some(node) = follow(root, node).filter(|_| depth > 0) else { return depth == 0 };
    if node.get(UNRESOLVED).is_some() {
        return true;
    }
    let below = |node: &Node| states(root, node, depth - 1);
    let list = |key: &str| node.items(key);
    let is_given = |key: &str| node.get(key).and_then(Node::as_object).is_some_and(|keys| !keys.is_empty());
    if !list("enum").is_empty() || is_given("properties") || list("allOf").iter().any(below) {
        return true;
    }
    let is_dynamic = node.get("$dynamicRef").is_some();
    let maps = ["patternProperties", "dependentSchemas"].map(|key| node.get(key).and_then(Node::as_object));
    let one_of_maps = maps.into_iter().flatten().flat_map(|schemas| schemas.values()).any(below);
    let conditional = ["then", "else", "unevaluatedProperties"].map(|key| node.get(key));
    let is_object = |node: &&Node| node.as_object().is_some();
    if is_dynamic || one_of_maps || conditional.into_iter().flatten().filter(is_object).any(below) {
        return true;
    }
    let alternatives: Vec<&Node> = list("oneOf").iter().chain(list("anyOf")).collect();
    if !alternatives.is_empty() {
        return alternatives.into_iter().all(below);
    }
    match node.get_str("type") {
        Some("string" | "integer" | "number" | "boolean") => true,
        Some("array") => !list("prefixItems").is_empty() || node.get("items").is_some_and(below),
        Some("object") | None => node.get("additionalProperties").is_some_and(|values| match values.value {
            Value::Object(_) => below(values),
            _ => false,
        }),
        Some(_) => false,
    }
}
