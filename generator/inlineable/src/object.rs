//! `object!`: structs whose fields have names on the wire.
//!
//! Each line maps a name on the wire to a field, with a word for its absence:
//!
//! | word | absent | null | `None` is written as |
//! |---|---|---|---|
//! | `required` | an error, or `None` if the type is nullable | decoded by the field's type | encoded by the field's type |
//! | `optional` | `None` | `None` | nothing |
//! | `nullable` | `None` | `Some(None)` | nothing; `Some(None)` as null |
//!
//! Properties without a field are skipped, or kept in the field that `keep` names. The fields of a struct in `flatten` are properties of
//! the same object. A struct that can contain itself is `recursive`: its fields are gathered on the heap.

#![allow(dead_code, unused_imports, unused_macros, reason = "not every API or feature needs all of it")]

pub(crate) mod rated;

use std::collections::BTreeMap;
use std::fmt::{Formatter, Result as Written};
use std::marker::PhantomData;

use serde::de::Error;

use crate::decode::Weight;
use crate::decode::containers::entry;
use crate::decode::name::Name;
use crate::decode::source::{Entries, ReadEntries, Undocumented};
use crate::decode::{Decode, path};

/// A type that is decoded from an object.
pub(crate) trait Object: Sized {
    /// Its name in error messages.
    const NAME: &'static str;

    /// Decodes all of the object.
    fn read<'de, E: Entries<'de>>(entries: &mut E, slot: &mut Option<Self>) -> Result<(), E::Error>;
}

/// Decodes an object into a slot.
pub(crate) struct ReadObject<'s, T>(pub(crate) &'s mut Option<T>);

impl<T: Object> ReadEntries for ReadObject<'_, T> {
    fn expecting(formatter: &mut Formatter<'_>) -> Written {
        write!(formatter, "an object, `{}`", T::NAME)
    }

    fn read<'de, E: Entries<'de>>(self, entries: &mut E) -> Result<(), E::Error> {
        T::read(entries, self.0)
    }
}

/// Returns the value of a required field. A nullable one that is absent is null.
pub(crate) fn required<T: Decode, E: Error>(field: &mut Option<T>, name: &'static str) -> Result<T, E> {
    field.take().or_else(T::absent).ok_or_else(|| E::missing_field(name))
}

/// Decodes the value of a field.
pub(crate) mod read {
    use super::{Decode, Entries, path};

    pub(crate) fn required<'de, T: Decode, E: Entries<'de>>(
        entries: &mut E,
        name: &'static str,
        field: &mut Option<T>,
    ) -> Result<(), E::Error> {
        entries.value(field).map_err(|error| path::in_field(name, error))
    }

    /// Null means absent.
    pub(crate) fn optional<'de, T: Decode, E: Entries<'de>>(
        entries: &mut E,
        name: &'static str,
        field: &mut Option<T>,
    ) -> Result<(), E::Error> {
        entries.optional(field).map_err(|error| path::in_field(name, error))
    }

    pub(crate) use required as nullable;
}

/// Skips properties without a field.
pub(crate) struct Skipped(PhantomData<()>);

impl Skipped {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de> Undocumented<'de> for Skipped {
    const WEIGHT: Weight = Weight { skipped: 1, doubts: 0 };

    fn read<E: Entries<'de>>(&mut self, name: Name<'de>, entries: &mut E) -> Result<(), E::Error> {
        entries.skip().map_err(|error| path::in_field(name.as_str(), error))
    }
}

/// Keeps properties without a field, all as values of one type.
pub(crate) struct Kept<T>(BTreeMap<String, T>);

impl<T> Kept<T> {
    pub(crate) fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(crate) fn kept<E>(self) -> Result<BTreeMap<String, T>, E> {
        Ok(self.0)
    }
}

impl<'de, T: Decode> Undocumented<'de> for Kept<T> {
    const WEIGHT: Weight = Weight { skipped: 0, doubts: 1 };

    fn read<E: Entries<'de>>(&mut self, name: Name<'de>, entries: &mut E) -> Result<(), E::Error> {
        entry(&mut self.0, name.into_owned(), entries)
    }
}

/// Implements decoding and encoding of a struct.
macro_rules! object {
    (@undocumented) => { $crate::object::Skipped::new() };
    (@undocumented keep $kept:ident) => { $crate::object::Kept::new() };
    (@undocumented flatten $($names:ident)+) => { $crate::flatten::Flattened::new() };
    (@take required $field:ident $wire:literal) => {
        match $crate::object::required($field, $wire) {
            Ok(value) => value,
            Err(error) => return Err(error),
        }
    };
    (@take $kind:ident $field:ident $wire:literal) => { $field.take() };
    (@need required $needs:ident $field:ident) => { $needs.add($field) };
    (@need $kind:ident $needs:ident $field:ident) => {};
    (@level []) => {};
    (@level [recursive]) => { let _level = $crate::decode::budget::deeper(size_of::<Self>())?; };
    (@clone [] $($any:tt)*) => {};
    (@clone [recursive] $name:ident $($field:ident)*) => {
        #[allow(deprecated, reason = "deprecated properties are cloned")]
        impl Clone for $name {
            fn clone(&self) -> Self {
                let mut slots = $crate::decode::heap(|| ($(object!(@none $field),)*));
                let ($($field,)*) = &mut *slots;
                $($crate::decode::copy(&self.$field, $field);)*
                $crate::decode::in_own_frame(|| Self {
                    $($field: $field.take().unwrap_or_else(|| self.$field.clone()),)*
                })
            }
        }
    };
    (@slots [] $($field:ident)*) => { let ($($field,)*) = &mut ($(object!(@none $field),)*); };
    (@slots [recursive] $($field:ident)*) => {
        let mut slots = $crate::decode::heap(|| ($(object!(@none $field),)*));
        let ($($field,)*) = &mut *slots;
    };
    (@none $field:ident) => { None };
    (@in_own_frame [] $body:block) => { $body };
    (@in_own_frame [recursive] $body:block) => { $crate::decode::in_own_frame(|| $body) };
    (
        $name:ident { $($wire:literal => $field:ident: $kind:ident),* $(,)? }
        $(flatten { $($flatten:ident),+ })?
        $(keep { $kept:ident })?
        $(is { $recursive:ident })?
    ) => {
        object!(@clone [$($recursive)?] $name $($field)* $($($flatten)+)? $($kept)?);

        #[allow(deprecated, reason = "deprecated properties are read")]
        impl $crate::object::Object for $name {
            const NAME: &'static str = stringify!($name);

            fn read<'de, E: $crate::decode::source::Entries<'de>>(
                entries: &mut E,
                slot: &mut Option<Self>,
            ) -> Result<(), E::Error> {
                object!(@level [$($recursive)?]);
                object!(@slots [$($recursive)?] $($field)*);
                let mut others = object!(@undocumented $(flatten $($flatten)+)? $(keep $kept)?);
                #[allow(unused_mut, reason = "a struct without required fields needs none")]
                let mut needs = $crate::decode::source::Needs::NONE;
                while let Some(name) = entries.name()? {
                    match name.as_str() {
                        $($wire => $crate::object::read::$kind(entries, $wire, $field),)*
                        _ => entries.undocumented(name, &mut others),
                    }?;
                }
                $(object!(@need $kind needs $field);)*
                if entries.finish(&others, needs)? {
                    return Ok(());
                }
                object!(@in_own_frame [$($recursive)?] {
                    *slot = Some(Self {
                        $($field: object!(@take $kind $field $wire),)*
                        $($($flatten: others.flatten()?,)+)?
                        $($kept: others.kept()?,)?
                    });
                    Ok(())
                })
            }
        }

        #[allow(deprecated, reason = "deprecated properties are read")]
        impl $crate::decode::Decode for $name {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                source.entries($crate::object::ReadObject(slot))
            }

            fn is_finite(&self) -> bool {
                $($crate::decode::Decode::is_finite(&self.$field) &&)*
                    $($($crate::decode::Decode::is_finite(&self.$flatten) &&)+)?
                    $($crate::decode::Decode::is_finite(&self.$kept) &&)?
                    true
            }

            fn encode<S: serde::Serializer, T: $crate::encode::MaybeTag>(
                &self,
                tag: T,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "a struct without fields writes none")]
                let mut writer = $crate::encode::Writer::new(serializer, tag);
                $(writer.$kind($wire, &self.$field);)*
                $($crate::flatten::write(&mut writer, [$($crate::decode::to_json(&self.$flatten)),+]);)?
                $(writer.additional_properties(&self.$kept);)?
                writer.end()
            }

            fn rate<J: $crate::decode::Json>(
                json: J,
                depth: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                $crate::object::rated::rate::<Self>(json.value(), depth)
            }
        }

        impl_deserialize!($name);

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::decode::Decode::encode(self, $crate::encode::NoTag, serializer)
            }
        }
    };
}
