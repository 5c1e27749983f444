//! `tagged_union!`: enums of types with a discriminator.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

/// Defines an enum of types. The value of a property, the tag, decides the type. A value whose tag the API's document does not list is
/// kept as JSON. A value without the tag, such as a string, is decoded as the type that keeps most of it.
macro_rules! tagged_union {
    (@value as_str $value:literal) => { $crate::encode::TagValue::Text($value) };
    (@value as_i64 $value:literal) => { $crate::encode::TagValue::Integer($value) };
    (@value as_bool $value:literal) => { $crate::encode::TagValue::Boolean($value) };
    (
        $(#[doc = $words:expr])*
        $(#[derive($($always:tt)*)])?
        $(#[cfg_attr($($traits:tt)*)])?
        #[tag($tag:literal, $as:ident)]
        pub enum $name:ident {
            $($(#[doc = $variant_words:expr])* $(#[value($value:literal)])* $(#[from($from:ty)])? $variant:ident($ty:ty $(,)?)),* $(,)?
        }
    ) => {
        $(#[doc = $words])*
        #[derive(Debug, PartialEq)]
        $(#[derive($($always)*)])?
        $(#[cfg_attr($($traits)*)])?
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_words])* $variant($ty),)*
            /// A value whose tag the API's document does not list.
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
                $crate::decode::finite(self)?;
                const ALL: &[$crate::encode::TagValue<'_>] = &[$($(tagged_union!(@value $as $value),)*)*];
                match self {
                    $(Self::$variant(value) => {
                        let tag = &$crate::encode::Tag {
                            name: $tag,
                            values: &[$(tagged_union!(@value $as $value)),*],
                            all: ALL,
                        };
                        $crate::decode::Decode::encode(value, Some(tag), serializer)
                    })*
                    Self::Other(json) => json.serialize(serializer),
                }
            }
        }

        impl $crate::decode::tagged::Tagged for $name {
            const TAG: &'static str = $tag;
            const OTHER: fn($crate::unknown::UnknownValue) -> Self = Self::Other;

            fn alternatives<J: $crate::decode::Json>() -> &'static [$crate::decode::choice::Alternative<Self>] {
                &[$($crate::decode::choice::Alternative {
                    rate: |json, depth| <$ty as $crate::decode::Decode>::rate(json, depth),
                    read: |json, slot| $crate::decode::choice::read($crate::decode::json::Node(json), Self::$variant, slot),
                }),*]
            }

            fn is_tag(value: &serde_json::Value) -> bool {
                value.$as().is_some()
            }

            fn read<'de, S: $crate::decode::source::Source<'de>>(
                tag: &serde_json::Value,
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<Option<S>, S::Error> {
                match tag.$as() {
                    $(Some(found) if [$($value),*].contains(&found) => $crate::decode::choice::read(source, Self::$variant, slot)?,)*
                    _ => return Ok(Some(source)),
                }
                Ok(None)
            }
        }

        impl $crate::decode::Decode for $name {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                let _level = $crate::decode::budget::deeper(size_of::<Self>())?;
                source.union(slot)
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
                match json.get($tag).and_then(serde_json::Value::$as) {
                    $(Some(found) if [$($value),*].contains(&found) => $crate::decode::choice::rate_as::<$ty>(json, depth),)*
                    Some(_) => Some($crate::decode::choice::unknown(json)),
                    None => $crate::decode::choice::rate(json, <Self as $crate::decode::tagged::Tagged>::alternatives::<&serde_json::Value>(), depth),
                }
            }
        }

        impl_deserialize!($name);
    };
}
