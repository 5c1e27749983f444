//! How types are read: from a text as it comes, or from JSON that has been buffered to choose among alternatives.
//!
//! serde's `Deserialize` leads here. A value is read into a slot, so that what a level of a nested value takes of the stack does
//! not depend on the size of its type.

#![allow(
    dead_code,
    unused_macros,
    private_bounds,
    unreachable_pub,
    reason = "not every API needs all of it, nor does every feature"
)]

pub(crate) mod account;
pub(crate) mod checked;
pub(crate) mod choice;
pub(crate) mod containers;
pub(crate) mod json;
pub(crate) mod path;
pub(crate) mod scalars;
pub(crate) mod source;

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

use source::{Source, Text};

/// A type that is read from JSON.
pub(crate) trait Decode: Sized + 'static {
    /// Reads a value into a slot, which it fills unless it fails.
    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error>;

    /// The value of a field that is not there, for a type that has such a value.
    fn absent() -> Option<Self> {
        None
    }

    /// How well a value fits at a look, at least: nothing of it is read. None if it cannot be read.
    fn look<J: Json>(json: J, depth: Depth) -> Option<Weight>;
}

/// How well a value fits a type: how many values the type passes over, and then how many it has no name for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Weight {
    pub(crate) lost: usize,
    pub(crate) doubts: usize,
}

impl Weight {
    pub(crate) const NONE: Self = Self { lost: 0, doubts: 0 };

    pub(crate) const fn doubts(doubts: usize) -> Self {
        Self { lost: 0, doubts }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.lost += other.lost;
        self.doubts += other.doubts;
    }
}

/// Buffered JSON. It is a trait so that the compiler makes nothing of [`Decode::look`] for types that no union has.
pub(crate) trait Json: Copy {
    fn value(&self) -> &Value;
}

impl Json for &Value {
    fn value(&self) -> &Value {
        self
    }
}

/// How deep a look goes.
#[derive(Clone, Copy)]
pub(crate) struct Depth {
    /// Whether the values that a value holds are looked at.
    pub(crate) inside: bool,
    alternatives: u8,
}

impl Depth {
    pub(crate) const TOP: Self = Self { inside: true, alternatives: 8 };

    /// For the values that a value holds.
    pub(crate) fn below(self) -> Self {
        Self { inside: false, ..self }
    }

    /// For the alternatives of a type. None if there have been enough.
    pub(crate) fn among(self) -> Option<Self> {
        Some(Self { alternatives: self.alternatives.checked_sub(1)?, ..self })
    }
}

/// Reads a value for serde.
pub(crate) fn root<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let _account = account::open();
    let mut slot = None;
    account::charge(size_of::<T>())?;
    T::decode(Text(deserializer), &mut slot).map_err(path::told)?;
    slot.ok_or_else(|| D::Error::custom("nothing was read"))
}

/// The value in a slot that has been filled.
pub(crate) fn filled<T, E: Error>(slot: Option<T>) -> Result<T, E> {
    slot.ok_or_else(|| E::custom("nothing was read"))
}

/// Does something in a stack frame of its own, so that what it takes there does not count for what has called it.
#[inline(never)]
pub(crate) fn apart<R>(run: impl FnOnce() -> R) -> R {
    run()
}

/// Puts something on the heap without its being on the caller's stack.
#[inline(never)]
pub(crate) fn heap<T>(make: impl FnOnce() -> T) -> Box<T> {
    Box::new(make())
}

/// Clones a field, in a stack frame of its own.
#[inline(never)]
pub(crate) fn copy<T: Clone>(from: &T, to: &mut Option<T>) {
    *to = Some(from.clone());
}

/// A whole reply of a type that has no name in this crate, such as a list.
#[doc(hidden)]
#[derive(Debug)]
pub struct Whole<T>(T);

impl<T> Whole<T> {
    /// The value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<'de, T: Decode> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        root(deserializer).map(Self)
    }
}

/// From here on, the values that are decoded on this thread may take so many bytes of memory.
#[doc(hidden)]
pub fn begin(bytes: usize) {
    account::begin(bytes);
}

/// Ends what was begun.
#[doc(hidden)]
pub fn end() {
    account::end();
}

/// Reads types that other crates have.
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

            fn look<J: $crate::decode::Json>(
                json: J,
                _: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                let read: Result<Self, _> = serde::Deserialize::deserialize(json.value());
                // A text of a format says more than a text.
                read.is_ok().then_some($crate::decode::Weight::doubts(1))
            }
        }
    };
}

/// Reads types that other crates have from texts of a format, which is named in errors.
macro_rules! by_format {
    ($ty:ty, $expected:literal) => {
        impl $crate::decode::Decode for $ty {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                *slot = Some(source.text($expected, |text| text.parse().ok())?);
                Ok(())
            }

            fn look<J: $crate::decode::Json>(
                json: J,
                _: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                let read: Option<Self> = json.value().as_str()?.parse().ok();
                // A text of a format says more than a text.
                read.map(|_| $crate::decode::Weight::doubts(1))
            }
        }
    };
}

/// Reads a type of this crate for serde.
macro_rules! read_by_decode {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::decode::root(deserializer)
            }
        }
    };
}
