//! An API as it is generated: plain data, and from `describe` on the only source of truth.
//!
//! Every Rust name is decided here, once. Later stages look names up and never make one.

mod bodies;
mod crates;
mod engine_items;
mod features;
mod operations;
mod pagination;
mod parameters;
mod responses;
pub mod rust_type;
mod schemas;
mod support;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::config::{Environment, Errors, Package};

pub use bodies::{Body, BodyContent, PartContent, PartField};
pub use crates::Crates;
pub use engine_items::{EngineItemError, EngineItems, EngineMethod, EngineStruct};
pub use features::{RUNTIME_FEATURES, RuntimeFeature};
pub use operations::{Operation, ResponseType, Source};
pub use pagination::{NextPage, Paging};
pub use parameters::{Parameter, ParameterLocation, Style};
pub use responses::{Reply, ReplyBody, ReplyCode, ReplyHeader, Status};
pub use schemas::{Field, Schema, Shape, Struct, TagKind, Type, Union, UnionTag, UnionVariant, Variant};
pub use support::{Part, SUPPORT, SupportModule};

/// An API.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// `info.title`, or the client crate's name.
    pub title: String,
    /// `info.version`; empty where the document has none.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The client crate.
    pub package: String,
    /// The first server, with the defaults of its variables: its URL if requests can go there unasked, otherwise its path.
    pub server: Option<String>,
    /// Servers to choose from: none where the first is all there is to say.
    pub servers: Vec<Server>,
    /// Security schemes, in the document's order.
    pub security_schemes: Vec<SecurityScheme>,
    /// Tags that an operation has, in the document's order.
    pub tags: Vec<Tag>,
    /// Operations, in the document's order.
    pub operations: Vec<Operation>,
    /// Schemas that become types, in the document's order; one that was hoisted follows the one it stood in.
    pub schemas: Vec<Schema>,
    /// Error codes of all operations, each once, in the document's order.
    pub error_codes: Vec<ErrorCode>,
    /// Environment variables of the client.
    pub environment: Environment,
    /// Where error replies say what went wrong.
    pub errors: Errors,
    /// How much of what the document describes has a type.
    pub typing: Typing,
    /// What the manifests of the crates say.
    pub manifest: Package,
    /// Crates that types of the settings come from, with their versions as manifests write them.
    pub dependencies: BTreeMap<String, String>,
}

/// How much of what a document describes has a type: its fields, parameters, bodies and replies whose shape it states.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typing {
    /// All of them.
    pub stated: usize,
    /// Those that come out as free-form JSON or text all the same. Each is a diagnostic.
    pub untyped: usize,
}

/// A server ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#server-object)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its function.
    pub function: String,
    /// Its address, with variables in braces.
    pub url: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// The variables in its address.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name in the address.
    pub name: String,
    /// Its argument.
    pub argument: String,
    /// What it is unless it is given.
    pub default: String,
    /// What the document says of it, and the values that it lists.
    pub description: Option<String>,
}

/// A security scheme ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#security-scheme-object)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// Its variant of the client's `Credential`.
    pub variant: String,
    /// Its constructor on the client's `Credential`.
    pub function: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Where the secret goes.
    pub placement: Placement,
}

/// Where a secret goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// `Authorization: <word> <secret>`.
    Authorization(String),
    /// `Authorization: Basic`, of a user name and a password.
    Basic,
    /// A header of its own.
    Header(String),
    /// A parameter of the query.
    Query(String),
    /// A cookie.
    Cookie(String),
}

/// A tag: a module of the client and a cargo feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name in the document.
    pub name: String,
    /// Its module.
    pub module: String,
    /// Its cargo feature.
    pub feature: String,
    /// What the document says of it.
    pub description: Option<String>,
}

/// An error code of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorCode {
    /// Its text on the wire.
    pub value: String,
    /// Its variant.
    pub variant: String,
    /// What it means, where a reply first says so.
    pub meaning: Option<String>,
}

impl Api {
    /// Whether values of a type are copied rather than borrowed.
    pub fn is_copy(&self, ty: &Type) -> bool {
        match ty {
            Type::Integer(_) | Type::Float | Type::Boolean | Type::DateTime | Type::Date | Type::Uuid => true,
            Type::Nullable(inner) => self.is_copy(inner),
            Type::Named(name) => match self.schema(name).map(|schema| &schema.shape) {
                Some(Shape::IntEnum(_)) => true,
                Some(Shape::Alias(ty)) => self.is_copy(ty),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether requests go somewhere unless the caller says where.
    pub fn has_default_server(&self) -> bool {
        self.server.as_ref().is_some_and(|server| !server.starts_with('/'))
    }

    /// Every type that a model has somewhere.
    pub fn types(&self) -> Vec<&Type> {
        Type::with_inner(self.schemas.iter().flat_map(|schema| schema.shape.types()).collect())
    }

    /// The names of the types that only responses contain. Callers never have to create a value of one.
    pub fn received_only(&self) -> BTreeSet<&str> {
        let sent = self.reachable(self.operations.iter().flat_map(Operation::sent_types).collect());
        let all = self.reachable(self.operations.iter().flat_map(Operation::types).collect());
        all.difference(&sent).copied().collect()
    }

    /// The names of the types that some types contain, however deep.
    fn reachable<'a>(&'a self, types: Vec<&'a Type>) -> BTreeSet<&'a str> {
        let schemas: HashMap<&str, &Schema> =
            self.schemas.iter().map(|schema| (schema.name.as_str(), schema)).collect();
        let mut reached = BTreeSet::new();
        let mut names: Vec<&str> = types.into_iter().filter_map(Type::named).collect();
        while let Some(name) = names.pop() {
            if reached.insert(name)
                && let Some(schema) = schemas.get(name)
            {
                names.extend(schema.shape.types().into_iter().filter_map(Type::named));
            }
        }
        reached
    }

    /// A schema by the name of its type.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.schemas.iter().find(|schema| schema.name == name)
    }
}
