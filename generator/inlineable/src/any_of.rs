//! `any_of!`: enums of types of which a value can fit several.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

use serde_json::Value;

use crate::decode::{Decode, to_json};

/// Merges the JSON of several values.
pub(crate) fn merged<T: Decode>(values: &[T]) -> serde_json::Result<Value> {
    let mut all = Value::Null;
    for value in values {
        add(&mut all, to_json(value)?);
    }
    Ok(all)
}

/// Merges a value into another, which keeps what it has.
fn add(all: &mut Value, more: Value) {
    match (all, more) {
        (Value::Object(all), Value::Object(more)) => {
            for (name, value) in more {
                add(all.entry(name).or_insert(Value::Null), value);
            }
        }
        (Value::Array(all), Value::Array(more)) if all.len() == more.len() => {
            all.iter_mut().zip(more).for_each(|(one, other)| add(one, other));
        }
        (all @ Value::Null, more) => *all = more,
        _ => {}
    }
}

/// Defines an enum of types. A value is decoded as the type that keeps all of it, or as each type that keeps something the others
/// do not. A value that fits no type is kept as JSON.
macro_rules! any_of {
    (
        $(#[doc = $words:expr])*
        $(#[derive($($always:tt)*)])?
        $(#[cfg_attr($($traits:tt)*)])?
        #[several($several:ident)]
        pub enum $name:ident { $($(#[doc = $variant_words:expr])* $(#[from($from:ty)])? $variant:ident($ty:ty $(,)?)),* $(,)? }
    ) => {
        $(#[doc = $words])*
        #[derive(Debug, PartialEq)]
        $(#[derive($($always)*)])?
        $(#[cfg_attr($($traits)*)])?
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_words])* $variant($ty),)*
            /// Several of the types at once, in one object.
            $several(Vec<Self>),
            /// A value that fits no documented type.
            Other($crate::unknown::UnknownValue),
        }

        $($(impl From<$from> for $name {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        })?)*

        impl Clone for $name {
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant(value) => $crate::decode::in_own_frame(|| Self::$variant(value.clone())),)*
                    Self::$several(values) => Self::$several(values.clone()),
                    Self::Other(value) => Self::Other(value.clone()),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                    Self::$several(values) => {
                        let all = $crate::any_of::merged(values).map_err(serde::ser::Error::custom)?;
                        all.serialize(serializer)
                    }
                    Self::Other(value) => value.serialize(serializer),
                }
            }
        }

        impl $name {
            /// The types. This is generic so that it is compiled only where the enum is decoded.
            fn alternatives<J: $crate::decode::Json>() -> &'static [$crate::decode::choice::Alternative<Self>] {
                &[$($crate::decode::choice::Alternative {
                    rate: |json, depth| <$ty as $crate::decode::Decode>::rate(json, depth),
                    read: |json, slot| $crate::decode::choice::read($crate::decode::json::Node(json), Self::$variant, slot),
                }),*]
            }
        }

        impl $crate::decode::Decode for $name {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                let _level = $crate::decode::budget::deeper(size_of::<Self>())?;
                let json = $crate::decode::choice::Buffered::new(source)?;
                let mut all = $crate::decode::choice::choose_several(&json, Self::alternatives::<&serde_json::Value>())
                    .map_err($crate::decode::choice::custom)?;
                *slot = match all.len() {
                    0 => Some(Self::Other(json.unknown()?)),
                    1 => all.pop(),
                    _ => Some(Self::$several(all)),
                };
                Ok(())
            }

            fn is_finite(&self) -> bool {
                match self {
                    $(Self::$variant(value) => $crate::decode::Decode::is_finite(value),)*
                    Self::$several(values) => $crate::decode::Decode::is_finite(values),
                    Self::Other(_) => true,
                }
            }

            fn rate<J: $crate::decode::Json>(
                json: J,
                depth: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                let json = json.value();
                $crate::decode::choice::rate(json, Self::alternatives::<&serde_json::Value>(), depth)
            }
        }

        impl_deserialize!($name);
    };
}
