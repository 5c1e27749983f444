//! Operations: what a call takes and what it replies.

use super::Type;
use crate::tree::Span;

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
    /// Its type of reply headers, used where there are any.
    pub headers: String,
    /// Headers that its replies document, each once.
    pub reply_headers: Vec<ReplyHeader>,
    /// How its pages follow each other, if the settings say so.
    pub paging: Option<Paging>,
    /// Whether this is another way to call the operation before it: with another media type, sent or asked for. It shares
    /// the types of arguments, errors and headers.
    pub is_variant: bool,
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
    /// What describes it elsewhere, if the document says so: the first entry of `x-provenance`.
    pub source: Option<Source>,
    /// Whether callers are told to use something else.
    pub deprecated: bool,
    /// Places in [`super::Api::tags`]. The first one's module holds the operation.
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

/// What an operation was captured from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its URL, or its title where it has none.
    pub name: String,
    /// The day on which it was retrieved.
    pub retrieved: Option<String>,
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
    /// Whether reserved characters of its value are sent as they are.
    pub allow_reserved: bool,
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
    Form {
        /// What it holds.
        ty: Type,
        /// Properties that are written in a style, rather than as it is usual.
        styles: Vec<(String, Style)>,
    },
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
    /// Its media type, where the document names one.
    pub content_type: Option<String>,
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

/// Replies that are pages of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Paging {
    /// The method that goes through all pages.
    pub function: String,
    /// Its table.
    pub constant: String,
    /// Where the items stand, as a JSON pointer.
    pub items: String,
    /// What an item is.
    pub item: Type,
    /// What leads to the next page.
    pub next: NextPage,
}

/// What leads to the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    /// A value of the reply, for a parameter.
    Cursor {
        /// Where it stands, as a JSON pointer.
        at: String,
        /// The parameter.
        parameter: String,
    },
    /// The header `Link`.
    Link,
    /// A parameter that counts.
    Number {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
}

/// A header of a reply.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplyHeader {
    /// Its name on the wire, in lower case.
    pub wire: String,
    /// Its name in Rust.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Its type.
    pub ty: Type,
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
    /// Bytes, whole.
    Bytes,
    /// Bytes as they arrive.
    Stream,
    /// Server-sent events.
    Events(Type),
    /// JSON, a line each.
    Lines(Type),
}

impl ReplyBody {
    /// Whether it is handed over as it arrives.
    pub fn is_stream(&self) -> bool {
        matches!(self, Self::Stream | Self::Events(_) | Self::Lines(_))
    }
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
    /// The place in [`super::Api::error_codes`].
    pub code: usize,
    /// What the reply's description says it means.
    pub meaning: Option<String>,
}

impl Operation {
    /// Every type of its parameters, body and replies.
    pub fn types(&self) -> Vec<&Type> {
        let mut types: Vec<&Type> = self.parameters.iter().map(|parameter| &parameter.ty).collect();
        match self.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Json(ty) | BodyContent::Form { ty, .. }) => types.push(ty),
            Some(BodyContent::Multipart { fields, .. }) => {
                types.extend(fields.iter().filter_map(|field| match &field.content {
                    PartContent::Value(ty) | PartContent::Values(ty) => Some(ty),
                    PartContent::File | PartContent::Files => None,
                }));
            }
            _ => {}
        }
        types.extend(self.replies.iter().filter_map(|reply| match &reply.body {
            ReplyBody::Json(ty) | ReplyBody::Events(ty) | ReplyBody::Lines(ty) => Some(ty),
            _ => None,
        }));
        types.extend(self.reply_headers.iter().map(|header| &header.ty));
        types
    }

    /// The same, to be changed.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        let mut types: Vec<&mut Type> =
            self.parameters.iter_mut().map(|parameter| &mut parameter.ty).collect();
        match self.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Json(ty) | BodyContent::Form { ty, .. }) => types.push(ty),
            Some(BodyContent::Multipart { fields, .. }) => {
                types.extend(fields.iter_mut().filter_map(|field| match &mut field.content {
                    PartContent::Value(ty) | PartContent::Values(ty) => Some(ty),
                    PartContent::File | PartContent::Files => None,
                }));
            }
            _ => {}
        }
        types.extend(self.replies.iter_mut().filter_map(|reply| match &mut reply.body {
            ReplyBody::Json(ty) | ReplyBody::Events(ty) | ReplyBody::Lines(ty) => Some(ty),
            _ => None,
        }));
        types.extend(self.reply_headers.iter_mut().map(|header| &mut header.ty));
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
