//! Types that hold one value and are written as that value.

#![allow(dead_code, unused_macros, reason = "not every API needs all of it, nor does every feature")]

use crate::decode::{Decode, Depth, Json, Weight};

/// How well a value fits what a type holds, which its constructor names.
pub(crate) fn look<T: Decode, S, J: Json>(_: fn(T) -> S, json: J, depth: Depth) -> Option<Weight> {
    match depth.among() {
        Some(depth) => T::look(json, depth),
        None => Some(Weight::NONE),
    }
}

/// How such a type is read and written.
macro_rules! newtype {
    ($name:ident) => {
        impl $crate::decode::Decode for $name {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                let _level = $crate::decode::account::deeper(size_of::<Self>())?;
                let mut value = None;
                $crate::decode::Decode::decode(source, &mut value)?;
                *slot = value.map(Self);
                Ok(())
            }

            fn look<J: $crate::decode::Json>(
                json: J,
                depth: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                $crate::newtype::look(Self, json, depth)
            }
        }

        read_by_decode!($name);

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
    };
}
