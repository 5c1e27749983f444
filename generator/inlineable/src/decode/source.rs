//! Where values are decoded from.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::borrow::Cow;
use std::fmt::{Formatter, Result as Written};
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;

use crate::decode::checked::{FromNumber, Parse, ReadNumber, ReadText};
use crate::decode::name::Name;
use crate::decode::tagged::{ReadUnion, Tagged};
use crate::decode::{Decode, Weight};

/// A value to decode.
pub(crate) trait Source<'de>: Sized {
    type Error: Error;

    /// Decodes a type by its own `Deserialize`.
    fn plain<T: Deserialize<'de>>(self) -> Result<T, Self::Error>;

    /// Decodes a number that the type has.
    fn number<N: FromNumber>(self, expected: &'static str) -> Result<N, Self::Error>;

    /// Decodes a string that a function can parse.
    fn text<T>(self, expected: &'static str, parse: Parse<T>) -> Result<T, Self::Error>;

    /// Decodes a value, or null, for which the slot stays empty.
    fn option<T: Decode>(self, slot: &mut Option<T>) -> Result<(), Self::Error>;

    /// Decodes a list.
    fn items<R: ReadItems>(self, reader: R) -> Result<(), Self::Error>;

    /// Decodes an object.
    fn entries<R: ReadEntries>(self, reader: R) -> Result<(), Self::Error>;

    /// Decodes a union with a tag.
    fn union<T: Tagged>(self, slot: &mut Option<T>) -> Result<(), Self::Error>;

    /// Buffers the value as JSON.
    fn json(self) -> Result<Cow<'de, Value>, Self::Error>;
}

/// Consumes the items of a list.
pub(crate) trait ReadItems {
    fn expecting(formatter: &mut Formatter<'_>) -> Written;

    fn read<'de, I: Items<'de>>(self, items: &mut I) -> Result<(), I::Error>;
}

/// Consumes the entries of an object.
pub(crate) trait ReadEntries {
    fn expecting(formatter: &mut Formatter<'_>) -> Written;

    fn read<'de, E: Entries<'de>>(self, entries: &mut E) -> Result<(), E::Error>;
}

/// The items of a list, in order.
pub(crate) trait Items<'de> {
    type Error: Error;

    /// Decodes the next item. Returns false at the end.
    fn next<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<bool, Self::Error>;
}

/// The entries of an object, in order: the name, then the value.
pub(crate) trait Entries<'de>: Sized {
    type Error: Error;

    fn name(&mut self) -> Result<Option<Name<'de>>, Self::Error>;

    fn value<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), Self::Error>;

    /// Decodes a value, or null, for which the slot stays empty.
    fn optional<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), Self::Error>;

    fn json(&mut self) -> Result<Cow<'de, Value>, Self::Error>;

    fn skip(&mut self) -> Result<(), Self::Error>;

    /// Consumes a value without a field.
    fn undocumented<U: Undocumented<'de>>(
        &mut self,
        name: Name<'de>,
        others: &mut U,
    ) -> Result<(), Self::Error> {
        others.read(name, self)
    }

    /// Called after the last entry. Returns true if the values have not been decoded.
    fn finish<U: Undocumented<'de>>(&mut self, _: &U, _: Needs) -> Result<bool, Self::Error> {
        Ok(false)
    }
}

/// The required fields of a struct.
#[derive(Clone, Copy)]
pub(crate) struct Needs {
    pub(crate) fields: usize,
    /// How many of them cannot be absent. A nullable one that is absent is null.
    pub(crate) present: usize,
}

impl Needs {
    pub(crate) const NONE: Self = Self { fields: 0, present: 0 };

    pub(crate) fn add<T: Decode>(&mut self, _: &Option<T>) {
        self.fields += 1;
        self.present += usize::from(T::absent().is_none());
    }
}

/// What is done with properties without a field.
pub(crate) trait Undocumented<'de> {
    /// What each of them adds to the weight of a candidate.
    const WEIGHT: Weight;

    /// Takes the value of such a property.
    fn read<E: Entries<'de>>(&mut self, name: Name<'de>, entries: &mut E) -> Result<(), E::Error>;
}

/// A value in a deserializer.
pub(crate) struct Text<D>(pub(crate) D);

impl<'de, D: Deserializer<'de>> Source<'de> for Text<D> {
    type Error = D::Error;

    fn plain<T: Deserialize<'de>>(self) -> Result<T, D::Error> {
        T::deserialize(self.0)
    }

    fn number<N: FromNumber>(self, expected: &'static str) -> Result<N, D::Error> {
        self.0.deserialize_i64(ReadNumber { expected, number: PhantomData })
    }

    fn text<T>(self, expected: &'static str, parse: Parse<T>) -> Result<T, D::Error> {
        self.0.deserialize_str(ReadText { expected, parse })
    }

    fn option<T: Decode>(self, slot: &mut Option<T>) -> Result<(), D::Error> {
        self.0.deserialize_option(ReadOption(slot))
    }

    fn items<R: ReadItems>(self, reader: R) -> Result<(), D::Error> {
        self.0.deserialize_seq(ReadSeq(reader))
    }

    fn entries<R: ReadEntries>(self, reader: R) -> Result<(), D::Error> {
        self.0.deserialize_map(ReadMap(reader))
    }

    fn union<T: Tagged>(self, slot: &mut Option<T>) -> Result<(), D::Error> {
        self.0.deserialize_any(ReadUnion(slot))
    }

    fn json(self) -> Result<Cow<'de, Value>, D::Error> {
        crate::decode::json::buffered(self.0).map(Cow::Owned)
    }
}

struct ReadOption<'s, T>(&'s mut Option<T>);

impl<'de, T: Decode> Visitor<'de> for ReadOption<'_, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut Formatter<'_>) -> Written {
        formatter.write_str("a value or null")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        T::decode(Text(deserializer), self.0)
    }
}

/// Decodes a value into a slot.
pub(crate) struct Fill<'s, T>(pub(crate) &'s mut Option<T>);

impl<'de, T: Decode> DeserializeSeed<'de> for Fill<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        T::decode(Text(deserializer), self.0)
    }
}

/// Decodes a value, or null.
pub(crate) struct FillOption<'s, T>(pub(crate) &'s mut Option<T>);

impl<'de, T: Decode> DeserializeSeed<'de> for FillOption<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        Text(deserializer).option(self.0)
    }
}

struct ReadSeq<R>(R);

impl<'de, R: ReadItems> Visitor<'de> for ReadSeq<R> {
    type Value = ();

    fn expecting(&self, formatter: &mut Formatter<'_>) -> Written {
        R::expecting(formatter)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        self.0.read(&mut Streamed(items))
    }
}

struct ReadMap<R>(R);

impl<'de, R: ReadEntries> Visitor<'de> for ReadMap<R> {
    type Value = ();

    fn expecting(&self, formatter: &mut Formatter<'_>) -> Written {
        R::expecting(formatter)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        self.0.read(&mut Streamed(entries))
    }
}

struct Streamed<A>(A);

impl<'de, A: SeqAccess<'de>> Items<'de> for Streamed<A> {
    type Error = A::Error;

    fn next<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<bool, A::Error> {
        self.0.next_element_seed(Fill(slot)).map(|read| read.is_some())
    }
}

impl<'de, A: MapAccess<'de>> Entries<'de> for Streamed<A> {
    type Error = A::Error;

    fn name(&mut self) -> Result<Option<Name<'de>>, A::Error> {
        self.0.next_key()
    }

    fn value<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        self.0.next_value_seed(Fill(slot))
    }

    fn optional<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        self.0.next_value_seed(FillOption(slot))
    }

    fn json(&mut self) -> Result<Cow<'de, Value>, A::Error> {
        self.0.next_value_seed(crate::decode::json::Buffer(PhantomData)).map(Cow::Owned)
    }

    fn skip(&mut self) -> Result<(), A::Error> {
        self.0.next_value::<IgnoredAny>().map(drop)
    }
}
