//! Values that the API's document does not describe.

#![allow(dead_code, reason = "not every API needs all of it, nor does every feature")]

use std::borrow::Cow;

use serde::de::Error;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::decode::account;
use crate::decode::json::owned;

/// A value that the API's document does not describe, as JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown(Box<Value>);

impl Unknown {
    /// The value.
    #[must_use]
    pub fn as_json(&self) -> &Value {
        &self.0
    }

    /// The value, taken out.
    #[must_use]
    pub fn into_json(self) -> Value {
        *self.0
    }

    /// Keeps a value that no type has taken.
    pub(crate) fn read<E: Error>(json: Cow<'_, Value>) -> Result<Self, E> {
        account::charge(size_of::<Value>())?;
        owned(json).map(Self::from)
    }
}

impl From<Value> for Unknown {
    fn from(json: Value) -> Self {
        Self(Box::new(json))
    }
}

impl Serialize for Unknown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
