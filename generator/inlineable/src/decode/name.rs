//! Names of properties, and other short strings.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::borrow::Cow;
use std::fmt::{Formatter, Result as Written};

use serde::de::{Deserialize, Deserializer, Visitor};

/// A name on the wire, or another short string, borrowed if possible.
pub(crate) struct Name<'de>(pub(crate) Cow<'de, str>);

impl Name<'_> {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_owned(self) -> String {
        self.0.into_owned()
    }
}

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(ReadName)
    }
}

struct ReadName;

impl<'de> Visitor<'de> for ReadName {
    type Value = Name<'de>;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> Written {
        formatter.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(text)))
    }
}
