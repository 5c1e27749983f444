//! Schemas to types. Components keep their names; what is written inline is hoisted under the name of what it is in.

use std::collections::HashMap;

use super::Context;
use crate::api::{Field, Schema, Shape, Type, Variant};
use crate::finding::{Finding, Severity};
use crate::names::{Unique, camel, snake};
use crate::tree::{Node, Span};

/// Names that a model crate uses itself.
const TAKEN: [&str; 1] = ["ErrorCode"];
/// Keywords that narrow what values a type may have, which the type itself does not check: the server does.
const VALIDATION: [&str; 14] = [
    "title",
    "default",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "deprecated",
];

/// The schemas so far.
pub(super) struct Schemas {
    types: Unique,
    /// Components by their key.
    names: HashMap<String, String>,
    done: Vec<Schema>,
}

/// A type, and whether its schema allows null.
pub(super) struct TypeUse {
    pub(super) ty: Type,
    pub(super) nullable: bool,
}

impl Schemas {
    /// Names all components, and describes none yet.
    pub(super) fn new(context: &mut Context<'_>) -> Self {
        let root = context.root;
        let mut schemas = Self { types: Unique::without(&TAKEN), names: HashMap::new(), done: Vec::new() };
        let section =
            context.get(root, "components").and_then(|components| context.get(components, "schemas"));
        for (key, _) in section.and_then(Node::as_object).into_iter().flatten() {
            let name = schemas.types.give(camel(key));
            schemas.names.insert(key.clone(), name);
        }
        schemas
    }

    /// Describes all components, after what was hoisted for operations.
    pub(super) fn finish(mut self, context: &mut Context<'_>) -> Vec<Schema> {
        let section = crate::openapi::components(context.root, "schemas");
        let hoisted = std::mem::take(&mut self.done);
        for (key, node) in section.into_iter().flatten() {
            context.census.read(node);
            if let Some(name) = self.names.get(key).cloned() {
                self.component(context, name, node);
            }
        }
        self.done.extend(hoisted);
        self.done
    }

    fn component<'t>(&mut self, context: &mut Context<'t>, name: String, node: &'t Node) {
        let place = self.done.len();
        let description = context.prose(node, "description");
        let shape = match self.shape(context, &name, node) {
            Some(shape) => shape,
            None => Shape::Alias(self.type_use(context, &name, node).ty),
        };
        let schema = Schema { span: node.head(), name, description, shape, tags: Default::default() };
        self.done.insert(place, schema);
    }

    /// The shape of a schema that needs a type of its own: an object with properties, or an enum.
    fn shape<'t>(&mut self, context: &mut Context<'t>, name: &str, node: &'t Node) -> Option<Shape> {
        if node.reference().is_some() {
            return None;
        }
        if node.get("properties").is_some() {
            context.get(node, "type");
            self.validation(context, node);
            return Some(Shape::Struct(self.fields(context, name, node)));
        }
        let is_text = node.get("type").and_then(Node::as_str) == Some("string");
        if is_text && node.get("enum").is_some() {
            context.get(node, "type");
            self.validation(context, node);
            return Some(Shape::Enum(variants(context, node)));
        }
        None
    }

    fn fields<'t>(&mut self, context: &mut Context<'t>, name: &str, node: &'t Node) -> Vec<Field> {
        let required: Vec<_> = context.items(node, "required").iter().filter_map(Node::as_text).collect();
        let properties = context.get(node, "properties").and_then(Node::as_object);
        if let Some(extra) = node.get("additionalProperties").filter(|extra| extra.as_bool() != Some(false)) {
            context.unsupported(extra, "properties beside named ones are not supported");
        } else {
            context.get(node, "additionalProperties");
        }
        let mut names = Unique::without(&["new"]);
        let mut fields = Vec::new();
        for (wire, property) in properties.into_iter().flatten() {
            context.census.read(property);
            let description = context.prose(property, "description");
            let TypeUse { ty, nullable } = self.type_use(context, &format!("{name} {wire}"), property);
            let required = required.contains(&wire.as_str());
            if nullable && !required {
                let message = format!("`{wire}` may be null or absent, and both are read as absent");
                context.findings.push(Finding::new(
                    Severity::Approximation,
                    "null-or-absent",
                    property.head(),
                    message,
                ));
            }
            let name = names.give(snake(wire));
            fields.push(Field { wire: wire.clone(), name, description, ty, required, nullable });
        }
        fields
    }

    /// The type of a schema where it is used. `path` names the place, for a type that is hoisted from it.
    pub(super) fn type_use<'t>(&mut self, context: &mut Context<'t>, path: &str, node: &'t Node) -> TypeUse {
        let nullable = context.get(node, "nullable").and_then(Node::as_bool).unwrap_or_default();
        if let Some(reference) = node.reference() {
            context.census.read(reference);
            context.get(node, "description");
            return TypeUse { ty: self.referred(context, node, reference), nullable };
        }
        if let Some(parts) = node.get("allOf").and_then(Node::as_array) {
            return self.all_of(context, path, node, parts, nullable);
        }
        if let Some(key) = ["oneOf", "anyOf", "not"].into_iter().find(|key| node.get(key).is_some()) {
            context.unsupported(node, format!("`{key}` is not supported"));
            return TypeUse { ty: Type::Any, nullable };
        }
        let name = camel(path);
        if node.get("properties").is_some() || node.get("enum").is_some() {
            return TypeUse { ty: self.hoist(context, name, node), nullable };
        }
        self.validation(context, node);
        TypeUse { ty: self.plain(context, path, node), nullable }
    }

    fn hoist<'t>(&mut self, context: &mut Context<'t>, name: String, node: &'t Node) -> Type {
        let name = self.types.give(name);
        let description = context.prose(node, "description");
        match self.shape(context, &name, node) {
            Some(shape) => {
                let schema = Schema {
                    span: node.head(),
                    name: name.clone(),
                    description,
                    shape,
                    tags: Default::default(),
                };
                self.done.push(schema);
                Type::Named(name)
            }
            None => {
                context.unsupported(node, "an `enum` of anything but text is not supported");
                Type::Any
            }
        }
    }

    fn referred(&self, context: &mut Context<'_>, node: &Node, reference: &Node) -> Type {
        let key = reference.as_str().and_then(|text| text.strip_prefix("#/components/schemas/"));
        let name =
            key.map(|key| key.replace("~1", "/").replace("~0", "~")).and_then(|key| self.names.get(&key));
        match name {
            Some(name) => Type::Named(name.clone()),
            None => {
                context.unsupported(
                    node,
                    "a reference into something else than `#/components/schemas` is not supported",
                );
                Type::Any
            }
        }
    }

    /// `allOf` with one part is that part, with words of its own.
    fn all_of<'t>(
        &mut self,
        context: &mut Context<'t>,
        path: &str,
        node: &'t Node,
        parts: &'t [Node],
        nullable: bool,
    ) -> TypeUse {
        context.items(node, "allOf");
        context.get(node, "description");
        match parts {
            [part] => {
                let inner = self.type_use(context, path, part);
                TypeUse { ty: inner.ty, nullable: nullable || inner.nullable }
            }
            _ => {
                context.unsupported(node, "`allOf` of several parts is not supported");
                TypeUse { ty: Type::Any, nullable }
            }
        }
    }

    fn plain<'t>(&mut self, context: &mut Context<'t>, path: &str, node: &'t Node) -> Type {
        let kind = context.text(node, "type");
        let format = context.text(node, "format");
        match (kind.as_deref(), format.as_deref()) {
            (Some("string"), Some("date-time")) => Type::DateTime,
            (Some("string"), Some("date")) => Type::Date,
            (Some("string"), _) => Type::Text,
            (Some("boolean"), _) => Type::Boolean,
            (Some("integer"), Some("int32")) => Type::Int32,
            (Some("integer"), _) => Type::Int64,
            (Some("number"), _) => Type::Float,
            (Some("array"), _) => {
                let items = context.get(node, "items");
                let inner = items.map(|items| self.type_use(context, &format!("{path} item"), items));
                Type::List(Box::new(inner.map_or(Type::Any, |inner| inner.ty)))
            }
            (Some("object"), _) => {
                let values =
                    context.get(node, "additionalProperties").filter(|values| values.as_bool().is_none());
                let inner = values.map(|values| self.type_use(context, &format!("{path} value"), values));
                Type::Map(Box::new(inner.map_or(Type::Any, |inner| inner.ty)))
            }
            (None, _) => Type::Any,
            (Some(other), _) => {
                context.unsupported(node, format!("`{other}` is no type of OpenAPI 3.0"));
                Type::Any
            }
        }
    }

    fn validation<'t>(&self, context: &mut Context<'t>, node: &'t Node) {
        context.get(node, "description");
        for key in VALIDATION {
            if let Some(child) = context.get(node, key) {
                context.census.read_whole(child);
            }
        }
    }
}

fn variants<'t>(context: &mut Context<'t>, node: &'t Node) -> Vec<Variant> {
    let mut names = Unique::without(&["Other"]);
    let mut variants = Vec::new();
    let mut seen: Vec<(&str, Span)> = Vec::new();
    for item in context.items(node, "enum") {
        match item.as_str() {
            Some(text) => match seen.iter().find(|(value, _)| *value == text) {
                Some((_, first)) => {
                    let finding = Finding::warning(
                        "doubled-enum-value",
                        item.span,
                        format!("`{text}` is listed twice"),
                    );
                    context.findings.push(finding.with_related(*first, "first listed here"));
                }
                None => {
                    seen.push((text, item.span));
                    variants.push(Variant { value: text.to_owned(), name: names.give(camel(text)) });
                }
            },
            None => {
                let message = format!("this value of a text enum is {}", item.kind());
                let help = "put quotes around it, if it is meant as text";
                context.findings.push(Finding::warning("enum-value", item.span, message).with_help(help));
            }
        }
    }
    variants
}
