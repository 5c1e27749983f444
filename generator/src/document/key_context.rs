//! Tells keys that OpenAPI defines from names that the document's author chose.
//!
//! A response named `default` and a property named `example` are names; elsewhere the same words are keywords. Every
//! walk over a document uses this.

use crate::document::{Node, Value};

/// Keys that do not affect the wire format: prose for readers.
const ANNOTATIONS: [&str; 6] =
    ["example", "examples", "externalDocs", "contact", "license", "termsOfService"];

/// Keys whose value is data, in which `$ref` has no meaning.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];
/// Keys whose value is prose.
const PROSE: [&str; 3] = ["description", "summary", "title"];
/// Keys whose value is a schema, or an array of schemas.
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
/// Keys whose value maps names, next to extensions ([OpenAPI
/// 3.0](https://spec.openapis.org/oas/v3.0.3#specification-extensions)).
const EXTENDED: [&str; 2] = ["paths", "responses"];

/// The role of a node, according to the keys above it.
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
    /// Returns the role of an item of an array. An array is not a map of names.
    pub fn item(self) -> Self {
        if self == Self::Schema { Self::Schema } else { Self::Other }
    }

    /// Returns the role of the value of a key.
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

    /// Whether the keys of an object in this role are names that an author chose.
    pub fn has_names(self) -> bool {
        matches!(self, Self::Schemas | Self::Named | Self::Extended)
    }

    /// Whether the value of a key is not part of the interface: data, prose or an extension.
    pub fn is_data(self, key: &str) -> bool {
        !self.has_names() && (DATA.contains(&key) || PROSE.contains(&key) || key.starts_with("x-"))
    }

    /// Whether a key is an extension.
    pub fn is_extension(self, key: &str) -> bool {
        key.starts_with("x-") && !matches!(self, Self::Schemas | Self::Named)
    }
}

/// Returns the children of a node with their roles, except those that are data.
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

/// Like [`children`], but mutable.
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

/// Whether a key does not affect the wire format. A name that an author chose is not an annotation.
pub(crate) fn is_annotation(context: KeyContext, key: &str) -> bool {
    context.is_extension(key) || (!context.has_names() && ANNOTATIONS.contains(&key))
}
