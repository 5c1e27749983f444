//! Responses: statuses, headers, bodies and error codes.

use super::Type;
use crate::document::openapi::is_json;

/// A documented response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The statuses that it applies to.
    pub status: Status,
    /// Whether a call returns it as `Ok`.
    pub success: bool,
    /// The variant of the error enum, or of the response enum if successes differ.
    pub variant: String,
    /// The description in the document.
    pub description: String,
    /// The body.
    pub body: ResponseBody,
    /// The media types to accept, without parameters; empty if there is no body.
    pub media_types: Vec<String>,
    /// The error codes of this response.
    pub codes: Vec<ResponseCode>,
}

impl Response {
    /// Whether only its schema makes the body JSON, so that any media type is accepted.
    pub fn is_unlabelled_json(&self) -> bool {
        matches!(self.body, ResponseBody::Json(_)) && !self.media_types.iter().all(|name| is_json(name))
    }
}

/// The statuses that a response applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A class: `4` for `4XX`.
    Class(u16),
    /// Every status without its own response.
    Default,
}

impl Status {
    /// Parses a key of `responses`.
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

    /// Whether it is a client or server error.
    pub fn is_error(self) -> bool {
        matches!(self, Self::Code(400..=599) | Self::Class(4 | 5))
    }

    /// Whether a call returns it as `Ok`.
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

/// The body of a response.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseBody {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes, buffered.
    Bytes,
    /// Bytes, streamed.
    Stream,
    /// Server-sent events.
    Events(Type),
    /// JSON lines.
    Lines(Type),
}

impl ResponseBody {
    /// Whether the body is streamed.
    pub fn is_stream(&self) -> bool {
        matches!(self, Self::Stream | Self::Events(_) | Self::Lines(_))
    }
}

/// A response header.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponseHeader {
    /// The name on the wire, in lower case.
    pub wire: String,
    /// The name in Rust.
    pub name: String,
    /// The description in the document.
    pub description: Option<String>,
    /// The type.
    pub ty: Type,
}

/// An error code of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseCode {
    /// The index into [`super::Api::error_codes`].
    pub code: usize,
    /// The meaning, according to the response's description.
    pub meaning: Option<String>,
}
