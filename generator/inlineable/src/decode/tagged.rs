//! Types that a tag decides: the value of a property.
//!
//! Properties before the tag are buffered. From the tag on, an object is decoded directly into its type.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::borrow::Cow;
use std::fmt::{Formatter, Result as Written};
use std::marker::PhantomData;
use std::slice;

use serde::de::{Deserialize, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::decode::checked::{FromNumber, Parse};
use crate::decode::choice::{self, Alternative, Buffered, Held};
use crate::decode::json::{Buffer, Build, ENTRY, Node, grow, insert, owned};
use crate::decode::name::Name;
use crate::decode::source::{Entries, Fill, FillOption, ReadEntries, ReadItems, Source};
use crate::decode::{Decode, Json, budget, path};
use crate::unknown::UnknownValue;

/// A union with a tag.
pub(crate) trait Tagged: Decode {
    /// The name of the tag.
    const TAG: &'static str;
    /// Creates the variant for values whose tag the document does not list.
    const OTHER: fn(UnknownValue) -> Self;

    /// The types. This is generic so that it is compiled only where the union is decoded.
    fn alternatives<J: Json>() -> &'static [Alternative<Self>];

    /// Returns whether a value has the kind of a tag.
    fn is_tag(value: &Value) -> bool;

    /// Decodes an object as the type of a tag. Returns the object if the document does not list the tag.
    fn read<'de, S: Source<'de>>(
        tag: &Value,
        source: S,
        slot: &mut Option<Self>,
    ) -> Result<Option<S>, S::Error>;
}

/// Decodes a union from a value that is buffered as a whole.
pub(crate) fn buffered<T: Tagged, E: Error>(json: Buffered<'_>, slot: &mut Option<T>) -> Result<(), E> {
    match json.get(T::TAG).filter(|tag| T::is_tag(tag)) {
        Some(tag) => {
            if T::read(tag, Node(&json), slot).map_err(choice::custom)?.is_none() {
                return Ok(());
            }
        }
        None => {
            if choice::choose(&json, T::alternatives::<&Value>(), slot).map_err(choice::custom)? {
                return Ok(());
            }
        }
    }
    *slot = Some(T::OTHER(json.unknown()?));
    Ok(())
}

/// Decodes a union from a deserializer.
pub(crate) struct ReadUnion<'s, T>(pub(crate) &'s mut Option<T>);

impl<T: Tagged> ReadUnion<'_, T> {
    /// Decodes a value that is not an object.
    fn other<E: Error>(self, read: impl FnOnce() -> Result<Value, E>) -> Result<(), E> {
        let held = Held::new();
        buffered(Buffered::owned(read()?, held), self.0)
    }
}

impl<'de, T: Tagged> Visitor<'de> for ReadUnion<'_, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut Formatter<'_>) -> Written {
        Build.expecting(formatter)
    }

    fn visit_bool<E: Error>(self, is: bool) -> Result<(), E> {
        self.other(|| Build.visit_bool(is))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.other(|| Build.visit_i64(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.other(|| Build.visit_u64(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.other(|| Build.visit_f64(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.other(|| Build.visit_str(text))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.other(|| Build.visit_unit())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        self.other(|| Build.visit_seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut held = Held::new();
        let mut head: Vec<(Name<'de>, Value)> = Vec::new();
        while let Some(name) = entries.next_key::<Name<'de>>()? {
            let value = entries.next_value_seed(Buffer(PhantomData));
            let value = value.map_err(|error| path::in_field(name.as_str(), error))?;
            if name.as_str() == T::TAG {
                head.retain(|(name, _)| name.as_str() != T::TAG);
                held.close();
                let rest = Rest {
                    name: T::TAG,
                    tag: &value,
                    is_read: false,
                    head: head.iter(),
                    value: None,
                    entries: &mut entries,
                };
                if T::read(&value, rest, self.0)?.is_none() {
                    return Ok(());
                }
            }
            grow(head.len(), ENTRY)?;
            budget::charge(name.as_str().len())?;
            head.push((name, value));
        }
        let all = head.into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
        buffered(Buffered::owned(Value::Object(all), held), self.0)
    }
}

/// An object whose tag has been read.
struct Rest<'b, 'de, A> {
    name: &'static str,
    tag: &'b Value,
    is_read: bool,
    /// The properties before the tag.
    head: slice::Iter<'b, (Name<'de>, Value)>,
    /// The value of the current property, if it is buffered.
    value: Option<&'b Value>,
    /// The properties after the tag.
    entries: &'b mut A,
}

impl<'b, 'de: 'b, A: MapAccess<'de>> Entries<'b> for Rest<'b, 'de, A> {
    type Error = A::Error;

    fn name(&mut self) -> Result<Option<Name<'b>>, A::Error> {
        if let Some((name, value)) = self.head.next() {
            self.value = Some(value);
            return Ok(Some(Name(Cow::Borrowed(name.as_str()))));
        }
        if !self.is_read {
            self.is_read = true;
            self.value = Some(self.tag);
            return Ok(Some(Name(Cow::Borrowed(self.name))));
        }
        self.value = None;
        while let Some(name) = self.entries.next_key::<Name<'de>>()? {
            if name.as_str() != self.name {
                return Ok(Some(name));
            }
            if self.entries.next_value_seed(Buffer(PhantomData))? != *self.tag {
                return Err(Error::duplicate_field(self.name));
            }
        }
        Ok(None)
    }

    fn value<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        match self.value {
            Some(value) => T::decode(Node(value), slot).map_err(choice::custom),
            None => self.entries.next_value_seed(Fill(slot)),
        }
    }

    fn optional<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        match self.value {
            Some(value) => Node(value).option(slot).map_err(choice::custom),
            None => self.entries.next_value_seed(FillOption(slot)),
        }
    }

    fn json(&mut self) -> Result<Cow<'b, Value>, A::Error> {
        match self.value {
            Some(value) => Ok(Cow::Borrowed(value)),
            None => self.entries.next_value_seed(Buffer(PhantomData)).map(Cow::Owned),
        }
    }

    fn skip(&mut self) -> Result<(), A::Error> {
        match self.value {
            Some(value) => budget::record_skipped(value),
            None => drop(self.entries.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

/// A type that is not an object is decoded from the buffered object.
impl<'b, 'de: 'b, A: MapAccess<'de>> Source<'b> for Rest<'b, 'de, A> {
    type Error = A::Error;

    fn plain<T: Deserialize<'b>>(self) -> Result<T, A::Error> {
        let json = Source::json(self)?;
        T::deserialize(json.into_owned()).map_err(choice::custom)
    }

    fn number<N: FromNumber>(self, expected: &'static str) -> Result<N, A::Error> {
        let json = Buffered::new(self)?;
        Node(&json).number(expected).map_err(choice::custom)
    }

    fn text<T>(self, expected: &'static str, parse: Parse<T>) -> Result<T, A::Error> {
        let json = Buffered::new(self)?;
        Node(&json).text(expected, parse).map_err(choice::custom)
    }

    fn option<T: Decode>(self, slot: &mut Option<T>) -> Result<(), A::Error> {
        T::decode(self, slot)
    }

    fn items<R: ReadItems>(self, reader: R) -> Result<(), A::Error> {
        let json = Buffered::new(self)?;
        Node(&json).items(reader).map_err(choice::custom)
    }

    fn entries<R: ReadEntries>(mut self, reader: R) -> Result<(), A::Error> {
        reader.read(&mut self)
    }

    fn union<T: Tagged>(self, slot: &mut Option<T>) -> Result<(), A::Error> {
        buffered(Buffered::new(self)?, slot)
    }

    fn json(mut self) -> Result<Cow<'b, Value>, A::Error> {
        let mut all = Map::new();
        while let Some(name) = self.name()? {
            let value = Entries::json(&mut self).map_err(|error| path::in_field(name.as_str(), error))?;
            insert(&mut all, name.into_owned(), owned(value)?)?;
        }
        Ok(Cow::Owned(Value::Object(all)))
    }
}
