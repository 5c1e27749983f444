//! Parameters: what a call takes beside a body.

use super::Type;

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
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether its value is a secret, which `Debug` leaves out.
    pub secret: bool,
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

impl ParameterLocation {
    /// The style of a parameter that names none ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#parameter-object)).
    pub fn default_style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple { explode: false },
            Self::Query | Self::Cookie => Style::Form { explode: true },
        }
    }
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
