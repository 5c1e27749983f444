//! Types for strings and numbers of a format: one row of facts each.

use crate::config::DateTimes;

/// A type for strings or numbers of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A date and time ([RFC 3339](https://www.rfc-editor.org/rfc/rfc3339)), in UTC.
    ChronoDateTime,
    /// A date.
    ChronoDate,
    /// A date and time, in UTC.
    JiffTimestamp,
    /// A date.
    JiffDate,
    /// A date and time with its offset.
    TimeDateTime,
    /// A date.
    TimeDate,
    /// A UUID ([RFC 9562](https://www.rfc-editor.org/rfc/rfc9562)).
    Uuid,
    /// Bytes as base64 ([RFC 4648](https://www.rfc-editor.org/rfc/rfc4648)).
    Base64,
    /// Bytes as base64 in the URL-safe alphabet.
    Base64Url,
    /// Seconds since 1970, with conversions for a library.
    UnixTime(DateTimes),
    /// A decimal number in a string.
    Decimal,
    /// A decimal number as a number.
    DecimalNumber,
    /// An integer or a string.
    IntOrString,
}

/// What generated code needs to know of such a type.
#[derive(Debug, Clone, Copy)]
pub struct FormatFacts {
    /// The path of the type, in `module` if there is one.
    pub path: &'static str,
    /// The support module that has the type. `None` if another crate has it.
    pub module: Option<&'static str>,
    /// The crate that the type needs.
    pub package: Option<&'static str>,
    /// Whether values are passed by copy.
    pub is_copy: bool,
    /// The name of an alternative of this type.
    pub variant: &'static str,
    /// A value as JSON.
    pub sample: &'static str,
    /// What is expected of a string that does not parse.
    pub expected: &'static str,
}

const DATE_TIME: FormatFacts = FormatFacts {
    path: "chrono::DateTime<chrono::Utc>",
    module: None,
    package: Some("chrono"),
    is_copy: true,
    variant: "DateTime",
    sample: "\"2020-01-31T12:00:00Z\"",
    expected: "an RFC 3339 date-time with an offset, such as `2020-01-31T12:00:00Z` or `2020-01-31T12:00:00+01:00`",
};

const DATE: FormatFacts = FormatFacts {
    path: "chrono::NaiveDate",
    variant: "Date",
    sample: "\"2020-01-31\"",
    expected: "an RFC 3339 full-date, such as `2020-01-31`",
    ..DATE_TIME
};

const BASE64: FormatFacts = FormatFacts {
    path: "Base64",
    module: Some("base64"),
    package: None,
    is_copy: false,
    variant: "Bytes",
    sample: "\"dGV4dA==\"",
    expected: "a string",
};

const DECIMAL: FormatFacts = FormatFacts {
    path: "Decimal",
    module: Some("decimal"),
    package: Some("rust_decimal"),
    is_copy: true,
    variant: "Decimal",
    sample: "\"0.10\"",
    ..BASE64
};

impl Format {
    /// Returns the facts. All of these types have `Eq`, `Ord` and `Hash`.
    pub const fn facts(self) -> FormatFacts {
        match self {
            Self::ChronoDateTime => DATE_TIME,
            Self::ChronoDate => DATE,
            Self::JiffTimestamp => {
                FormatFacts { path: "jiff::Timestamp", package: Some("jiff"), ..DATE_TIME }
            }
            Self::JiffDate => FormatFacts { path: "jiff::civil::Date", package: Some("jiff"), ..DATE },
            Self::TimeDateTime => FormatFacts {
                path: "DateTime",
                module: Some("date_time"),
                package: Some("time"),
                ..DATE_TIME
            },
            Self::TimeDate => {
                FormatFacts { path: "Date", module: Some("date_time"), package: Some("time"), ..DATE }
            }
            Self::Uuid => FormatFacts {
                path: "uuid::Uuid",
                module: None,
                package: Some("uuid"),
                is_copy: true,
                variant: "Uuid",
                sample: "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"",
                expected: "a UUID, such as `67e55044-10b1-426f-9247-bb680e5fe0c8`",
            },
            Self::Base64 => BASE64,
            Self::Base64Url => FormatFacts { path: "Base64Url", ..BASE64 },
            Self::UnixTime(library) => FormatFacts {
                path: "UnixTime",
                module: Some("unix_time"),
                package: library.package(),
                variant: "UnixTime",
                sample: "1580472000",
                ..DATE_TIME
            },
            Self::Decimal => DECIMAL,
            Self::DecimalNumber => FormatFacts { path: "DecimalNumber", sample: "0.1", ..DECIMAL },
            Self::IntOrString => FormatFacts {
                path: "IntOrString",
                module: Some("int_or_string"),
                variant: "IntOrString",
                sample: "1",
                ..BASE64
            },
        }
    }

    /// Whether every value is a string.
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::UnixTime(_) | Self::DecimalNumber | Self::IntOrString)
    }

    /// Whether a value is a date and time as text.
    pub const fn is_date_time(self) -> bool {
        matches!(self, Self::ChronoDateTime | Self::JiffTimestamp | Self::TimeDateTime)
    }
}
