//! `tagged_union!`: enums of types with a discriminator.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

/// Defines an enum of types. The value of a property, the tag, decides the type. A value whose tag the API's document does not list is
/// kept as JSON. A value without the tag, such as a string, is decoded as the type that keeps most of it.
macro_rules! tagged_union {
    (
        $(#[doc = $words:expr])*
        #[tag($tag:literal, $as:ident)]
        pub enum $name:ident {
            $($(#[doc = $variant_words:expr])* $(#[value($value:literal)])* $variant:ident($ty:ty $(,)?)),* $(,)?
        }
    ) => {
        $(#[doc = $words])*
        #[derive(Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_words])* $variant($ty),)*
            /// A value whose tag the API's document does not list.
            Other($crate::unknown::UnknownValue),
        }

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
                let (json, values): (_, &[_]) = match self {
                    $(Self::$variant(value) => ($crate::decode::to_json(value), &[$($value),*]),)*
                    Self::Other(json) => return json.serialize(serializer),
                };
                let mut json = json.map_err(serde::ser::Error::custom)?;
                if let (Some(fields), Some(value)) = (json.as_object_mut(), values.first()) {
                    // A tag that selects another type is replaced.
                    let all = [$($($value,)*)*];
                    let is_other = |found| all.contains(&found) && !values.contains(&found);
                    if fields.get($tag).is_none_or(|found| found.$as().is_some_and(is_other)) {
                        fields.insert($tag.to_owned(), (*value).into());
                    }
                }
                json.serialize(serializer)
            }
        }

        impl $name {
            /// The types. This is generic so that it is compiled only where the enum is decoded.
            fn alternatives<J: $crate::decode::Json>() -> &'static [$crate::decode::choice::Alternative<Self>] {
                &[$($crate::decode::choice::Alternative {
                    rate: |json, depth| <$ty as $crate::decode::Decode>::rate(json, depth),
                    read: |json, slot| $crate::decode::choice::read(json, Self::$variant, slot),
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
                match json.get($tag).and_then(serde_json::Value::$as) {
                    $(Some(found) if [$($value),*].contains(&found) => {
                        return $crate::decode::choice::read(&json, Self::$variant, slot).map_err($crate::decode::choice::custom);
                    })*
                    Some(_) => {}
                    None => {
                        if $crate::decode::choice::choose(&json, Self::alternatives::<&serde_json::Value>(), slot).map_err($crate::decode::choice::custom)? {
                            return Ok(());
                        }
                    }
                }
                *slot = Some(Self::Other(json.unknown()?));
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
                match json.get($tag).and_then(serde_json::Value::$as) {
                    $(Some(found) if [$($value),*].contains(&found) => $crate::decode::choice::rate_as::<$ty>(json, depth),)*
                    Some(_) => Some($crate::decode::choice::unknown(json)),
                    None => $crate::decode::choice::rate(json, Self::alternatives::<&serde_json::Value>(), depth),
                }
            }
        }

        impl_deserialize!($name);
    };
}
