//! Flattened fields: their own fields are in the same object as those of the struct.

#![allow(dead_code, unused_macros, reason = "not every API or feature needs all of it")]

use std::collections::{BTreeMap, BTreeSet};

use serde::de::Error;
use serde::ser::{Error as _, Serializer};
use serde_json::{Map, Value};

use crate::decode::budget;
use crate::decode::containers::entry;
use crate::decode::json::{Node, owned};
use crate::decode::name::Name;
use crate::decode::source::{Entries, Source, Undocumented};
use crate::decode::{Decode, Weight, filled, path};
use crate::encode::{MaybeTag, Writer};

/// The properties without a field in the struct, from which flattened fields are decoded.
pub(crate) struct Flattened {
    values: Map<String, Value>,
    taken: BTreeSet<String>,
}

impl Flattened {
    pub(crate) fn new() -> Self {
        Self { values: Map::new(), taken: BTreeSet::new() }
    }

    /// Decodes a flattened field.
    pub(crate) fn flatten<T: Decode, E: Error>(&mut self) -> Result<T, E> {
        let whole = Value::Object(std::mem::take(&mut self.values));
        let watch = budget::watch();
        let mark = budget::mark();
        let mut slot = None;
        let read = T::decode(Node(&whole), &mut slot);
        let mut skipped = mark.take_skipped();
        drop(watch);
        // The values are about to move in memory.
        budget::forget();
        read.map_err(E::custom)?;
        skipped.sort_unstable();
        if let Value::Object(values) = whole {
            let is_taken = |value: &Value| skipped.binary_search(&budget::address(value)).is_err();
            let taken = values.iter().filter(|(_, value)| is_taken(value)).map(|(name, _)| name.clone());
            self.taken.extend(taken);
            self.values = values;
        }
        filled(slot)
    }

    /// Decodes what no field has taken.
    pub(crate) fn kept<T: Decode, E: Error>(self) -> Result<BTreeMap<String, T>, E> {
        let mut kept = BTreeMap::new();
        for (name, value) in self.values.iter().filter(|(name, _)| !self.taken.contains(*name)) {
            entry(&mut kept, name.clone(), &mut Left(value)).map_err(E::custom)?;
        }
        budget::forget();
        Ok(kept)
    }
}

/// A value that no field has taken.
struct Left<'v>(&'v Value);

impl<'v> Entries<'v> for Left<'v> {
    type Error = serde_json::Error;

    fn name(&mut self) -> serde_json::Result<Option<Name<'v>>> {
        Ok(None)
    }

    fn value<T: Decode>(&mut self, slot: &mut Option<T>) -> serde_json::Result<()> {
        T::decode(Node(self.0), slot)
    }

    fn optional<T: Decode>(&mut self, slot: &mut Option<T>) -> serde_json::Result<()> {
        Node(self.0).option(slot)
    }

    fn json(&mut self) -> serde_json::Result<std::borrow::Cow<'v, Value>> {
        Ok(std::borrow::Cow::Borrowed(self.0))
    }

    fn skip(&mut self) -> serde_json::Result<()> {
        Ok(())
    }
}

impl<'de> Undocumented<'de> for Flattened {
    const WEIGHT: Weight = Weight { skipped: 0, doubts: 1 };

    fn read<E: Entries<'de>>(&mut self, name: Name<'de>, entries: &mut E) -> Result<(), E::Error> {
        let value = entries.json().map_err(|error| path::in_field(name.as_str(), error))?;
        let value = owned(value)?;
        self.values.insert(name.into_owned(), value);
        Ok(())
    }
}

/// Encodes flattened fields, a name that several of them have once.
pub(crate) fn write<S: Serializer, T: MaybeTag>(
    writer: &mut Writer<S, T>,
    values: impl IntoIterator<Item = serde_json::Result<Value>>,
) {
    let mut all = Map::new();
    for value in values {
        match value {
            Ok(Value::Object(fields)) => all.extend(fields),
            Ok(Value::Null) => {}
            Ok(_) => {
                return writer.fail(S::Error::custom("a flattened field has to be an object"));
            }
            Err(error) => return writer.fail(S::Error::custom(error)),
        }
    }
    all.iter().for_each(|(name, value)| writer.required(name, value));
}
