//! Numbers and strings that are checked while they are decoded, so that an error has their line and column.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::fmt::{Display, Formatter, Result as Written};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Error, Unexpected, Visitor};

/// A number as it is written: `1.0` and `1e3` are floats.
#[derive(Clone, Copy)]
pub(crate) enum Number {
    Whole(i128),
    Float(f64),
}

/// A type of numbers.
pub(crate) trait FromNumber: Sized {
    /// Converts a number. `None` if the type does not have it.
    fn accept(number: Number) -> Option<Self>;
}

/// Converts a string to a type. `None` if it does not have the type's format.
pub(crate) type Parse<T> = fn(&str) -> Option<T>;

pub(crate) fn parse<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// Converts a string that is written as the type writes it.
pub(crate) fn exact<T: FromStr + Display>(text: &str) -> Option<T> {
    parse(text).filter(|value: &T| value.to_string() == text)
}

/// Converts a number, or reports what was expected.
pub(crate) fn accepted<N: FromNumber, E: Error>(number: Number, expected: &'static str) -> Result<N, E> {
    N::accept(number).ok_or_else(|| match number {
        Number::Float(number) => E::invalid_type(Unexpected::Float(number), &expected),
        Number::Whole(number) => {
            E::custom(format_args!("invalid value: integer `{number}`, expected {expected}"))
        }
    })
}

/// The longest string, in bytes, that an error repeats.
const LONGEST: usize = 64;

/// Converts a string, or reports what was expected. A wrong string is reported as a whole or not at all: redaction does not recognize
/// half a secret.
pub(crate) fn parsed<T, E: Error>(text: &str, expected: &'static str, parse: Parse<T>) -> Result<T, E> {
    parse(text).ok_or_else(|| match text.len() {
        ..=LONGEST => E::invalid_value(Unexpected::Str(text), &expected),
        bytes => E::custom(format_args!("invalid value: string of {bytes} bytes, expected {expected}")),
    })
}

/// Visits a number.
pub(crate) struct ReadNumber<N> {
    pub(crate) expected: &'static str,
    pub(crate) number: PhantomData<N>,
}

impl<N: FromNumber> Visitor<'_> for ReadNumber<N> {
    type Value = N;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> Written {
        formatter.write_str(self.expected)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<N, E> {
        accepted(Number::Whole(number.into()), self.expected)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<N, E> {
        accepted(Number::Whole(number.into()), self.expected)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<N, E> {
        accepted(Number::Float(number), self.expected)
    }
}

/// Visits a string.
pub(crate) struct ReadText<T> {
    pub(crate) expected: &'static str,
    pub(crate) parse: Parse<T>,
}

impl<T> Visitor<'_> for ReadText<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> Written {
        formatter.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        parsed(text, self.expected, self.parse)
    }
}
