//! Numbers and texts that a type checks while they are read, so that an error has their place.

#![allow(dead_code, reason = "not every API needs all of it, nor does every feature")]

use std::fmt::{Formatter, Result as Written};

use serde::de::{Error, Unexpected, Visitor};

/// A number as it is written: `1.0` and `1e3` are not whole yet.
#[derive(Clone, Copy)]
pub(crate) enum Number {
    Whole(i128),
    Float(f64),
}

/// What a type makes of a number. None if it has no such number.
pub(crate) type Accept<N> = fn(Number) -> Option<N>;

/// What a type makes of a text. None if it is not of the type's format.
pub(crate) type Parse<T> = fn(&str) -> Option<T>;

/// A number as a type has it.
pub(crate) fn accepted<N, E: Error>(
    number: Number,
    expected: &'static str,
    accept: Accept<N>,
) -> Result<N, E> {
    accept(number).ok_or_else(|| match number {
        Number::Float(number) => E::invalid_type(Unexpected::Float(number), &expected),
        Number::Whole(number) => {
            E::custom(format_args!("invalid value: integer `{number}`, expected {expected}"))
        }
    })
}

/// How long a text may be that an error repeats.
const LONGEST: usize = 64;

/// A text as a type has it. One that is wrong is told whole or not at all: of half a secret nobody knows that it is one.
pub(crate) fn parsed<T, E: Error>(text: &str, expected: &'static str, parse: Parse<T>) -> Result<T, E> {
    parse(text).ok_or_else(|| match text.len() {
        ..=LONGEST => E::invalid_value(Unexpected::Str(text), &expected),
        bytes => E::custom(format_args!("invalid value: string of {bytes} bytes, expected {expected}")),
    })
}

/// Reads a number.
pub(crate) struct ReadNumber<N> {
    pub(crate) expected: &'static str,
    pub(crate) accept: Accept<N>,
}

impl<N> Visitor<'_> for ReadNumber<N> {
    type Value = N;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> Written {
        formatter.write_str(self.expected)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<N, E> {
        accepted(Number::Whole(number.into()), self.expected, self.accept)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<N, E> {
        accepted(Number::Whole(number.into()), self.expected, self.accept)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<N, E> {
        accepted(Number::Float(number), self.expected, self.accept)
    }
}

/// Reads a text.
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
