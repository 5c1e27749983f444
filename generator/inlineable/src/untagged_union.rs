//! One of several types, told apart by what they look like.

#![allow(dead_code, unused_macros, reason = "not every API needs all of it, nor does every feature")]

/// An enum of types. A value is the one that keeps most of it, the first of several; one that is none of them is kept as JSON.
macro_rules! untagged_union {
    (
        $(#[doc = $words:expr])*
        pub enum $name:ident { $($(#[doc = $variant_words:expr])* $variant:ident($ty:ty $(,)?)),* $(,)? }
    ) => {
        $(#[doc = $words])*
        #[derive(Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_words])* $variant($ty),)*
            /// A value that is none of these.
            Other($crate::unknown::UnknownValue),
        }

        impl Clone for $name {
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant(value) => $crate::decode::apart(|| Self::$variant(value.clone())),)*
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
                if !$crate::decode::choice::choose(&json, Self::alternatives::<&serde_json::Value>(), slot).map_err($crate::decode::choice::custom)? {
                    *slot = Some(Self::Other(json.unknown()?));
                }
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
