//! `int-or-string`: an integer or a string, as in the API of Kubernetes.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::fmt::{Display, Formatter};

use serde::de::Error;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::decode::checked::FromNumber;
use crate::decode::source::Source;
use crate::decode::{Decode, Depth, Json, Weight, budget, json};

/// An integer or a string.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IntOrString {
    /// An integer.
    Integer(i64),
    /// A string.
    Text(String),
}

impl From<i64> for IntOrString {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<String> for IntOrString {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for IntOrString {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Display for IntOrString {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(formatter),
            Self::Text(text) => text.fmt(formatter),
        }
    }
}

impl Serialize for IntOrString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl IntOrString {
    fn of(json: &Value) -> Option<Self> {
        match json {
            Value::String(text) => Some(Self::Text(text.clone())),
            number => i64::accept(json::number(number)?).map(Self::Integer),
        }
    }
}

impl Decode for IntOrString {
    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        let value = Self::of(&*source.json()?);
        if let Some(Self::Text(text)) = &value {
            budget::charge(text.len())?;
        }
        *slot = Some(value.ok_or_else(|| S::Error::custom("invalid type, expected an integer or a string"))?);
        Ok(())
    }

    fn rate<J: Json>(json: J, _: Depth) -> Option<Weight> {
        // Not as good as an integer or a string alone.
        Self::of(json.value()).map(|_| Weight::doubts(3))
    }
}

impl_deserialize!(IntOrString);
