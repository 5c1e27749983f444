//! Request bodies.

use super::{Constant, Style, Type};

/// A request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// The argument.
    pub argument: String,
    /// The description in the document.
    pub description: Option<String>,
    /// Whether it is required.
    pub required: bool,
    /// The media type that is sent.
    pub media_type: String,
    /// The content.
    pub content: BodyContent,
}

/// The content of a request body.
#[derive(Debug, Clone, PartialEq)]
pub enum BodyContent {
    /// JSON.
    Json(Type),
    /// A form, `application/x-www-form-urlencoded`.
    Form {
        /// The type of the form.
        ty: Type,
        /// Properties with a style that is not the default.
        styles: Vec<(String, Style)>,
    },
    /// `multipart/form-data`: a struct in the client crate.
    Multipart {
        /// The struct.
        name: String,
        /// The fields.
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
    /// The name on the wire.
    pub wire: String,
    /// The name in Rust.
    pub name: String,
    /// The description in the document.
    pub description: Option<String>,
    /// Whether it is required.
    pub required: bool,
    /// The content.
    pub content: PartContent,
    /// The media type, if the document names one.
    pub content_type: Option<String>,
    /// The serialization style. None if an array is sent as a part per item.
    pub style: Option<Style>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether it is a secret, which `Debug` hides.
    pub secret: bool,
    /// The only value of a required part, which the constructor gives it.
    pub constant: Option<Constant>,
}

/// The content of a part.
#[derive(Debug, Clone, PartialEq)]
pub enum PartContent {
    /// A file.
    File,
    /// Several files, one part each.
    Files,
    /// A value: a string as it is, an array as one part per item, anything else as JSON.
    Value(Type),
}
