//! `open_enum!`: enums of strings that keep undocumented ones.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

/// Defines an enum of strings. Each documented string is a variant, and any other is kept in `Other`, so that it encodes as it was
/// decoded. Values are compared and ordered by their strings.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A value that the API's document does not list.
            Other($crate::unknown::UnknownString),
        }

        #[allow(deprecated, reason = "deprecated values are read and written")]
        impl $name {
            /// The values that the API's document lists, in its order.
            pub const DOCUMENTED: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the string on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(unknown) => unknown.as_str(),
                }
            }
        }

        #[allow(deprecated, reason = "deprecated values are read and written")]
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Other($crate::unknown::UnknownString::new(other)),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            // `Self::Err` can be a variant.
            fn from_str(text: &str) -> Result<Self, std::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::decode::Decode for $name {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                let text: $crate::decode::name::Name<'_> = source.plain()?;
                let value = Self::from(text.as_str());
                if let Self::Other(unknown) = &value {
                    $crate::decode::budget::charge(unknown.as_str().len())?;
                    $crate::decode::budget::doubt();
                }
                *slot = Some(value);
                Ok(())
            }

            fn as_tag(&self) -> Option<$crate::encode::TagValue<'_>> {
                Some($crate::encode::TagValue::Text(self.as_str()))
            }

            fn rate<J: $crate::decode::Json>(
                json: J,
                _: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                let is_other = matches!(Self::from(json.value().as_str()?), Self::Other(_));
                Some($crate::decode::Weight::doubts(if is_other { 3 } else { 0 }))
            }
        }

        impl_deserialize!($name);
    };
}
