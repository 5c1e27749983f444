//! Replies: statuses, headers, bodies and error codes.

use super::Type;
use crate::document::openapi::is_json;

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
    /// The media types that are asked for, without parameters; none if there is no body.
    pub media_types: Vec<String>,
    /// The error codes that come with it.
    pub codes: Vec<ReplyCode>,
}

impl Reply {
    /// Whether its body is JSON by its schema alone, so that it may come under any media type.
    pub fn is_unlabelled_json(&self) -> bool {
        matches!(self.body, ReplyBody::Json(_)) && !self.media_types.iter().all(|name| is_json(name))
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

/// An error code that a reply can bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyCode {
    /// The place in [`super::Api::error_codes`].
    pub code: usize,
    /// What the reply's description says it means.
    pub meaning: Option<String>,
}
