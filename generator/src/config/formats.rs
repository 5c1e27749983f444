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

impl DateTimes {
    /// Returns the crate of a choice other than the default.
    pub(super) const fn package(self) -> Option<&'static str> {
        match self {
            Self::Chrono | Self::String => None,
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
