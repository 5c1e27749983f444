//! Free-form JSON, and JSON that is buffered to choose the type of a union.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::borrow::Cow;
use std::fmt::{Formatter, Result as Written};
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::{Map, Value, map};

use crate::decode::checked::{FromNumber, Number, Parse, accepted, parsed};
use crate::decode::choice::Buffered;
use crate::decode::name::Name;
use crate::decode::source::{Entries, Items, ReadEntries, ReadItems, Source};
use crate::decode::tagged::{self, Tagged};
use crate::decode::{Decode, Depth, Json, Weight, budget, path};
use crate::encode::TagValue;

/// The bytes that an entry of an object uses, without its name.
pub(crate) const ENTRY: usize = size_of::<(String, Value)>() + 4 * size_of::<usize>();

/// Buffers a value.
pub(crate) fn buffered<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    deserializer.deserialize_any(Build)
}

pub(crate) struct Buffer(pub(crate) PhantomData<()>);

impl<'de> DeserializeSeed<'de> for Buffer {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        buffered(deserializer)
    }
}

/// Pays for one more value in a list that doubles its room.
pub(crate) fn grow<E: Error>(held: usize, size: usize) -> Result<(), E> {
    budget::allow(1);
    match held {
        0 => budget::charge(4 * size),
        held if held >= 4 && held.is_power_of_two() => budget::charge(held * size),
        _ => Ok(()),
    }
}

pub(crate) struct Build;

impl<'de> Visitor<'de> for Build {
    type Value = Value;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> Written {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, is: bool) -> Result<Value, E> {
        Ok(is.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        budget::charge(text.len())?;
        Ok(text.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        buffered(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) =
            items.next_element_seed(Buffer(PhantomData)).map_err(|error| path::in_item(all.len(), error))?
        {
            grow(all.len(), size_of::<Value>())?;
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(Buffer(PhantomData));
            let value = value.map_err(|error| path::in_field(&name, error))?;
            insert(&mut all, name, value)?;
        }
        Ok(Value::Object(all))
    }
}

/// Adds an entry to a buffered object.
pub(crate) fn insert<E: Error>(all: &mut Map<String, Value>, name: String, value: Value) -> Result<(), E> {
    grow(all.len(), ENTRY)?;
    budget::charge(name.len())?;
    if all.is_empty() {
        *all = Map::with_capacity(4);
    }
    all.insert(name, value);
    Ok(())
}

/// Pays for a copy.
fn copy<E: Error>(json: &Value) -> Result<(), E> {
    match json {
        Value::String(text) => budget::charge(text.len()),
        Value::Array(items) => {
            budget::charge(items.len() * size_of::<Value>())?;
            items.iter().try_for_each(copy)
        }
        Value::Object(fields) => fields.iter().try_for_each(|(name, value)| {
            budget::charge(ENTRY + name.len())?;
            copy(value)
        }),
        _ => Ok(()),
    }
}

/// Returns buffered JSON as an owned value.
pub(crate) fn owned<E: Error>(json: Cow<'_, Value>) -> Result<Value, E> {
    if let Cow::Borrowed(json) = json {
        copy(json)?;
    }
    Ok(json.into_owned())
}

impl Decode for Value {
    fn as_tag(&self) -> Option<TagValue<'_>> {
        TagValue::of(self)
    }

    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        *slot = Some(owned(source.json()?)?);
        Ok(())
    }

    fn rate<J: Json>(_: J, _: Depth) -> Option<Weight> {
        // Anything fits, so any other type is a better fit.
        Some(Weight::doubts(100))
    }
}

/// A buffered value.
#[derive(Clone, Copy)]
pub(crate) struct Node<'de>(pub(crate) &'de Value);

impl Node<'_> {
    fn unexpected(&self) -> Unexpected<'_> {
        match self.0 {
            Value::Null => Unexpected::Unit,
            Value::Bool(is) => Unexpected::Bool(*is),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => Unexpected::Unsigned(number),
                (_, Some(number)) => Unexpected::Signed(number),
                _ => Unexpected::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        }
    }
}

impl<'de> Source<'de> for Node<'de> {
    type Error = serde_json::Error;

    fn plain<T: serde::Deserialize<'de>>(self) -> serde_json::Result<T> {
        T::deserialize(self.0)
    }

    fn number<N: FromNumber>(self, expected: &'static str) -> serde_json::Result<N> {
        match number(self.0) {
            Some(number) => accepted(number, expected),
            None => Err(Error::invalid_type(self.unexpected(), &expected)),
        }
    }

    fn text<T>(self, expected: &'static str, parse: Parse<T>) -> serde_json::Result<T> {
        match self.0 {
            Value::String(text) => parsed(text, expected, parse),
            _ => Err(Error::invalid_type(self.unexpected(), &expected)),
        }
    }

    fn option<T: Decode>(self, slot: &mut Option<T>) -> serde_json::Result<()> {
        *slot = None;
        if self.0.is_null() { Ok(()) } else { T::decode(self, slot) }
    }

    fn items<R: ReadItems>(self, reader: R) -> serde_json::Result<()> {
        let Value::Array(items) = self.0 else {
            return Err(Error::invalid_type(self.unexpected(), &Expected(R::expecting)));
        };
        let mut left = items.iter();
        reader.read(&mut left)?;
        match left.len() {
            0 => Ok(()),
            _ => Err(Error::invalid_length(items.len(), &Expected(R::expecting))),
        }
    }

    fn entries<R: ReadEntries>(self, reader: R) -> serde_json::Result<()> {
        let Value::Object(fields) = self.0 else {
            return Err(Error::invalid_type(self.unexpected(), &Expected(R::expecting)));
        };
        reader.read(&mut Fields { left: fields.iter(), value: &Value::Null })
    }

    fn union<T: Tagged>(self, slot: &mut Option<T>) -> serde_json::Result<()> {
        tagged::buffered(Buffered::new(self)?, slot)
    }

    fn json(self) -> serde_json::Result<Cow<'de, Value>> {
        Ok(Cow::Borrowed(self.0))
    }
}

pub(crate) fn number(json: &Value) -> Option<Number> {
    let Value::Number(number) = json else { return None };
    match (number.as_i64(), number.as_u64()) {
        (Some(number), _) => Some(Number::Whole(number.into())),
        (_, Some(number)) => Some(Number::Whole(number.into())),
        _ => number.as_f64().map(Number::Float),
    }
}

struct Expected(fn(&mut Formatter<'_>) -> Written);

impl serde::de::Expected for Expected {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Written {
        (self.0)(formatter)
    }
}

impl<'de> Items<'de> for std::slice::Iter<'de, Value> {
    type Error = serde_json::Error;

    fn next<T: Decode>(&mut self, slot: &mut Option<T>) -> serde_json::Result<bool> {
        let Some(item) = Iterator::next(self) else { return Ok(false) };
        budget::step(1)?;
        T::decode(Node(item), slot).map(|()| true)
    }
}

struct Fields<'de> {
    left: map::Iter<'de>,
    value: &'de Value,
}

impl<'de> Entries<'de> for Fields<'de> {
    type Error = serde_json::Error;

    fn name(&mut self) -> serde_json::Result<Option<Name<'de>>> {
        let Some((name, value)) = self.left.next() else { return Ok(None) };
        budget::step(1)?;
        self.value = value;
        Ok(Some(Name(Cow::Borrowed(name))))
    }

    fn value<T: Decode>(&mut self, slot: &mut Option<T>) -> serde_json::Result<()> {
        T::decode(Node(self.value), slot)
    }

    fn optional<T: Decode>(&mut self, slot: &mut Option<T>) -> serde_json::Result<()> {
        Node(self.value).option(slot)
    }

    fn json(&mut self) -> serde_json::Result<Cow<'de, Value>> {
        Ok(Cow::Borrowed(self.value))
    }

    fn skip(&mut self) -> serde_json::Result<()> {
        budget::record_skipped(self.value);
        Ok(())
    }
}
