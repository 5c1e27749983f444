//! `date-time` and `date` as types of the crate `time`, which are written as RFC 3339.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::fmt::{Display, Formatter};
use std::str::FromStr;

use serde::{Serialize, Serializer};
use time::error::Parse;
use time::format_description::well_known::{Iso8601, Rfc3339};

use crate::decode::source::Source;
use crate::decode::{Decode, Depth, Json, Weight};

/// A date and time with its offset, written as RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(pub time::OffsetDateTime);

/// A date, written as an RFC 3339 full-date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub time::Date);

impl FromStr for DateTime {
    type Err = Parse;

    fn from_str(text: &str) -> Result<Self, Parse> {
        time::OffsetDateTime::parse(text, &Rfc3339).map(Self)
    }
}

impl FromStr for Date {
    type Err = Parse;

    fn from_str(text: &str) -> Result<Self, Parse> {
        time::Date::parse(text, &Iso8601::DATE).map(Self)
    }
}

impl DateTime {
    fn text(self) -> Result<String, time::error::Format> {
        self.0.format(&Rfc3339)
    }
}

impl Date {
    fn text(self) -> Result<String, time::error::Format> {
        self.0.format(&Iso8601::DATE)
    }
}

/// Implements conversions, decoding and encoding.
macro_rules! written {
    ($name:ident, $inner:ty, $parse:ident, $expected:literal) => {
        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl Display for $name {
            fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.text().map_err(|_| std::fmt::Error)?)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text().map_err(serde::ser::Error::custom)?)
            }
        }

        impl Decode for $name {
            fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
                *slot = Some(source.text($expected, crate::decode::checked::$parse)?);
                Ok(())
            }

            fn rate<J: Json>(json: J, _: Depth) -> Option<Weight> {
                let read: Option<Self> = crate::decode::checked::$parse(json.value().as_str()?);
                // A string of a format is a better fit than a string.
                read.map(|_| Weight::doubts(1))
            }
        }

        impl_deserialize!($name);
    };
}

written!(
    DateTime,
    time::OffsetDateTime,
    parse,
    "an RFC 3339 date-time with an offset, such as `2020-01-31T12:00:00Z` or `2020-01-31T12:00:00+01:00`"
);
written!(Date, time::Date, exact, "an RFC 3339 full-date, such as `2020-01-31`");
