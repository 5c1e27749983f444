//! Rates how well an object fits a struct, without decoding it.
//!
//! The code that decodes the struct is given entries of which the values are rated instead.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::borrow::Cow;
use std::fmt::{Display, Formatter, Result as Written};

use serde::de::Error;
use serde_json::{Value, map};

use crate::decode::name::Name;
use crate::decode::source::{Entries, Needs, Undocumented};
use crate::decode::{Decode, Depth, Weight, path};
use crate::object::Object;

/// Rates how well a value fits a struct.
pub(crate) fn rate<T: Object>(json: &Value, depth: Depth) -> Option<Weight> {
    let fields = json.as_object()?;
    let mut rated = Rated {
        left: fields.iter(),
        value: json,
        depth: depth.below(),
        weight: Weight::NONE,
        known: 0,
        needed: 0,
    };
    if depth.inside && T::read(&mut rated, &mut None).is_err() {
        path::forget();
        return None;
    }
    Some(rated.weight)
}

/// The entries of an object that is rated: their values are not decoded.
struct Rated<'v> {
    left: map::Iter<'v>,
    value: &'v Value,
    depth: Depth,
    weight: Weight,
    /// How many entries have a field.
    known: usize,
    /// How many of the fields that cannot be absent are present.
    needed: usize,
}

impl Rated<'_> {
    fn add(&mut self, weight: Option<Weight>) -> Result<(), Misfit> {
        self.known += 1;
        self.weight.add(weight.ok_or(Misfit)?);
        Ok(())
    }
}

impl<'v> Entries<'v> for Rated<'v> {
    type Error = Misfit;

    fn name(&mut self) -> Result<Option<Name<'v>>, Misfit> {
        let Some((name, value)) = self.left.next() else { return Ok(None) };
        self.value = value;
        Ok(Some(Name(Cow::Borrowed(name))))
    }

    fn value<T: Decode>(&mut self, _: &mut Option<T>) -> Result<(), Misfit> {
        self.needed += usize::from(T::absent().is_none());
        self.add(T::rate(self.value, self.depth))
    }

    fn optional<T: Decode>(&mut self, _: &mut Option<T>) -> Result<(), Misfit> {
        self.add(Option::<T>::rate(self.value, self.depth))
    }

    fn json(&mut self) -> Result<Cow<'v, Value>, Misfit> {
        Ok(Cow::Borrowed(self.value))
    }

    fn skip(&mut self) -> Result<(), Misfit> {
        Ok(())
    }

    fn undocumented<U: Undocumented<'v>>(&mut self, _: Name<'v>, _: &mut U) -> Result<(), Misfit> {
        self.weight.add(U::WEIGHT);
        Ok(())
    }

    fn finish<U: Undocumented<'v>>(&mut self, _: &U, needs: Needs) -> Result<bool, Misfit> {
        // An object with other properties alone is of another type, even if null stands for each required one.
        let is_other = needs.fields > 0 && U::WEIGHT.skipped > 0 && self.known == 0;
        if self.needed < needs.present || is_other { Err(Misfit) } else { Ok(true) }
    }
}

/// A value cannot be decoded as a type.
#[derive(Debug)]
struct Misfit;

impl Display for Misfit {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Written {
        formatter.write_str("the value does not fit")
    }
}

impl std::error::Error for Misfit {}

impl Error for Misfit {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}
