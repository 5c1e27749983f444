//! The intermediate representation of an API: plain data, and from `resolve` on the only source of truth.
//!
//! Every Rust name is decided here, once. Later phases never derive one.

mod bodies;
mod crates;
mod engine_items;
mod features;
mod formats;
mod operations;
mod pagination;
mod parameters;
mod responses;
pub mod rust_type;
mod schemas;
mod support;
mod traits;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::config::{DeriveGroup, Environment, Errors, Package};

pub use crate::config::DateTimes;

pub use bodies::{Body, BodyContent, PartContent, PartField};
pub use crates::{Crates, Needs};
pub use engine_items::{EngineItemError, EngineItems, EngineMethod, EngineStruct};
pub use features::{MODEL_FEATURES, ModelFeature, RUNTIME_FEATURES, RuntimeFeature};
pub use formats::{Format, FormatFacts};
pub use operations::{Operation, ResponseType, Source};
pub use pagination::{NextPage, Pagination};
pub use parameters::{Parameter, ParameterLocation, Style};
pub use responses::{Response, ResponseBody, ResponseCode, ResponseHeader, Status};
pub use schemas::{
    Constant, Field, Schema, Shape, Struct, TagKind, Type, Union, UnionTag, UnionVariant, Variant,
};
pub use support::{Part, SUPPORT, SupportModule};
pub use traits::Traits;

/// An API.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// `info.title`, or the client crate's name.
    pub title: String,
    /// `info.version`; empty if missing.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The name of the client crate.
    pub package: String,
    /// The first server with the defaults of its variables: a URL if it can be the default server, else its path.
    pub server: Option<String>,
    /// The servers to choose from; empty if the first is the only one.
    pub servers: Vec<Server>,
    /// The security schemes in document order.
    pub security_schemes: Vec<SecurityScheme>,
    /// The tags of operations, in document order.
    pub tags: Vec<Tag>,
    /// The operations in document order.
    pub operations: Vec<Operation>,
    /// The schemas that become types, in document order. A hoisted schema follows the one that contained it.
    pub schemas: Vec<Schema>,
    /// The error codes of all operations, each once, in document order.
    pub error_codes: Vec<ErrorCode>,
    /// The environment variables of the client.
    pub environment: Environment,
    /// The locations of error details in responses.
    pub errors: Errors,
    /// How much of the document is typed.
    pub typing: Typing,
    /// Fields of the manifests.
    pub manifest: Package,
    /// The crates of user-supplied types, with their versions.
    pub dependencies: BTreeMap<String, Vec<String>>,
    /// The crates whose trait every model implements.
    pub derives: BTreeSet<DeriveGroup>,
    /// The paths of the user-supplied types with `Eq` and `Hash`.
    pub hashed: BTreeSet<String>,
}

/// How much of a document is typed: counts fields, parameters, bodies and responses whose shape the document states.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typing {
    /// The total.
    pub stated: usize,
    /// Those that are free-form JSON or strings in Rust. Each is reported.
    pub untyped: usize,
}

/// A server ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#server-object)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The function.
    pub function: String,
    /// The URL, with variables in braces.
    pub url: String,
    /// The description in the document.
    pub description: Option<String>,
    /// The variables of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name in the URL.
    pub name: String,
    /// The argument.
    pub argument: String,
    /// The default.
    pub default: String,
    /// The description in the document, and the listed values.
    pub description: Option<String>,
}

/// A security scheme ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#security-scheme-object)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name in the document.
    pub name: String,
    /// The variant of the client's `Credential`.
    pub variant: String,
    /// The constructor of the client's `Credential`.
    pub function: String,
    /// The description in the document.
    pub description: Option<String>,
    /// The location of the secret.
    pub placement: Placement,
}

/// The location of a secret in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// `Authorization: <word> <secret>`.
    Authorization(String),
    /// `Authorization: Basic`, with user name and password.
    Basic,
    /// A header.
    Header(String),
    /// A query parameter.
    Query(String),
    /// A cookie.
    Cookie(String),
}

/// A tag: a module of the client and a cargo feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The name in the document.
    pub name: String,
    /// The module.
    pub module: String,
    /// The cargo feature.
    pub feature: String,
    /// The description in the document.
    pub description: Option<String>,
}

/// An error code of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorCode {
    /// The value on the wire.
    pub value: String,
    /// The variant.
    pub variant: String,
    /// The meaning, from the first response that documents it.
    pub meaning: Option<String>,
}

impl Api {
    /// Whether values of a type are passed by copy.
    pub fn is_copy(&self, ty: &Type) -> bool {
        match ty {
            Type::Integer(_) | Type::Float | Type::Boolean => true,
            Type::Format(format) => format.facts().is_copy,
            Type::Nullable(inner) => self.is_copy(inner),
            Type::Named(name) => match self.schema(name).map(|schema| &schema.shape) {
                Some(Shape::IntEnum(_)) => true,
                Some(Shape::Alias(ty)) => self.is_copy(ty),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether the client has a default server.
    pub fn has_default_server(&self) -> bool {
        self.server.as_ref().is_some_and(|server| !server.starts_with('/'))
    }

    /// Returns the types that the model crate decodes: those of all schemas and response bodies.
    pub fn types(&self) -> Vec<&Type> {
        let bodies = self.operations.iter().flat_map(Operation::response_types);
        let schemas = self.schemas.iter().flat_map(|schema| schema.shape.types());
        Type::with_inner(schemas.chain(bodies).collect())
    }

    /// Returns the formats whose types are in support modules of the model crate.
    pub fn supported_formats(&self) -> impl Iterator<Item = Format> {
        let called = Type::with_inner(self.operations.iter().flat_map(Operation::types).collect());
        let formats = self.types().into_iter().chain(called).filter_map(|ty| match ty {
            Type::Format(format) => Some(*format),
            _ => None,
        });
        formats.filter(|format| format.facts().module.is_some())
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

    /// Returns a schema by type name.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.schemas.iter().find(|schema| schema.name == name)
    }
}
