//! `decimal`: exact decimal numbers, in strings and in JSON numbers.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::fmt::{Display, Formatter};
use std::str::FromStr;

use serde::ser::Error;
use serde::{Serialize, Serializer};

use crate::decode::checked::{FromNumber, Number, parse};
use crate::decode::source::Source;
use crate::decode::{Decode, Depth, Json, Weight, json};

/// A decimal number in a string, with all of its digits: `"0.10"` stays `"0.10"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(pub rust_decimal::Decimal);

/// A decimal number as a JSON number. It is exact up to 15 digits, which JSON readers carry. One with more digits than fit is
/// not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecimalNumber(pub rust_decimal::Decimal);

/// Parses a decimal number without rounding.
fn exactly(text: &str) -> Result<rust_decimal::Decimal, rust_decimal::Error> {
    match text.contains(['e', 'E']) {
        true => rust_decimal::Decimal::from_scientific(text),
        false => rust_decimal::Decimal::from_str_exact(text),
    }
}

/// Implements conversions, and reading and writing as text.
macro_rules! around {
    ($name:ident) => {
        impl From<rust_decimal::Decimal> for $name {
            fn from(value: rust_decimal::Decimal) -> Self {
                Self(value)
            }
        }

        impl From<$name> for rust_decimal::Decimal {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl FromStr for $name {
            type Err = rust_decimal::Error;

            fn from_str(text: &str) -> Result<Self, rust_decimal::Error> {
                exactly(text).map(Self)
            }
        }

        impl Display for $name {
            fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl_deserialize!($name);
    };
}

around!(Decimal);
around!(DecimalNumber);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Decode for Decimal {
    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        *slot = Some(source.text("a decimal number of at most 28 digits, such as `0.10`", parse)?);
        Ok(())
    }

    fn rate<J: Json>(json: J, _: Depth) -> Option<Weight> {
        let read: Option<Self> = parse(json.value().as_str()?);
        // A string of a format is a better fit than a string.
        read.map(|_| Weight::doubts(1))
    }
}

impl Serialize for DecimalNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let exact = self.0.normalize();
        // Crates of edition 2021 get this text, too: it has no chains of `if let`.
        if let Some(whole) = i64::try_from(exact).ok().filter(|_| exact.scale() == 0) {
            return serializer.serialize_i64(whole);
        }
        let number: f64 = exact.to_string().parse().map_err(Error::custom)?;
        match Self::accept(Number::Float(number)) {
            Some(same) if same.0 == exact => serializer.serialize_f64(number),
            _ => Err(Error::custom(format_args!("`{exact}` has more digits than a JSON number carries"))),
        }
    }
}

impl FromNumber for DecimalNumber {
    fn accept(number: Number) -> Option<Self> {
        match number {
            Number::Whole(number) => {
                rust_decimal::Decimal::try_from_i128_with_scale(number, 0).ok().map(Self)
            }
            // The shortest decimal number of this value.
            Number::Float(number) => parse(&number.to_string()),
        }
    }
}

impl Decode for DecimalNumber {
    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        *slot = Some(source.number("a decimal number of at most 28 digits")?);
        Ok(())
    }

    fn rate<J: Json>(json: J, _: Depth) -> Option<Weight> {
        Self::accept(json::number(json.value())?).map(|_| Weight::NONE)
    }
}
