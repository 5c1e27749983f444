//! The types for strings of the formats that the generator knows.

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::diagnostic::nearest;

/// Declares the values of a setting. The first is the default.
macro_rules! values {
    ($(#[$words:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $value:literal,)* }) => {
        $(#[$words])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $value)] $variant,)*
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                match text.as_str() {
                    $($value => Ok(Self::$variant),)*
                    _ => Err(unknown(&text, &[$($value),*])),
                }
            }
        }
    };
}

values! {
    /// The types of `date-time` and `date`.
    DateTimes {
        /// `chrono::DateTime<Utc>` and `chrono::NaiveDate`.
        #[default]
        Chrono = "chrono",
        /// `jiff::Timestamp` and `jiff::civil::Date`.
        Jiff = "jiff",
        /// `time::OffsetDateTime` and `time::Date`, each in a type of the model crate that is written as RFC 3339.
        Time = "time",
        /// `String`, unchecked.
        String = "string",
    }
}

values! {
    /// The type of `byte` and `base64url`.
    Bytes {
        /// A type of the model crate that holds bytes, and keeps a string that is not base64.
        #[default]
        Base64 = "base64",
        /// `String`, unchecked.
        String = "string",
    }
}

values! {
    /// The type of integers of the formats `unixtime` and `unix-time`.
    UnixTimes {
        /// The integer type that their bounds need.
        #[default]
        Integer = "integer",
        /// A type of the model crate that converts from and into the type of `date-time`.
        DateTime = "datetime",
    }
}

values! {
    /// The type of `decimal`.
    Decimals {
        /// `String` for strings, `f64` for numbers.
        #[default]
        Plain = "plain",
        /// Types of the model crate around `rust_decimal::Decimal`, which are written as strings or as numbers.
        RustDecimal = "rust_decimal",
    }
}

impl DateTimes {
    /// Returns the crate.
    pub const fn package(self) -> Option<&'static str> {
        match self {
            Self::String => None,
            Self::Chrono => Some("chrono"),
            Self::Jiff => Some("jiff"),
            Self::Time => Some("time"),
        }
    }
}

/// Reports a value that a setting does not have.
fn unknown<E: Error>(text: &str, values: &[&str]) -> E {
    let listed: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    let meant = nearest(text, values.iter().copied());
    let meant = meant.map(|value| format!("; did you mean `{value}`?")).unwrap_or_default();
    E::custom(format_args!("`{text}` is not one of {}{meant}", listed.join(", ")))
}
