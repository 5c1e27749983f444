//! Types without a name: strings, numbers, arrays, maps.

use super::super::Context;
use super::formats;
use super::integers::integer;
use super::others::Others;
use super::parts::Leaves;
use super::{Place, Schemas};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;
use crate::ir::{Shape, Type};

/// The longest tuple that serde supports.
const LONGEST_TUPLE: usize = 16;

impl<'t> Schemas<'t> {
    pub(super) fn plain(&mut self, context: &mut Context<'t>, name: &str, leaves: &Leaves<'t>) -> Type {
        let kind = leaves.get(context, "type");
        let format = leaves.get(context, "format").and_then(Node::as_str);
        let values = leaves.get(context, "enum");
        let kind_name = kind.and_then(Node::as_str).or_else(|| inferred(leaves, values));
        if let Some(ty) = kind_name.and_then(|kind| formats::of_number(context, kind, format)) {
            return ty;
        }
        match kind_name {
            Some("string") => {
                match format.and_then(|format| context.setting(&context.config.types.formats, format)) {
                    Some(replacement) => Type::External(replacement.rust.clone()),
                    None => formats::of_text(context, leaves, format),
                }
            }
            Some("boolean") => Type::Boolean,
            Some("integer") => integer(context, leaves, format),
            Some("number") if matches!(format, Some("int32" | "int64")) => integer(context, leaves, format),
            Some("number") => Type::Float,
            Some("array") => Type::List(Box::new(self.item(context, name, leaves))),
            Some("object") => Type::Map(Box::new(self.value(context, name, leaves))),
            Some(other) => {
                if let Some(node) = kind {
                    let message = format!("`{other}` is not a type; read as any JSON");
                    context.diagnostics.push(Diagnostic::warning("unknown-type", node.head(), message));
                }
                Type::Any
            }
            None => Type::Any,
        }
    }

    /// Returns the type of a tuple: an array of a fixed length with a schema per index ([JSON Schema,
    /// `prefixItems`](https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.1.1)).
    pub(super) fn tuple(
        &mut self,
        context: &mut Context<'t>,
        name: &str,
        leaves: &Leaves<'t>,
    ) -> Option<Shape> {
        let items = leaves.nodes.iter().find_map(|node| node.get("prefixItems")?.as_array())?;
        let limit =
            |key: &str| leaves.nodes.iter().find_map(|node| node.get(key)?.as_text()?.parse::<usize>().ok());
        let is_closed =
            leaves.nodes.iter().any(|node| node.get("items").and_then(Node::as_bool) == Some(false));
        let is_bounded = is_closed || limit("maxItems") == Some(items.len());
        if !(2..=LONGEST_TUPLE).contains(&items.len()) || !is_bounded {
            return None;
        }
        leaves.get(context, "prefixItems");
        leaves.get(context, "items");
        if limit("minItems") != Some(items.len()) {
            let message = "a shorter array is rejected, although the document allows it";
            let at = leaves.get(context, "prefixItems").map_or(context.root.span, Node::head);
            context.diagnostics.push(Diagnostic::new(Severity::Approximation, "tuple", at, message));
        }
        let types = items.iter().enumerate().map(|(index, item)| {
            self.type_use(context, &Place::element(name, format!("item {}", index + 1)), item).whole()
        });
        Some(Shape::Tuple(types.collect()))
    }

    fn item(&mut self, context: &mut Context<'t>, name: &str, leaves: &Leaves<'t>) -> Type {
        if let Some(tuple) = leaves.get(context, "prefixItems") {
            context.tracker.read_whole(tuple);
            let message = "an array with a type per position and further items is read as any JSON";
            context.diagnostics.push(Diagnostic::new(
                Severity::Approximation,
                "tuple",
                tuple.head(),
                message,
            ));
            leaves.get(context, "items");
            return Type::Any;
        }
        let items = leaves.all(context, "items");
        let items: Vec<&'t Node> = items.into_iter().filter(|items| items.as_object().is_some()).collect();
        match items.as_slice() {
            [] => Type::Any,
            parts => self.type_of(context, &Place::element(name, "item".to_owned()), parts).whole(),
        }
    }

    fn value(&mut self, context: &mut Context<'t>, name: &str, leaves: &Leaves<'t>) -> Type {
        let others = Others::of(context, leaves);
        self.others(context, name, &others, false)
    }
}

/// Infers a missing `type` from other keywords.
fn inferred(leaves: &Leaves<'_>, values: Option<&Node>) -> Option<&'static str> {
    let has = |key: &str| leaves.nodes.iter().any(|node| node.get(key).is_some());
    let all = |kind: &str| {
        values
            .and_then(Node::as_array)
            .is_some_and(|items| !items.is_empty() && items.iter().all(|item| item.kind() == kind))
    };
    match () {
        () if has("additionalProperties") || has("patternProperties") => Some("object"),
        () if leaves.nodes.iter().any(|node| is_of_text(node)) => Some("string"),
        () if has("items") || has("prefixItems") => Some("array"),
        () if all("a boolean") => Some("boolean"),
        () if all("a number") => Some("number"),
        () if all("a string") => Some("string"),
        () => None,
    }
}

/// Whether a schema has a format that applies only to strings.
pub(super) fn is_of_text(node: &Node) -> bool {
    matches!(node.get("format").and_then(Node::as_str), Some("date-time" | "date" | "uuid"))
}
