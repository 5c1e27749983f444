//! Which of several types a value is.
//!
//! A look at the value tells which types it can be, and what each would pass over of it at least. The likeliest is read, and
//! another one only if that might pass over less.

#![allow(dead_code, reason = "not every API needs all of it, nor does every feature")]

use std::borrow::Cow;
use std::ops::Deref;

use serde_json::Value;

use crate::decode::account::{self, Mark};
use crate::decode::json::Node;
use crate::decode::source::Source;
use crate::decode::{Decode, Depth, Weight, apart, heap, path};
use crate::unknown::UnknownValue;

/// A value that is buffered while it is found out what it is.
pub(crate) struct Buffered<'de> {
    json: Cow<'de, Value>,
    bytes: usize,
}

impl<'de> Buffered<'de> {
    pub(crate) fn new<S: Source<'de>>(source: S) -> Result<Self, S::Error> {
        let before = account::mark().bytes;
        let json = source.json()?;
        Ok(Self { json, bytes: before.saturating_sub(account::mark().bytes) })
    }

    /// The value as one that no type has taken.
    pub(crate) fn unknown<E: serde::de::Error>(mut self) -> Result<UnknownValue, E> {
        self.bytes = 0;
        account::lose(&self.json);
        UnknownValue::read(std::mem::replace(&mut self.json, Cow::Owned(Value::Null)))
    }
}

impl Deref for Buffered<'_> {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.json
    }
}

impl Drop for Buffered<'_> {
    fn drop(&mut self) {
        if matches!(self.json, Cow::Owned(_)) {
            account::refund(self.bytes);
            account::forget();
        }
    }
}

/// One of several types that a value of `T` can hold.
pub(crate) struct Alternative<T> {
    pub(crate) look: fn(&Value, Depth) -> Option<Weight>,
    pub(crate) read: fn(&Value, &mut Option<T>) -> serde_json::Result<()>,
}

/// Reads one of the types.
pub(crate) fn read<V: Decode, T>(
    json: &Value,
    wrap: fn(V) -> T,
    slot: &mut Option<T>,
) -> serde_json::Result<()> {
    let mut value = None;
    V::decode(Node(json), &mut value)?;
    put(&mut value, wrap, slot);
    Ok(())
}

#[inline(never)]
fn put<V, T>(value: &mut Option<V>, wrap: fn(V) -> T, slot: &mut Option<T>) {
    *slot = value.take().map(wrap);
}

/// The types that a value can be, the likeliest first.
fn likely<T: 'static>(json: &Value, all: &[Alternative<T>]) -> Vec<(Weight, usize)> {
    let look = |(place, one): (usize, &Alternative<T>)| Some(((one.look)(json, Depth::TOP)?, place));
    let mut likely: Vec<_> = all.iter().enumerate().filter_map(look).collect();
    if likely.len() > 1 {
        likely.sort_unstable();
        if let Some(chosen) = account::chosen::<T>(json) {
            likely.retain(|(_, place)| bit(*place) & chosen != 0);
        }
    }
    likely
}

fn bit(place: usize) -> u64 {
    u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or_default()
}

/// How well a value fits one of several types, at least.
pub(crate) fn look<T>(json: &Value, all: &[Alternative<T>], depth: Depth) -> Option<Weight> {
    // Types that are nothing but one another's alternatives would be looked at for ever.
    let Some(depth) = depth.among() else { return Some(Weight::NONE) };
    let best = all.iter().filter_map(|one| (one.look)(json, depth)).min();
    Some(best.unwrap_or_else(|| unknown(json)))
}

/// How well a value fits the one type that it can be.
pub(crate) fn look_at<V: Decode>(json: &Value, depth: Depth) -> Option<Weight> {
    match depth.among() {
        Some(depth) => V::look(json, depth),
        None => Some(Weight::NONE),
    }
}

/// How well a value fits that is kept as JSON, because it is none of the types: no type has a name for any of it.
pub(crate) fn unknown(json: &Value) -> Weight {
    let held = match json {
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    };
    Weight { lost: 1 + held, doubts: 0 }
}

/// The error of a buffered value as one of the whole.
pub(crate) fn custom<E: serde::de::Error>(error: serde_json::Error) -> E {
    if account::is_exceeded() { account::error() } else { E::custom(error) }
}

/// Reads a value as the type that passes over least of it, the first of several. False if it is none of them.
pub(crate) fn choose<T: 'static>(
    json: &Value,
    all: &[Alternative<T>],
    slot: &mut Option<T>,
) -> serde_json::Result<bool> {
    let likely = likely(json, all);
    let _watch = (likely.len() > 1).then(account::watch);
    let mut best: Option<Attempt> = None;
    for (least, place) in &likely {
        if best.as_ref().is_some_and(|best| best.weight <= *least) {
            break;
        }
        let Some(one) = all.get(*place) else { continue };
        best = match best {
            None => attempt(one, *place, json, slot)?,
            Some(before) => Some(better(before, one, *place, json, slot)?),
        };
    }
    let Some(best) = best else { return Ok(false) };
    if likely.len() > 1 && bit(best.place) != 0 {
        account::remember::<T>(json, bit(best.place));
    }
    Ok(true)
}

/// A type as which a value was read.
struct Attempt {
    place: usize,
    mark: Mark,
    weight: Weight,
    bytes: usize,
}

/// Reads a value as one of the types. None if it is not of that type.
fn attempt<T>(
    one: &Alternative<T>,
    place: usize,
    json: &Value,
    slot: &mut Option<T>,
) -> serde_json::Result<Option<Attempt>> {
    let mark = account::mark();
    match (one.read)(json, slot) {
        Ok(()) => {
            let bytes = mark.bytes.saturating_sub(account::mark().bytes);
            Ok(Some(Attempt { place, mark, weight: mark.weight(), bytes }))
        }
        Err(error) if account::is_exceeded() => Err(error),
        Err(_) => {
            *slot = None;
            path::forget();
            mark.undo();
            Ok(None)
        }
    }
}

/// Reads a value as another of the types, and keeps what passes over less.
#[inline(never)]
fn better<T>(
    before: Attempt,
    one: &Alternative<T>,
    place: usize,
    json: &Value,
    slot: &mut Option<T>,
) -> serde_json::Result<Attempt> {
    let mut other = heap(|| None);
    let Some(found) = attempt(one, place, json, &mut other)? else { return Ok(before) };
    if before.weight <= found.weight {
        apart(|| drop(other));
        found.mark.undo();
        return Ok(before);
    }
    apart(|| *slot = *other);
    let lost = found.mark.take_lost();
    before.mark.undo();
    before.mark.count(lost, found.weight.doubts, found.bytes);
    Ok(Attempt { mark: before.mark, ..found })
}

/// Reads a value as all the types that keep something of it that the others pass over. None if it is none of them.
pub(crate) fn choose_several<T: 'static>(json: &Value, all: &[Alternative<T>]) -> serde_json::Result<Vec<T>> {
    let likely = likely(json, all);
    let _watch = account::watch();
    let start = account::mark();
    let mut found: Vec<(Vec<usize>, usize, usize, T)> = Vec::new();
    for (_, place) in &likely {
        let Some(one) = all.get(*place) else { continue };
        let mut slot = None;
        let Some(read) = attempt(one, *place, json, &mut slot)? else { continue };
        let mut lost = read.mark.take_lost();
        lost.sort_unstable();
        let is_all = read.weight == Weight::NONE;
        found.extend(slot.map(|value| (lost, read.weight.doubts, *place, value)));
        if is_all {
            break;
        }
    }
    found.sort_by_key(|(lost, doubts, ..)| (lost.len(), *doubts));
    let (mut needed, mut passed_over, mut chosen, mut least) = (Vec::new(), Vec::new(), 0, 0);
    for (lost, doubts, place, value) in found {
        if needed.is_empty() {
            (passed_over, least) = (lost, doubts);
        } else {
            let both: Vec<usize> =
                passed_over.iter().filter(|one| lost.binary_search(one).is_ok()).copied().collect();
            if both.len() == passed_over.len() {
                continue;
            }
            passed_over = both;
        }
        chosen |= bit(place);
        needed.push(value);
    }
    if likely.len() > 1 && all.len() < 64 {
        account::remember::<T>(json, chosen);
    }
    let bytes = start.bytes.saturating_sub(account::mark().bytes);
    start.undo();
    start.count(passed_over, least, bytes);
    Ok(needed)
}
