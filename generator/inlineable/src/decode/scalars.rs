//! Decoding of strings, numbers and booleans.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use crate::decode::budget;
use crate::decode::checked::{FromNumber, Number};
use crate::decode::json;
use crate::decode::source::Source;
use crate::decode::{Decode, Depth, Json, Weight};
use crate::encode::TagValue;

impl Decode for String {
    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        let text: String = source.plain()?;
        budget::charge(text.len())?;
        *slot = Some(text);
        Ok(())
    }

    fn as_tag(&self) -> Option<TagValue<'_>> {
        Some(TagValue::Text(self))
    }

    fn rate<J: Json>(json: J, _: Depth) -> Option<Weight> {
        // A documented value of an enum is a better fit, and so is a format.
        json.value().is_string().then_some(Weight::doubts(2))
    }
}

impl Decode for bool {
    fn as_tag(&self) -> Option<TagValue<'_>> {
        Some(TagValue::Boolean(*self))
    }

    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        *slot = Some(source.plain()?);
        Ok(())
    }

    fn rate<J: Json>(json: J, _: Depth) -> Option<Weight> {
        json.value().is_boolean().then_some(Weight::NONE)
    }
}

/// Converts a number without a fraction, however it is written.
fn whole(number: Number) -> Option<i128> {
    match number {
        Number::Whole(number) => Some(number),
        // No integer type here reaches further.
        Number::Float(number) if number.fract() == 0.0 && number.abs() < 2e19 => Some(number as i128),
        Number::Float(_) => None,
    }
}

macro_rules! integers {
    ($($ty:ident),*) => {
        $(impl FromNumber for $ty {
            fn accept(number: Number) -> Option<Self> {
                whole(number)?.try_into().ok()
            }
        }

        impl Decode for $ty {
            fn as_tag(&self) -> Option<TagValue<'_>> {
                (*self).try_into().ok().map(TagValue::Integer)
            }

            fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
                *slot = Some(source.number(stringify!($ty))?);
                Ok(())
            }

            fn rate<J: Json>(json: J, _: Depth) -> Option<Weight> {
                Self::accept(json::number(json.value())?).map(|_| Weight::NONE)
            }
        })*
    };
}

integers!(i8, i16, i32, i64, u8, u16, u32, u64);

impl FromNumber for f64 {
    fn accept(number: Number) -> Option<Self> {
        match number {
            Number::Float(number) => Some(number),
            Number::Whole(number) => {
                if number as f64 as i128 != number {
                    budget::doubt();
                }
                Some(number as f64)
            }
        }
    }
}

impl Decode for f64 {
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }

    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        *slot = Some(source.number("f64")?);
        Ok(())
    }

    fn rate<J: Json>(json: J, _: Depth) -> Option<Weight> {
        match json::number(json.value())? {
            Number::Whole(number) if number as f64 as i128 != number => Some(Weight::doubts(1)),
            _ => Some(Weight::NONE),
        }
    }
}

impl Decode for f32 {
    fn is_finite(&self) -> bool {
        f32::is_finite(*self)
    }

    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        let mut number: Option<f64> = None;
        Decode::decode(source, &mut number)?;
        *slot = number.map(|number| number as f32);
        Ok(())
    }

    fn rate<J: Json>(json: J, depth: Depth) -> Option<Weight> {
        f64::rate(json, depth)
    }
}
