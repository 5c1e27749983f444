//! Bodies of requests.

use super::{Style, Type};

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
    /// How its value is written, unless an array is a part for each item.
    pub style: Option<Style>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether its value is a secret, which `Debug` leaves out.
    pub secret: bool,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq)]
pub enum PartContent {
    /// A file.
    File,
    /// Several files, a part each.
    Files,
    /// A value: text as it is, an array as a part for each item, anything else as JSON.
    Value(Type),
}
