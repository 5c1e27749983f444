//! Values that the API's document does not describe.
//!
//! Their types are opaque, so that a match cannot name such a value: it would stop matching in the version of this crate in which
//! the document lists the value. Compare `as_str()` or `number()` of the enum instead.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::borrow::Cow;
use std::fmt::{Debug, Formatter};

use serde::de::Error;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::decode::budget;
use crate::decode::json::owned;

/// A string that the API's document does not list.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownString(Box<str>);

impl UnknownString {
    /// Returns the string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }
}

impl Debug for UnknownString {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An integer that the API's document does not list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownNumber(i64);

impl UnknownNumber {
    /// Returns the integer.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    pub(crate) const fn new(number: i64) -> Self {
        Self(number)
    }
}

impl Debug for UnknownNumber {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A value that fits no documented type, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<Value>);

impl UnknownValue {
    /// Returns the JSON.
    #[must_use]
    pub fn as_json(&self) -> &Value {
        &self.0
    }

    /// Returns the JSON, owned.
    #[must_use]
    pub fn into_json(self) -> Value {
        *self.0
    }

    /// Keeps a value that fits no type.
    pub(crate) fn read<E: Error>(json: Cow<'_, Value>) -> Result<Self, E> {
        budget::charge(size_of::<Value>())?;
        owned(json).map(Self::from)
    }
}

impl From<Value> for UnknownValue {
    fn from(json: Value) -> Self {
        Self(Box::new(json))
    }
}

impl Serialize for UnknownValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
