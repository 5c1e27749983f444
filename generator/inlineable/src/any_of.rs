//! One of several types, or several of them at once.

#![allow(dead_code, unused_macros, reason = "not every API needs all of it, nor does every feature")]

use serde::Serialize;
use serde_json::Value;

/// What several values say together.
pub(crate) fn together<T: Serialize>(values: &[T]) -> serde_json::Result<Value> {
    let mut all = Value::Null;
    for value in values {
        add(&mut all, serde_json::to_value(value)?);
    }
    Ok(all)
}

/// Adds what one value has and another has not.
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

/// An enum of types. A value is the one that keeps all of it, or else as many as keep something that no other does; one that is
/// none of them is kept as JSON.
macro_rules! any_of {
    (
        $(#[doc = $words:expr])*
        #[several($several:ident)]
        pub enum $name:ident { $($(#[doc = $variant_words:expr])* $variant:ident($ty:ty $(,)?)),* $(,)? }
    ) => {
        $(#[doc = $words])*
        #[derive(Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_words])* $variant($ty),)*
            /// Several of them at once, in one object.
            $several(Vec<Self>),
            /// A value that is none of these.
            Other($crate::unknown::UnknownValue),
        }

        impl Clone for $name {
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant(value) => $crate::decode::apart(|| Self::$variant(value.clone())),)*
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
                        let all = $crate::any_of::together(values).map_err(serde::ser::Error::custom)?;
                        all.serialize(serializer)
                    }
                    Self::Other(value) => value.serialize(serializer),
                }
            }
        }

        impl $name {
            /// The types. A parameter keeps the compiler from making anything of this where nothing decodes the enum.
            fn alternatives<J: $crate::decode::Json>() -> &'static [$crate::decode::choice::Alternative<Self>] {
                &[$($crate::decode::choice::Alternative {
                    look: |json, depth| <$ty as $crate::decode::Decode>::look(json, depth),
                    read: |json, slot| $crate::decode::choice::read(json, Self::$variant, slot),
                }),*]
            }
        }

        impl $crate::decode::Decode for $name {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                let _level = $crate::decode::account::deeper(size_of::<Self>())?;
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

            fn look<J: $crate::decode::Json>(
                json: J,
                depth: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                let json = json.value();
                $crate::decode::choice::look(json, Self::alternatives::<&serde_json::Value>(), depth)
            }
        }

        read_by_decode!($name);
    };
}
