//! What the keys on the way to a node say of it: whether its keys are OpenAPI's words or names that somebody chose.
//!
//! A reply that is called `default` and a property that is called `example` are names; the same words elsewhere hold data.
//! Every walk over a whole document goes by this.

use crate::document::{Node, Value};

/// Keys that describe nothing on the wire, wherever they stand: prose for readers of the document.
const ANNOTATIONS: [&str; 6] =
    ["example", "examples", "externalDocs", "contact", "license", "termsOfService"];

/// Keys whose value is data, in which `$ref` is a key like any other.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];
/// Keys whose value is text for readers, in which nothing is a reference.
const PROSE: [&str; 3] = ["description", "summary", "title"];
/// Keys whose value is a schema, or a list of schemas.
const SCHEMA: [&str; 18] = [
    "schema",
    "itemSchema",
    "items",
    "additionalProperties",
    "additionalItems",
    "not",
    "contains",
    "contentSchema",
    "propertyNames",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "prefixItems",
];
/// Keys whose value maps names to schemas.
const SCHEMAS: [&str; 6] =
    ["properties", "patternProperties", "schemas", "$defs", "definitions", "dependentSchemas"];
/// Keys whose value maps names to anything else.
const NAMED: [&str; 12] = [
    "parameters",
    "requestBodies",
    "headers",
    "securitySchemes",
    "securityDefinitions",
    "content",
    "callbacks",
    "links",
    "variables",
    "webhooks",
    "pathItems",
    "encoding",
];
/// Keys whose value maps names, and may have extensions beside them
/// ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#specification-extensions)).
const EXTENDED: [&str; 2] = ["paths", "responses"];

/// What a node is, as far as the keys on the way say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyContext {
    /// A schema.
    Schema,
    /// A map of names to schemas.
    Schemas,
    /// A map of names to anything else.
    Named,
    /// A map of names to anything else, with extensions.
    Extended,
    /// Anything else.
    Other,
}

impl KeyContext {
    /// An item of a list that stands here. A list is no map, whatever its name.
    pub fn item(self) -> Self {
        if self == Self::Schema { Self::Schema } else { Self::Other }
    }

    /// The value of a key of an object that stands here.
    pub fn below(self, key: &str) -> Self {
        match self {
            Self::Schemas => Self::Schema,
            Self::Named | Self::Extended => Self::Other,
            _ if SCHEMA.contains(&key) => Self::Schema,
            _ if SCHEMAS.contains(&key) => Self::Schemas,
            _ if NAMED.contains(&key) => Self::Named,
            _ if EXTENDED.contains(&key) => Self::Extended,
            _ => Self::Other,
        }
    }

    /// Whether the keys of an object that stands here are names that somebody chose.
    pub fn has_names(self) -> bool {
        matches!(self, Self::Schemas | Self::Named | Self::Extended)
    }

    /// Whether a key of an object that stands here has a value that is no part of the description: data, text for readers, or an
    /// extension.
    pub fn is_data(self, key: &str) -> bool {
        !self.has_names() && (DATA.contains(&key) || PROSE.contains(&key) || key.starts_with("x-"))
    }

    /// Whether a key of an object that stands here is an extension.
    pub fn is_extension(self, key: &str) -> bool {
        key.starts_with("x-") && !matches!(self, Self::Schemas | Self::Named)
    }
}

/// The children of a node with their places, less those that are data.
pub fn children(node: &Node, context: KeyContext) -> Vec<(&Node, KeyContext)> {
    match &node.value {
        Value::Array(items) => items.iter().map(|item| (item, context.item())).collect(),
        Value::Object(object) => {
            let said = object.iter().filter(|(key, _)| !context.is_data(key));
            said.map(|(key, child)| (child, context.below(key))).collect()
        }
        _ => Vec::new(),
    }
}

/// The same, to be changed.
pub fn children_mut(node: &mut Node, context: KeyContext) -> Vec<(&mut Node, KeyContext)> {
    match &mut node.value {
        Value::Array(items) => items.iter_mut().map(|item| (item, context.item())).collect(),
        Value::Object(object) => {
            let said = object.iter_mut().filter(|(key, _)| !context.is_data(key));
            said.map(|(key, child)| (child, context.below(key))).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a key of an object at some place describes nothing on the wire. A name that somebody chose does not tell.
pub(crate) fn is_annotation(context: KeyContext, key: &str) -> bool {
    context.is_extension(key) || (!context.has_names() && ANNOTATIONS.contains(&key))
}
