//! `untagged_union!`: enums of types without a discriminator.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

/// Defines an enum of types. A value is decoded as the type that keeps most of it, the first of equals. A value that fits no type is
/// kept as JSON.
macro_rules! untagged_union {
    (
        $(#[doc = $words:expr])*
        $(#[derive($($always:tt)*)])?
        $(#[cfg_attr($($traits:tt)*)])?
        pub enum $name:ident { $($(#[doc = $variant_words:expr])* $(#[from($from:ty)])? $variant:ident($ty:ty $(,)?)),* $(,)? }
    ) => {
        $(#[doc = $words])*
        #[derive(Debug, PartialEq)]
        $(#[derive($($always)*)])?
        $(#[cfg_attr($($traits)*)])?
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_words])* $variant($ty),)*
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
                    Self::Other(value) => Self::Other(value.clone()),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
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
                if !$crate::decode::choice::choose(&json, Self::alternatives::<&serde_json::Value>(), slot).map_err($crate::decode::choice::custom)? {
                    *slot = Some(Self::Other(json.unknown()?));
                }
                Ok(())
            }

            fn is_finite(&self) -> bool {
                match self {
                    $(Self::$variant(value) => $crate::decode::Decode::is_finite(value),)*
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
