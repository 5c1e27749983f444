//! `newtype!`: types that hold one value and are encoded as that value.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

use crate::decode::{Decode, Depth, Json, Weight};

/// Rates how well a value fits the type that a newtype holds, which the constructor names.
pub(crate) fn rate<T: Decode, S, J: Json>(_: fn(T) -> S, json: J, depth: Depth) -> Option<Weight> {
    match depth.among() {
        Some(depth) => T::rate(json, depth),
        None => Some(Weight::NONE),
    }
}

/// Implements decoding and encoding.
macro_rules! newtype {
    ($name:ident) => {
        impl $crate::decode::Decode for $name {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                let _level = $crate::decode::budget::deeper(size_of::<Self>())?;
                let mut value = None;
                $crate::decode::Decode::decode(source, &mut value)?;
                *slot = value.map(Self);
                Ok(())
            }

            fn is_finite(&self) -> bool {
                $crate::decode::Decode::is_finite(&self.0)
            }

            fn encode<S: serde::Serializer, T: $crate::encode::MaybeTag>(
                &self,
                tag: T,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::decode::Decode::encode(&self.0, tag, serializer)
            }

            fn as_tag(&self) -> Option<$crate::encode::TagValue<'_>> {
                $crate::decode::Decode::as_tag(&self.0)
            }

            fn rate<J: $crate::decode::Json>(
                json: J,
                depth: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                $crate::newtype::rate(Self, json, depth)
            }
        }

        impl_deserialize!($name);

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
    };
}
