//! `unixtime`: seconds since 1970, which convert from and into a date and time.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

use std::fmt::{Display, Formatter};

use serde::{Serialize, Serializer};

use crate::decode::source::Source;
use crate::decode::{Decode, Depth, Json, Weight};

/// A time as the number of seconds since 1970-01-01T00:00:00Z, without leap seconds. Any number that a server sends is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(pub i64);

impl UnixTime {
    /// Returns the seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }
}

impl From<i64> for UnixTime {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl Display for UnixTime {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for UnixTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl Decode for UnixTime {
    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        *slot = Some(Self(source.number("seconds since 1970")?));
        Ok(())
    }

    fn rate<J: Json>(json: J, depth: Depth) -> Option<Weight> {
        i64::rate(json, depth)
    }
}

impl_deserialize!(UnixTime);

/// Implements conversions with the type of a library.
macro_rules! unix_time {
    ($ty:ty, $read:expr, $seconds:expr) => {
        impl $crate::unix_time::UnixTime {
            /// Returns the date and time. `None` if it is too far away for the library.
            #[must_use]
            pub fn datetime(self) -> Option<$ty> {
                let read: fn(i64) -> Option<$ty> = $read;
                read(self.0)
            }
        }

        impl From<$ty> for $crate::unix_time::UnixTime {
            /// Drops the fraction of the second.
            fn from(time: $ty) -> Self {
                let seconds: fn($ty) -> i64 = $seconds;
                Self(seconds(time))
            }
        }
    };
}
