//! Decoding of containers: nullable values, boxes, lists and maps.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::collections::BTreeMap;
use std::fmt::{Formatter, Result as Written};

use serde::Serializer;
use serde::de::Error;
use serde_json::Value;

use crate::decode::source::{Entries, Items, ReadEntries, ReadItems, Source};
use crate::decode::{Decode, Depth, Json, Weight, budget, filled, heap, in_own_frame, path};
use crate::encode::{MaybeTag, TagValue};

/// Types up to this size, in bytes, are decoded on the stack.
const SMALL: usize = 256;
/// How many values of a list or map are rated.
const LOOKS: usize = 8;
/// How many entries a node of a `BTreeMap` has room for.
const NODE: usize = 11;

impl<T: Decode> Decode for Option<T> {
    fn is_finite(&self) -> bool {
        self.as_ref().is_none_or(T::is_finite)
    }

    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        source.option(slot.insert(None))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn as_tag(&self) -> Option<TagValue<'_>> {
        self.as_ref()?.as_tag()
    }

    fn rate<J: Json>(json: J, depth: Depth) -> Option<Weight> {
        if json.value().is_null() { Some(Weight::NONE) } else { T::rate(json, depth) }
    }
}

impl<T: Decode> Decode for Box<T> {
    fn is_finite(&self) -> bool {
        T::is_finite(self)
    }

    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        budget::charge(size_of::<T>())?;
        let mut held: Box<Option<T>> = heap(|| None);
        T::decode(source, &mut held)?;
        *slot = Some(in_own_frame(|| filled(*held).map(Box::new))?);
        Ok(())
    }

    fn absent() -> Option<Self> {
        T::absent().map(Box::new)
    }

    fn as_tag(&self) -> Option<TagValue<'_>> {
        T::as_tag(self)
    }

    fn encode<S: Serializer, G: MaybeTag>(&self, tag: G, serializer: S) -> Result<S::Ok, S::Error> {
        T::encode(self, tag, serializer)
    }

    fn rate<J: Json>(json: J, depth: Depth) -> Option<Weight> {
        T::rate(json, depth)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn is_finite(&self) -> bool {
        self.iter().all(T::is_finite)
    }

    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        source.items(ReadList(slot.insert(Vec::new())))
    }

    fn rate<J: Json>(json: J, depth: Depth) -> Option<Weight> {
        let Value::Array(items) = json.value() else { return None };
        let mut weight = Weight::NONE;
        if depth.inside {
            for (index, item) in items.iter().take(LOOKS).enumerate() {
                weight.add(T::rate(item, if index == 0 { depth } else { depth.below() })?);
            }
        }
        Some(weight)
    }
}

struct ReadList<'s, T>(&'s mut Vec<T>);

impl<T: Decode> ReadItems for ReadList<'_, T> {
    fn expecting(formatter: &mut Formatter<'_>) -> Written {
        formatter.write_str("a list")
    }

    fn read<'de, I: Items<'de>>(self, items: &mut I) -> Result<(), I::Error> {
        match size_of::<T>() <= SMALL {
            true => read_small(items, self.0),
            false => read_items(items, self.0, &mut heap(|| None)),
        }
    }
}

#[inline(never)]
fn read_small<'de, T: Decode, I: Items<'de>>(items: &mut I, list: &mut Vec<T>) -> Result<(), I::Error> {
    read_items(items, list, &mut None)
}

fn read_items<'de, T: Decode, I: Items<'de>>(
    items: &mut I,
    list: &mut Vec<T>,
    item: &mut Option<T>,
) -> Result<(), I::Error> {
    while items.next(item).map_err(|error| path::in_item(list.len(), error))? {
        push(list, item)?;
    }
    Ok(())
}

#[inline(never)]
fn push<T, E: Error>(list: &mut Vec<T>, item: &mut Option<T>) -> Result<(), E> {
    if list.len() == list.capacity() {
        let more = match list.len() {
            0 if size_of::<T>() > SMALL => 1,
            held => held.max(4),
        };
        budget::charge(more.saturating_mul(size_of::<T>().max(1)))?;
        list.reserve_exact(more);
    }
    list.extend(item.take());
    Ok(())
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn is_finite(&self) -> bool {
        self.values().all(T::is_finite)
    }

    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        source.entries(ReadRest(slot.insert(Self::new())))
    }

    fn rate<J: Json>(json: J, depth: Depth) -> Option<Weight> {
        let Value::Object(fields) = json.value() else { return None };
        if depth.inside {
            for value in fields.values().take(LOOKS) {
                T::rate(value, depth.below())?;
            }
        }
        // A struct that has the names is a better fit.
        Some(Weight::doubts(50))
    }
}

struct ReadRest<'s, T>(&'s mut BTreeMap<String, T>);

impl<T: Decode> ReadEntries for ReadRest<'_, T> {
    fn expecting(formatter: &mut Formatter<'_>) -> Written {
        formatter.write_str("an object")
    }

    fn read<'de, E: Entries<'de>>(self, entries: &mut E) -> Result<(), E::Error> {
        while let Some(name) = entries.name()? {
            entry(self.0, name.into_owned(), entries)?;
        }
        Ok(())
    }
}

/// Decodes a value of an object into a map.
pub(crate) fn entry<'de, T: Decode, E: Entries<'de>>(
    map: &mut BTreeMap<String, T>,
    name: String,
    entries: &mut E,
) -> Result<(), E::Error> {
    charge::<T, E::Error>(map.len(), &name)?;
    match size_of::<T>() <= SMALL {
        true => entry_small(map, name, entries),
        false => {
            let mut value = heap(|| None);
            entries.value(&mut value).map_err(|error| path::in_field(&name, error))?;
            in_own_frame(|| map.extend((*value).map(|value| (name, value))));
            Ok(())
        }
    }
}

#[inline(never)]
fn entry_small<'de, T: Decode, E: Entries<'de>>(
    map: &mut BTreeMap<String, T>,
    name: String,
    entries: &mut E,
) -> Result<(), E::Error> {
    let mut value = None;
    entries.value(&mut value).map_err(|error| path::in_field(&name, error))?;
    map.extend(value.map(|value| (name, value)));
    Ok(())
}

/// Pays for an entry of a map. Nodes have room for several entries, and half of them is used.
fn charge<T, E: Error>(held: usize, name: &str) -> Result<(), E> {
    let room = if held.is_multiple_of(NODE / 2) { NODE * size_of::<(String, T)>() } else { 0 };
    budget::charge(room + name.len())
}
