//! Parameters of operations.

use super::{Constant, Type};

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// The argument, or the field of the options struct.
    pub argument: String,
    /// The location.
    pub location: ParameterLocation,
    /// The serialization style.
    pub style: Style,
    /// Whether reserved characters are sent unencoded.
    pub allow_reserved: bool,
    /// The description in the document.
    pub description: Option<String>,
    /// Whether it is required.
    pub required: bool,
    /// The type.
    pub ty: Type,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether it is a secret, which `Debug` hides.
    pub secret: bool,
    /// The only value of a required parameter, which callers are not asked for.
    pub constant: Option<Constant>,
}

impl Parameter {
    /// Whether it is an argument of the method.
    pub fn is_argument(&self) -> bool {
        self.required && self.constant.is_none()
    }
}

/// The location of a parameter.
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

/// The serialization style of a value ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#style-values)).
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
