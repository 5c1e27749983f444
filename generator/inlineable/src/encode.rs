//! Encoding of objects, and of the tag of a union, which its types need not have as a field.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::collections::BTreeMap;

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::decode::Decode;

/// Encodes an object, field by field. The first error is kept until the end.
pub(crate) struct Writer<S: Serializer, T> {
    map: Result<S::SerializeMap, S::Error>,
    /// The tag that remains to be written.
    tag: T,
}

impl<S: Serializer, T: MaybeTag> Writer<S, T> {
    pub(crate) fn new(serializer: S, tag: T) -> Self {
        Self { map: serializer.serialize_map(None), tag }
    }

    fn entry<V: Serialize>(&mut self, name: &str, value: &V) {
        let Ok(map) = &mut self.map else { return };
        if let Err(error) = map.serialize_entry(name, value) {
            self.map = Err(error);
        }
    }

    pub(crate) fn required<V: Decode>(&mut self, name: &str, value: &V) {
        if let Some(tag) = self.tag.get().filter(|tag| tag.name == name) {
            self.tag.clear();
            if let Some(other) = tag.instead_of(value.as_tag()) {
                return self.entry(name, &other);
            }
        }
        self.entry(name, value);
    }

    pub(crate) fn optional<V: Decode>(&mut self, name: &str, value: &Option<V>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    pub(crate) fn nullable<V: Decode>(&mut self, name: &str, value: &Option<Option<V>>) {
        self.optional(name, value);
    }

    pub(crate) fn additional_properties<V: Decode>(&mut self, values: &BTreeMap<String, V>) {
        values.iter().for_each(|(name, value)| self.required(name, value));
    }

    pub(crate) fn fail(&mut self, error: S::Error) {
        self.map = Err(error);
    }

    pub(crate) fn end(mut self) -> Result<S::Ok, S::Error> {
        if let Some((name, value)) = self.tag.get().and_then(|tag| Some((tag.name, tag.values.first()?))) {
            self.entry(name, value);
        }
        self.map?.end()
    }
}

/// A property that tells the types of a union apart.
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
    fn instead_of(&self, found: Option<TagValue<'_>>) -> Option<TagValue<'static>> {
        let found = found?;
        let is_other = !self.values.contains(&found) && self.all.contains(&found);
        self.values.first().filter(|_| is_other).copied()
    }
}

/// An optional tag to write. A trait instead of an `Option`, so that types without a tag compile to no check.
pub(crate) trait MaybeTag: Copy {
    fn get(&self) -> Option<&'static Tag>;

    /// Removes the tag, because it has been written.
    fn clear(&mut self);
}

impl MaybeTag for Option<&'static Tag> {
    fn get(&self) -> Self {
        *self
    }

    fn clear(&mut self) {
        *self = None;
    }
}

#[derive(Clone, Copy)]
pub(crate) struct NoTag;

impl MaybeTag for NoTag {
    fn get(&self) -> Option<&'static Tag> {
        None
    }

    fn clear(&mut self) {}
}

/// Encodes a value of any type as JSON, and writes the tag if the value is an object.
pub(crate) fn encode_with<T: Serialize, S: Serializer>(
    tag: Option<&Tag>,
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
