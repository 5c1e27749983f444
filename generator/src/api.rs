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
    /// Its type of optional arguments, used where there are any.
    pub options: String,
    /// Its type of replies, used where successes differ.
    pub reply: String,
    /// The first server of its own, if it has one that is absolute.
    pub server: Option<String>,
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
    /// Its argument, or its field of the options.
    pub argument: String,
    /// Where it goes.
    pub location: ParameterLocation,
    /// How its value is written.
    pub style: Style,
    /// What the document says of it.
    pub description: Option<String>,
    /// Whether it has to be given.
    pub required: bool,
    /// Its type.
    pub ty: Type,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterLocation {
    /// A segment of the path, or part of one.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a value becomes text ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#style-values)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a,b`; exploded objects `k=v,k=v`.
    Simple {
        /// Whether keys and values are joined by `=`.
        explode: bool,
    },
    /// `.a.b`.
    Label {
        /// Whether dots separate the values.
        explode: bool,
    },
    /// `;name=a,b`.
    Matrix {
        /// Whether each value has the name.
        explode: bool,
    },
    /// `name=a&name=b`, or `name=a,b`.
    Form {
        /// Whether each value has the name.
        explode: bool,
    },
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a|b`.
    PipeDelimited,
    /// `name[key]=value`.
    DeepObject,
    /// The value as JSON.
    Json,
}

/// A request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Its argument.
    pub argument: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Whether it has to be given.
    pub required: bool,
    /// The media type that is sent.
    pub media_type: String,
    /// What it holds.
    pub content: BodyContent,
}

/// What a request body holds.
#[derive(Debug, Clone, PartialEq)]
pub enum BodyContent {
    /// JSON.
    Json(Type),
    /// A form, `application/x-www-form-urlencoded`.
    Form(Type),
    /// Parts, `multipart/form-data`: a struct of the client crate with these fields.
    Multipart {
        /// The struct.
        name: String,
        /// Its fields.
        fields: Vec<PartField>,
    },
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A part of a multipart body.
#[derive(Debug, Clone, PartialEq)]
pub struct PartField {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in Rust.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Whether it has to be given.
    pub required: bool,
    /// What it holds.
    pub content: PartContent,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq)]
pub enum PartContent {
    /// A file.
    File,
    /// Several files, a part each.
    Files,
    /// A value: text as it is, anything else as JSON.
    Value(Type),
    /// Several values, a part each.
    Values(Type),
}

/// A documented reply.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// Which statuses.
    pub status: Status,
    /// Whether a call returns it, rather than an error.
    pub success: bool,
    /// Its variant of the operation's type of errors, or of replies where there are several.
    pub variant: String,
    /// What the document says of it.
    pub description: String,
    /// Its body.
    pub body: ReplyBody,
    /// The media type that is asked for, without parameters; none when there is no body.
    pub media_type: Option<String>,
    /// The error codes that come with it.
    pub codes: Vec<ReplyCode>,
}

/// What a reply's body holds.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplyBody {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
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
            _ if key.len() == 3 && key.to_ascii_uppercase().ends_with("XX") => {
                key.get(..1)?.parse().ok().filter(|class| (1..=5).contains(class)).map(Self::Class)
            }
            _ if key.len() == 3 => key.parse().ok().filter(|code| (100..=599).contains(code)).map(Self::Code),
            _ => None,
        }
    }

    /// Whether it says that something went wrong.
    pub fn is_error(self) -> bool {
        matches!(self, Self::Code(400..=599) | Self::Class(4 | 5))
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
    Struct(Struct),
    /// One of some texts, or another that the document does not know of.
    Texts(Vec<Variant<String>>),
    /// One of some whole numbers, or another that the document does not know of.
    Numbers(Vec<Variant<i64>>),
    /// One of several types.
    Union(Union),
    /// Another type under this name.
    Alias(Type),
    /// A type that holds one value, because an alias could not refer to itself.
    Newtype(Type),
}

/// An object with named fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Struct {
    /// The fields, in the document's order.
    pub fields: Vec<Field>,
    /// The type of properties that have no field of their own, where the document allows them in words.
    pub rest: Option<Type>,
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
    /// Whether its own fields stand beside this struct's.
    pub flatten: bool,
}

/// A value of an open enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant<V> {
    /// Its value on the wire.
    pub value: V,
    /// Its name in Rust.
    pub name: String,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The property that tells which, if there is one.
    pub tag: Option<String>,
    /// The types.
    pub variants: Vec<UnionVariant>,
}

/// A type of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Its name in Rust.
    pub name: String,
    /// What it holds.
    pub ty: Type,
    /// Values of the tag that tell it.
    pub tags: Vec<String>,
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
    /// A UUID ([RFC 9562](https://www.rfc-editor.org/rfc/rfc9562)).
    Uuid,
    /// A whole number, by Rust's name for it.
    Integer(&'static str),
    /// A number.
    Float,
    /// True or false.
    Boolean,
    /// A list.
    List(Box<Type>),
    /// Text to values.
    Map(Box<Type>),
    /// A value or null.
    Nullable(Box<Type>),
    /// A value that stands in itself somewhere, behind a pointer.
    Boxed(Box<Type>),
    /// Any JSON.
    Any,
}

impl Type {
    /// The types of [`Api::schemas`] in this one, by name.
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.named()
            }
            _ => None,
        }
    }
}

impl Shape {
    /// The types in this one.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Struct(object) => object.fields.iter().map(|field| &field.ty).chain(&object.rest).collect(),
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::Texts(_) | Self::Numbers(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Struct(object) => {
                object.fields.iter_mut().map(|field| &mut field.ty).chain(&mut object.rest).collect()
            }
            Self::Union(union) => union.variants.iter_mut().map(|variant| &mut variant.ty).collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::Texts(_) | Self::Numbers(_) => Vec::new(),
        }
    }
}

impl Operation {
    /// Every type of its parameters, body and replies.
    pub fn types(&self) -> Vec<&Type> {
        let mut types: Vec<&Type> = self.parameters.iter().map(|parameter| &parameter.ty).collect();
        match self.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Json(ty) | BodyContent::Form(ty)) => types.push(ty),
            Some(BodyContent::Multipart { fields, .. }) => {
                types.extend(fields.iter().filter_map(|field| match &field.content {
                    PartContent::Value(ty) | PartContent::Values(ty) => Some(ty),
                    PartContent::File | PartContent::Files => None,
                }));
            }
            _ => {}
        }
        types.extend(self.replies.iter().filter_map(|reply| match &reply.body {
            ReplyBody::Json(ty) => Some(ty),
            _ => None,
        }));
        types
    }

    /// The same, to be changed.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        let mut types: Vec<&mut Type> =
            self.parameters.iter_mut().map(|parameter| &mut parameter.ty).collect();
        match self.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Json(ty) | BodyContent::Form(ty)) => types.push(ty),
            Some(BodyContent::Multipart { fields, .. }) => {
                types.extend(fields.iter_mut().filter_map(|field| match &mut field.content {
                    PartContent::Value(ty) | PartContent::Values(ty) => Some(ty),
                    PartContent::File | PartContent::Files => None,
                }));
            }
            _ => {}
        }
        types.extend(self.replies.iter_mut().filter_map(|reply| match &mut reply.body {
            ReplyBody::Json(ty) => Some(ty),
            _ => None,
        }));
        types
    }

    /// Replies that a call returns.
    pub fn successes(&self) -> impl Iterator<Item = &Reply> {
        self.replies.iter().filter(|reply| reply.success)
    }

    /// Replies that a call returns as errors.
    pub fn failures(&self) -> impl Iterator<Item = &Reply> {
        self.replies.iter().filter(|reply| !reply.success)
    }
}

impl Api {
    /// A schema by the name of its type.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.schemas.iter().find(|schema| schema.name == name)
    }
}
