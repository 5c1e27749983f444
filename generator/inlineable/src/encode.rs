//! Encoding of objects, and of the tag of a union, which its types need not have as a field.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::collections::BTreeMap;

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::decode::Decode;

/// Encodes an object, field by field. The first error is kept until the end.
pub(crate) struct Writer<S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
    /// The tag that remains to be written.
    tag: Option<Tag>,
}

impl<S: Serializer> Writer<S> {
    pub(crate) fn new(serializer: S, tag: Option<Tag>) -> Self {
        Self { map: serializer.serialize_map(None), tag }
    }

    fn entry<T: Serialize>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.map = Err(error);
        }
    }

    pub(crate) fn required<T: Decode>(&mut self, name: &str, value: &T) {
        match self.tag.take_if(|tag| tag.name == name).and_then(|tag| tag.instead_of(value.as_tag())) {
            Some(tag) => self.entry(name, &tag),
            None => self.entry(name, value),
        }
    }

    pub(crate) fn optional<T: Decode>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    pub(crate) fn nullable<T: Decode>(&mut self, name: &str, value: &Option<Option<T>>) {
        self.optional(name, value);
    }

    pub(crate) fn additional_properties<T: Decode>(&mut self, values: &BTreeMap<String, T>) {
        values.iter().for_each(|(name, value)| self.required(name, value));
    }

    pub(crate) fn fail(&mut self, error: S::Error) {
        self.map = Err(error);
    }

    pub(crate) fn end(mut self) -> Result<S::Ok, S::Error> {
        if let Some(tag) = self.tag
            && let Some(value) = tag.values.first()
        {
            self.entry(tag.name, value);
        }
        self.map?.end()
    }
}

/// A property that tells the types of a union apart.
#[derive(Clone, Copy)]
pub(crate) struct Tag {
    pub(crate) name: &'static str,
    /// The values of the type that is encoded.
    pub(crate) values: &'static [TagValue<'static>],
    /// The values of all types.
    pub(crate) all: &'static [TagValue<'static>],
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum TagValue<'v> {
    Text(&'v str),
    Integer(i64),
    Boolean(bool),
}

impl Tag {
    /// Returns the value to write instead of the one that an object has. A tag that selects another type is replaced.
    fn instead_of(self, found: Option<TagValue<'_>>) -> Option<TagValue<'static>> {
        let found = found?;
        let is_other = self.all.contains(&found) && !self.values.contains(&found);
        self.values.first().filter(|_| is_other).copied()
    }

    /// Encodes a value as JSON, and writes the tag if the value is an object.
    pub(crate) fn add<T: Serialize, S: Serializer>(
        tag: Option<Self>,
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let Some(tag) = tag else { return value.serialize(serializer) };
        let mut json = serde_json::to_value(value).map_err(S::Error::custom)?;
        if let Value::Object(fields) = &mut json {
            let written = match fields.get(tag.name) {
                Some(found) => tag.instead_of(TagValue::of(found)),
                None => tag.values.first().copied(),
            };
            if let Some(value) = written {
                fields.insert(tag.name.to_owned(), serde_json::to_value(value).map_err(S::Error::custom)?);
            }
        }
        json.serialize(serializer)
    }
}

impl<'v> TagValue<'v> {
    pub(crate) fn of(json: &'v Value) -> Option<Self> {
        match json {
            Value::String(text) => Some(Self::Text(text)),
            Value::Number(number) => number.as_i64().map(Self::Integer),
            Value::Bool(is) => Some(Self::Boolean(*is)),
            _ => None,
        }
    }
}

impl Serialize for TagValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(number),
            Self::Boolean(is) => serializer.serialize_bool(is),
        }
    }
}
