//! `open_number!`: enums of integers that keep undocumented ones.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

/// Defines an enum of integers. Each documented integer is a variant, and any other is kept in `Other`. Values are
/// compared and ordered by their numbers.
macro_rules! open_number {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $number:literal),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A value that the API's document does not list.
            Other($crate::unknown::UnknownNumber),
        }

        #[allow(deprecated, reason = "deprecated values are read and written")]
        impl $name {
            /// The values that the API's document lists, in its order.
            pub const DOCUMENTED: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the integer on the wire.
            pub const fn number(self) -> i64 {
                match self {
                    $(Self::$variant => $number,)*
                    Self::Other(unknown) => unknown.number(),
                }
            }
        }

        #[allow(deprecated, reason = "deprecated values are read and written")]
        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                match number {
                    $($number => Self::$variant,)*
                    other => Self::Other($crate::unknown::UnknownNumber::new(other)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.number().fmt(formatter)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.number() == other.number()
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
                self.number().cmp(&other.number())
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.number().hash(state);
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.number())
            }
        }

        impl $crate::decode::Decode for $name {
            fn decode<'de, S: $crate::decode::source::Source<'de>>(
                source: S,
                slot: &mut Option<Self>,
            ) -> Result<(), S::Error> {
                let mut number: Option<i64> = None;
                $crate::decode::Decode::decode(source, &mut number)?;
                *slot = number.map(Self::from);
                if matches!(slot, Some(Self::Other(_))) {
                    $crate::decode::budget::doubt();
                }
                Ok(())
            }

            fn as_tag(&self) -> Option<$crate::encode::TagValue<'_>> {
                Some($crate::encode::TagValue::Integer(self.number()))
            }

            fn rate<J: $crate::decode::Json>(
                json: J,
                depth: $crate::decode::Depth,
            ) -> Option<$crate::decode::Weight> {
                <i64 as $crate::decode::Decode>::rate(json, depth)?;
                let mut number: Option<i64> = None;
                $crate::decode::Decode::decode($crate::decode::json::Node(json.value()), &mut number).ok()?;
                let is_other = matches!(Self::from(number?), Self::Other(_));
                Some($crate::decode::Weight::doubts(if is_other { 3 } else { 0 }))
            }
        }

        impl_deserialize!($name);
    };
}
