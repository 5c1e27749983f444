//! An API as it is generated: plain data, and from `describe` on the only source of truth.
//!
//! Every Rust name is decided here, once. Later stages look names up and never make one.

use std::collections::BTreeSet;

use crate::config::{Environment, Errors};
use crate::tree::Span;

/// An API.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The client crate.
    pub package: String,
    /// The first server, if it is absolute.
    pub server: Option<String>,
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
    /// A header of its own.
    Header(String),
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

/// An operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Where it is written.
    pub span: Span,
    /// `operationId`.
    pub id: String,
    /// Its method on the client.
    pub function: String,
    /// Its constant table.
    pub constant: String,
    /// Its type of documented errors.
    pub error: String,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template, as the document has it.
    pub path: String,
    /// One line about it.
    pub summary: Option<String>,
    /// More about it.
    pub description: Option<String>,
    /// Whether callers are told to use something else.
    pub deprecated: bool,
    /// Places in [`Api::tags`]. The first one's module holds the operation.
    pub tags: Vec<usize>,
    /// Parameters, in the document's order.
    pub parameters: Vec<Parameter>,
    /// The body, if it takes one.
    pub body: Option<Body>,
    /// Replies, in the document's order.
    pub replies: Vec<Reply>,
    /// Alternatives, each a set of security schemes by name. Empty: open to everybody.
    pub security: Vec<Vec<String>>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// Its argument.
    pub argument: String,
    /// Where it goes.
    pub location: ParameterLocation,
    /// What the document says of it.
    pub description: Option<String>,
    /// Its type.
    pub ty: Type,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterLocation {
    /// A segment of the path, or part of one.
    Path,
}

/// A request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Its argument.
    pub argument: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Its type, as JSON.
    pub ty: Type,
}

/// A documented reply.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// Which statuses.
    pub status: Status,
    /// Its variant of the operation's type of errors; successes have none.
    pub variant: Option<String>,
    /// What the document says of it.
    pub description: String,
    /// Its body, as JSON.
    pub body: Option<Type>,
    /// The error codes that come with it.
    pub codes: Vec<ReplyCode>,
}

/// Which statuses a reply is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One.
    Code(u16),
    /// A class: `4` for `4XX`.
    Class(u16),
    /// Those that no other reply is for.
    Default,
}

impl Status {
    /// The status that a key of `responses` stands for.
    pub fn parse(key: &str) -> Option<Self> {
        match key {
            "default" => Some(Self::Default),
            _ if key.len() == 3 && key.ends_with("XX") => {
                key.get(..1)?.parse().ok().filter(|class| (1..=5).contains(class)).map(Self::Class)
            }
            _ if key.len() == 3 => key.parse().ok().filter(|code| (100..=599).contains(code)).map(Self::Code),
            _ => None,
        }
    }

    /// Whether a call returns it, rather than an error.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Class(2))
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(formatter, "{code}"),
            Self::Class(class) => write!(formatter, "{class}XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

/// An error code that a reply can bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyCode {
    /// The place in [`Api::error_codes`].
    pub code: usize,
    /// What the reply's description says it means.
    pub meaning: Option<String>,
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

/// A schema that becomes a type of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// Where it is written.
    pub span: Span,
    /// Its type.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// What it holds.
    pub shape: Shape,
    /// Tags whose operations reach it, as places in [`Api::tags`]. Empty: it is always there.
    pub tags: BTreeSet<usize>,
}

/// What a type holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Named fields.
    Struct(Vec<Field>),
    /// One of some texts, or another that the document does not know of.
    Enum(Vec<Variant>),
    /// Another type under this name.
    Alias(Type),
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in Rust.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Its type.
    pub ty: Type,
    /// Whether it is always there.
    pub required: bool,
    /// Whether null is a value of it, rather than another way of leaving it out.
    pub nullable: bool,
}

/// A value of an open enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Its text on the wire.
    pub value: String,
    /// Its name in Rust.
    pub name: String,
}

/// A type where it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A type of [`Api::schemas`], by name.
    Named(String),
    /// Text.
    Text,
    /// A moment in time ([RFC 3339](https://www.rfc-editor.org/rfc/rfc3339)).
    DateTime,
    /// A day.
    Date,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number of 64 bits.
    Int64,
    /// A number.
    Float,
    /// True or false.
    Boolean,
    /// A list.
    List(Box<Type>),
    /// Text to values.
    Map(Box<Type>),
    /// Any JSON.
    Any,
}

impl Api {
    /// A schema by the name of its type.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.schemas.iter().find(|schema| schema.name == name)
    }
}
