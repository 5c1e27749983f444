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

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

use std::collections::BTreeMap;
use std::fmt::{Formatter, Result as Written};
use std::marker::PhantomData;

use serde::de::Error;
use serde_json::Value;

use crate::decode::Weight;
use crate::decode::containers::entry;
use crate::decode::source::{Entries, Name, ReadEntries};
use crate::decode::{Decode, Depth, path};

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
pub(crate) fn required<T: Decode, E: Error>(field: Option<T>, name: &'static str) -> Result<T, E> {
    field.or_else(T::absent).ok_or_else(|| E::missing_field(name))
}

/// Returns the value of a field for which null means absent.
pub(crate) fn optional<T, E>(field: Option<Option<T>>, _: &'static str) -> Result<Option<T>, E> {
    Ok(field.flatten())
}

/// Returns the value of a field that can be absent, null or present.
pub(crate) fn nullable<T, E>(field: Option<Option<T>>, _: &'static str) -> Result<Option<Option<T>>, E> {
    Ok(field)
}

/// Adds the property to an error's path, if a field has decoded it. (Undocumented add it themselves.)
#[cold]
pub(crate) fn in_property<E>(wire: Option<&'static str>, error: E) -> E {
    match wire {
        Some(wire) => path::in_field(wire, error),
        None => error,
    }
}

/// Rates how well a value fits a field. The field is an argument so that its type need not be written.
pub(crate) fn rate<S, T: Decode>(_: fn(&S) -> &T, value: &Value, depth: Depth) -> Option<Weight> {
    T::rate(value, depth.below())
}

/// Returns whether a required field can be absent.
pub(crate) fn may_be_absent<S, T: Decode>(_: fn(&S) -> &T) -> bool {
    T::absent().is_some()
}

/// What is done with properties without a field.
pub(crate) trait Undocumented<'de> {
    /// What each of them adds to the weight of a candidate.
    const WEIGHT: Weight;

    /// Takes the value of such a property.
    fn read<E: Entries<'de>>(&mut self, name: Name<'de>, entries: &mut E) -> Result<(), E::Error>;
}

/// Skips them.
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

/// Keeps them, all as values of one type.
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
    (@undocumented_weight) => { $crate::decode::Weight { skipped: 1, doubts: 0 } };
    (@undocumented_weight $($kept:ident)+) => { $crate::decode::Weight { skipped: 0, doubts: 1 } };
    (@is_required required) => { true };
    (@is_required $kind:ident) => { false };
    (@is_needed required $field:ident) => { !$crate::object::may_be_absent(|this: &Self| &this.$field) };
    (@is_needed $kind:ident $field:ident) => { false };
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
    (@slots [] $($field:ident)*) => { &mut ($(object!(@none $field),)*) };
    (@slots [recursive] $($field:ident)*) => { $crate::decode::heap(|| ($(object!(@none $field),)*)) };
    (@none $field:ident) => { None };
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
                use $crate::object::Undocumented;
                object!(@level [$($recursive)?]);
                #[allow(unused_mut, reason = "a struct without fields has none to fill")]
                let mut slots = object!(@slots [$($recursive)?] $($field)*);
                let mut others = object!(@undocumented $(flatten $($flatten)+)? $(keep $kept)?);
                #[allow(unused_variables, reason = "a struct without fields has none to fill")]
                let ($($field,)*) = &mut *slots;
                while let Some(name) = entries.name()? {
                    let (read, wire) = match name.as_str() {
                        $($wire => (entries.value($field), Some($wire)),)*
                        _ => (others.read(name, entries), None),
                    };
                    read.map_err(|error| $crate::object::in_property(wire, error))?;
                }
                $crate::decode::in_own_frame(|| {
                    *slot = Some(Self {
                        $($field: $crate::object::$kind($field.take(), $wire)?,)*
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
                let fields = json.value().as_object()?;
                let mut weight = $crate::decode::Weight::NONE;
                if !depth.inside {
                    return Some(weight);
                }
                let undocumented = object!(@undocumented_weight $($($flatten)+)? $($kept)?);
                let requires = false $(|| object!(@is_required $kind))*;
                #[allow(unused_mut, reason = "a struct without fields requires none")]
                let (mut missing, mut is_known) = (0 $(+ usize::from(object!(@is_needed $kind $field)))*, false);
                #[allow(unused_variables, reason = "a struct without fields looks at none")]
                for (name, value) in fields {
                    match name.as_str() {
                        $($wire => {
                            is_known = true;
                            missing -= usize::from(object!(@is_needed $kind $field));
                            weight.add($crate::object::rate(|this: &Self| &this.$field, value, depth)?);
                        })*
                        _ => weight.add(undocumented),
                    }
                }
                // An object with other properties alone is of another type, even if null stands for each required one.
                if missing > 0 || (requires && undocumented.skipped > 0 && !is_known) {
                    return None;
                }
                Some(weight)
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
