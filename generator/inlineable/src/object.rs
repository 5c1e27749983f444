//! Objects: structs whose fields have names on the wire.
//!
//! `object!` says which field a name on the wire stands for, and how:
//!
//! | word | absent | null | `None` is written as |
//! |---|---|---|---|
//! | `required` | an error, or `None` where null is a value | what the field's type makes of it | what the field's type makes of it |
//! | `optional` | `None` | `None` | nothing |
//! | `nullable` | `None` | `Some(None)` | nothing; `Some(None)` as null |
//!
//! Names that no field has are passed over, or kept in the field that `rest` names. A struct that can hold another of its type
//! is `recursive`: its fields are gathered on the heap.

#![allow(dead_code, unused_macros, reason = "not every API needs all of it, nor does every feature")]

use std::collections::BTreeMap;
use std::fmt::{Formatter, Result as Written};
use std::marker::PhantomData;

use serde::de::Error;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::decode::Weight;
use crate::decode::containers::entry;
use crate::decode::source::{Entries, Name, ReadEntries};
use crate::decode::{Decode, Depth, path};

/// What is read from an object.
pub(crate) trait Object: Sized {
    /// What error messages call it.
    const NAME: &'static str;

    /// Reads all of the object.
    fn read<'de, E: Entries<'de>>(entries: &mut E, slot: &mut Option<Self>) -> Result<(), E::Error>;
}

/// Reads an object into a slot.
pub(crate) struct ReadObject<'s, T>(pub(crate) &'s mut Option<T>);

impl<T: Object> ReadEntries for ReadObject<'_, T> {
    fn expecting(formatter: &mut Formatter<'_>) -> Written {
        write!(formatter, "an object, `{}`", T::NAME)
    }

    fn read<'de, E: Entries<'de>>(self, entries: &mut E) -> Result<(), E::Error> {
        T::read(entries, self.0)
    }
}

/// The value of a field that has to be there. One that may be null is null when it is not.
pub(crate) fn required<T: Decode, E: Error>(field: Option<T>, name: &'static str) -> Result<T, E> {
    field.or_else(T::absent).ok_or_else(|| E::missing_field(name))
}

/// The value of a field for which null is another way of being absent.
pub(crate) fn optional<T, E>(field: Option<Option<T>>, _: &'static str) -> Result<Option<T>, E> {
    Ok(field.flatten())
}

/// The value of a field that may be absent, null or there.
pub(crate) fn nullable<T, E>(field: Option<Option<T>>, _: &'static str) -> Result<Option<Option<T>>, E> {
    Ok(field)
}

/// An error in a property, which is named here if a field stands for it.
#[cold]
pub(crate) fn in_known<E>(wire: Option<&'static str>, error: E) -> E {
    match wire {
        Some(wire) => path::in_field(wire, error),
        None => error,
    }
}

/// How well a value fits a field, which is named so that its type need not be.
pub(crate) fn look<S, T: Decode>(_: fn(&S) -> &T, value: &Value, depth: Depth) -> Option<Weight> {
    T::look(value, depth.below())
}

/// Whether a field may be absent.
pub(crate) fn may_be_absent<S, T: Decode>(_: fn(&S) -> &T) -> bool {
    T::absent().is_some()
}

/// What becomes of names that no field has.
pub(crate) trait Others<'de> {
    /// What a look counts for each of them.
    const WEIGHT: Weight;

    /// Takes the value of such a name.
    fn read<E: Entries<'de>>(&mut self, name: Name<'de>, entries: &mut E) -> Result<(), E::Error>;
}

/// They are passed over.
pub(crate) struct Skipped(PhantomData<()>);

impl Skipped {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de> Others<'de> for Skipped {
    const WEIGHT: Weight = Weight { lost: 1, doubts: 0 };

    fn read<E: Entries<'de>>(&mut self, name: Name<'de>, entries: &mut E) -> Result<(), E::Error> {
        entries.skip().map_err(|error| path::in_field(name.as_str(), error))
    }
}

/// They are kept, all as values of one type.
pub(crate) struct Rest<T>(BTreeMap<String, T>);

impl<T> Rest<T> {
    pub(crate) fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(crate) fn rest<E>(self) -> Result<BTreeMap<String, T>, E> {
        Ok(self.0)
    }
}

impl<'de, T: Decode> Others<'de> for Rest<T> {
    const WEIGHT: Weight = Weight { lost: 0, doubts: 1 };

    fn read<E: Entries<'de>>(&mut self, name: Name<'de>, entries: &mut E) -> Result<(), E::Error> {
        entry(&mut self.0, name.into_owned(), entries)
    }
}

/// Writes an object, field by field. The first error is kept until the end.
pub(crate) struct Writer<S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
}

impl<S: Serializer> Writer<S> {
    pub(crate) fn new(serializer: S) -> Self {
        Self { map: serializer.serialize_map(None) }
    }

    pub(crate) fn required<T: Serialize>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.map = Err(error);
        }
    }

    pub(crate) fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    pub(crate) fn nullable<T: Serialize>(&mut self, name: &str, value: &Option<Option<T>>) {
        self.optional(name, value);
    }

    pub(crate) fn rest<T: Serialize>(&mut self, values: &BTreeMap<String, T>) {
        values.iter().for_each(|(name, value)| self.required(name, value));
    }

    pub(crate) fn fail(&mut self, error: S::Error) {
        self.map = Err(error);
    }

    pub(crate) fn end(self) -> Result<S::Ok, S::Error> {
        self.map?.end()
    }
}

/// How a struct is read and written. A field named after `beside` stands in the same object with all of its own fields.
macro_rules! object {
    (@others) => { $crate::object::Skipped::new() };
    (@others rest $rest:ident) => { $crate::object::Rest::new() };
    (@others beside $($names:ident)+) => { $crate::beside::Kept::new() };
    (@others_weight) => { $crate::decode::Weight { lost: 1, doubts: 0 } };
    (@others_weight $($kept:ident)+) => { $crate::decode::Weight { lost: 0, doubts: 1 } };
    (@is_required required) => { true };
    (@is_required $kind:ident) => { false };
    (@level []) => {};
    (@level [recursive]) => { let _level = $crate::decode::account::deeper(size_of::<Self>())?; };
    (@clone [] $($any:tt)*) => {};
    (@clone [recursive] $name:ident $($field:ident)*) => {
        #[allow(deprecated, reason = "deprecated properties are cloned")]
        impl Clone for $name {
            fn clone(&self) -> Self {
                let mut slots = $crate::decode::heap(|| ($(object!(@none $field),)*));
                let ($($field,)*) = &mut *slots;
                $($crate::decode::copy(&self.$field, $field);)*
                $crate::decode::apart(|| Self {
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
        $(beside { $($beside:ident),+ })?
        $(rest { $rest:ident })?
        $(is { $recursive:ident })?
    ) => {
        object!(@clone [$($recursive)?] $name $($field)* $($($beside)+)? $($rest)?);

        #[allow(deprecated, reason = "deprecated properties are read")]
        impl $crate::object::Object for $name {
            const NAME: &'static str = stringify!($name);

            fn read<'de, E: $crate::decode::source::Entries<'de>>(
                entries: &mut E,
                slot: &mut Option<Self>,
            ) -> Result<(), E::Error> {
                use $crate::object::Others;
                object!(@level [$($recursive)?]);
                #[allow(unused_mut, reason = "a struct without fields has none to fill")]
                let mut slots = object!(@slots [$($recursive)?] $($field)*);
                let mut others = object!(@others $(beside $($beside)+)? $(rest $rest)?);
                #[allow(unused_variables, reason = "a struct without fields has none to fill")]
                let ($($field,)*) = &mut *slots;
                while let Some(name) = entries.name()? {
                    let (read, wire) = match name.as_str() {
                        $($wire => (entries.value($field), Some($wire)),)*
                        _ => (others.read(name, entries), None),
                    };
                    read.map_err(|error| $crate::object::in_known(wire, error))?;
                }
                $crate::decode::apart(|| {
                    *slot = Some(Self {
                        $($field: $crate::object::$kind($field.take(), $wire)?,)*
                        $($($beside: others.beside()?,)+)?
                        $($rest: others.rest()?,)?
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

            fn look<J: $crate::decode::Json>(
                json: J,
                depth: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                let fields = json.value().as_object()?;
                let mut weight = $crate::decode::Weight::NONE;
                if !depth.inside {
                    return Some(weight);
                }
                #[allow(unused_mut, unused_variables, reason = "a struct without fields requires none")]
                let mut required = 0 $(+ usize::from(object!(@is_required $kind)))*;
                #[allow(unused_variables, reason = "a struct without fields looks at none")]
                for (name, value) in fields {
                    match name.as_str() {
                        $($wire => {
                            required -= usize::from(object!(@is_required $kind));
                            weight.add($crate::object::look(|this: &Self| &this.$field, value, depth)?);
                        })*
                        _ => weight.add(object!(@others_weight $($($beside)+)? $($rest)?)),
                    }
                }
                $(if object!(@is_required $kind)
                    && required > 0
                    && !fields.contains_key($wire)
                    && !$crate::object::may_be_absent(|this: &Self| &this.$field)
                {
                    return None;
                })*
                Some(weight)
            }
        }

        read_by_decode!($name);

        #[allow(deprecated, reason = "deprecated properties are written")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[allow(unused_mut, reason = "a struct without fields writes none")]
                let mut writer = $crate::object::Writer::new(serializer);
                $(writer.$kind($wire, &self.$field);)*
                $($crate::beside::write(&mut writer, [$(serde_json::to_value(&self.$beside)),+]);)?
                $(writer.rest(&self.$rest);)?
                writer.end()
            }
        }
    };
}
