//! Decoding: from a deserializer directly, or from JSON that was buffered to choose among the types of a union.
//!
//! `Deserialize` of every type calls `root`. A value is decoded into a slot of its caller, so that the stack used for a level of a
//! nested value does not depend on the size of its type.

#![allow(
    dead_code,
    unused_macros,
    private_bounds,
    unreachable_pub,
    reason = "not every API or feature needs all of it"
)]

pub(crate) mod budget;
pub(crate) mod checked;
pub(crate) mod choice;
pub(crate) mod containers;
pub(crate) mod json;
pub(crate) mod name;
pub(crate) mod path;
pub(crate) mod scalars;
pub(crate) mod source;
pub(crate) mod tagged;

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::encode::{MaybeTag, TagValue, encode_with};
use source::{Source, Text};

/// A type that is decoded from JSON.
pub(crate) trait Decode: Serialize + Sized + 'static {
    /// Decodes a value into a slot, which is filled unless this fails.
    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error>;

    /// The value of an absent field, if the type has one.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether JSON has all numbers of the value: it has neither NaN nor infinities.
    fn is_finite(&self) -> bool {
        true
    }

    /// Encodes the value, with a tag if it is an object.
    fn encode<S: Serializer, T: MaybeTag>(&self, tag: T, serializer: S) -> Result<S::Ok, S::Error> {
        encode_with(tag.get(), self, serializer)
    }

    /// Returns the value as that of a tag.
    fn as_tag(&self) -> Option<TagValue<'_>> {
        None
    }

    /// Rates how well a value fits, without decoding it: at best this well. `None` if it cannot be decoded.
    fn rate<J: Json>(json: J, depth: Depth) -> Option<Weight>;
}

/// A value as a tree. serde_json writes null for a number that JSON does not have.
///
/// # Errors
/// If the value has such a number, or its implementation of `Serialize` fails.
pub(crate) fn to_json<T: Decode>(value: &T) -> serde_json::Result<Value> {
    finite(value)?;
    serde_json::to_value(value)
}

/// Checks that JSON has all numbers of a value.
pub(crate) fn finite<T: Decode, E: serde::ser::Error>(value: &T) -> Result<(), E> {
    match value.is_finite() {
        true => Ok(()),
        false => Err(E::custom("NaN and infinities are not numbers that JSON can write")),
    }
}

/// How well a value fits a type: how many values the type skips, then how many it keeps without knowing them. Less is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Weight {
    pub(crate) skipped: usize,
    pub(crate) doubts: usize,
}

impl Weight {
    pub(crate) const NONE: Self = Self { skipped: 0, doubts: 0 };

    pub(crate) const fn doubts(doubts: usize) -> Self {
        Self { skipped: 0, doubts }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.skipped += other.skipped;
        self.doubts += other.doubts;
    }
}

/// Buffered JSON. It is a trait so that [`Decode::rate`] is compiled only for the types of unions.
pub(crate) trait Json: Copy {
    fn value(&self) -> &Value;
}

impl Json for &Value {
    fn value(&self) -> &Value {
        self
    }
}

/// How deep [`Decode::rate`] goes.
#[derive(Clone, Copy)]
pub(crate) struct Depth {
    /// Whether the values inside a value are rated.
    pub(crate) inside: bool,
    alternatives: u8,
}

impl Depth {
    pub(crate) const TOP: Self = Self { inside: true, alternatives: 8 };

    /// For the values inside a value.
    pub(crate) fn below(self) -> Self {
        Self { inside: false, ..self }
    }

    /// For the types of a union. `None` if unions are nested too deep.
    pub(crate) fn among(self) -> Option<Self> {
        Some(Self { alternatives: self.alternatives.checked_sub(1)?, ..self })
    }
}

/// Decodes a whole value: the entry from serde.
pub(crate) fn root<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let _account = budget::open();
    let mut slot = None;
    budget::charge(size_of::<T>())?;
    T::decode(Text(deserializer), &mut slot).map_err(path::with_path)?;
    slot.ok_or_else(|| D::Error::custom("nothing was read"))
}

/// Returns the value of a slot that has been filled.
pub(crate) fn filled<T, E: Error>(slot: Option<T>) -> Result<T, E> {
    slot.ok_or_else(|| E::custom("nothing was read"))
}

/// Runs a function in a stack frame of its own, so that the caller's frame stays small.
#[inline(never)]
pub(crate) fn in_own_frame<R>(run: impl FnOnce() -> R) -> R {
    run()
}

/// Creates a value on the heap, without a copy in the caller's stack frame.
#[inline(never)]
pub(crate) fn heap<T>(make: impl FnOnce() -> T) -> Box<T> {
    Box::new(make())
}

/// Clones a field in a stack frame of its own.
#[inline(never)]
pub(crate) fn copy<T: Clone>(from: &T, to: &mut Option<T>) {
    *to = Some(from.clone());
}

/// A response body whose type has no name in this crate, such as an array.
#[doc(hidden)]
#[derive(Debug)]
pub struct Whole<T>(T);

impl<T> Whole<T> {
    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<'de, T: Decode> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        root(deserializer).map(Self)
    }
}

/// Begins a decode on this thread whose values may use this many bytes of memory.
#[doc(hidden)]
pub fn begin(bytes: usize) {
    budget::begin(bytes);
}

/// Ends the decode that [`begin`] has begun.
#[doc(hidden)]
pub fn end() {
    budget::end();
}

/// Implements decoding of a type of another crate by its `Deserialize`.
macro_rules! foreign {
    ($ty:ty) => {
        impl $crate::decode::Decode for $ty {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                *slot = Some(source.plain()?);
                Ok(())
            }

            fn rate<J: $crate::decode::Json>(
                json: J,
                _: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                let read: Result<Self, _> = serde::Deserialize::deserialize(json.value());
                // A string of a format is a better fit than a string.
                read.is_ok().then_some($crate::decode::Weight::doubts(1))
            }
        }
    };
}

/// Implements decoding of a type of another crate by its `FromStr`. Errors name the format. If `FromStr` ignores a part of some
/// strings, `exact` rejects those.
macro_rules! by_format {
    ($ty:ty, $expected:literal) => {
        by_format!($ty, $expected, parse);
    };
    ($ty:ty, $expected:literal, $parse:ident) => {
        impl $crate::decode::Decode for $ty {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                *slot = Some(source.text($expected, $crate::decode::checked::$parse)?);
                Ok(())
            }

            fn rate<J: $crate::decode::Json>(
                json: J,
                _: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                let read: Option<Self> = $crate::decode::checked::$parse(json.value().as_str()?);
                // A string of a format is a better fit than a string.
                read.map(|_| $crate::decode::Weight::doubts(1))
            }
        }
    };
}

/// Implements `Deserialize` by `Decode`.
macro_rules! impl_deserialize {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::decode::root(deserializer)
            }
        }
    };
}
