//! `tuple!`: arrays of a fixed length with a type for each item.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

/// Implements decoding and encoding. The names are those of its fields, in order.
macro_rules! tuple {
    ($name:ident, $($item:ident),+) => {
        impl $crate::decode::source::ReadItems for &mut Option<$name> {
            fn expecting(formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "a tuple of size {}", [$(stringify!($item)),+].len())
            }

            fn read<'de, I: $crate::decode::source::Items<'de>>(self, items: &mut I) -> Result<(), I::Error> {
                let names: &[_] = &[$(stringify!($item)),+];
                $(
                    let mut $item = None;
                    let index = || names.iter().position(|name| *name == stringify!($item)).unwrap_or_default();
                    if !items.next(&mut $item).map_err(|error| $crate::decode::path::in_item(index(), error))? {
                        let expected = format!("a tuple of size {}", names.len());
                        let expected = expected.as_str();
                        return Err(serde::de::Error::invalid_length(index(), &expected));
                    }
                )+
                *self = Some($name($($crate::decode::filled($item)?),+));
                Ok(())
            }
        }

        impl $crate::decode::Decode for $name {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                let _level = $crate::decode::budget::deeper(size_of::<Self>())?;
                source.items(slot)
            }

            fn is_finite(&self) -> bool {
                let Self($($item),+) = self;
                $($crate::decode::Decode::is_finite($item) &&)+ true
            }

            fn rate<J: $crate::decode::Json>(
                json: J,
                _: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                let length = [$(stringify!($item)),+].len();
                (json.value().as_array()?.len() == length).then_some($crate::decode::Weight::NONE)
            }
        }

        impl_deserialize!($name);

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let Self($($item),+) = self;
                ($($item,)+).serialize(serializer)
            }
        }
    };
}
