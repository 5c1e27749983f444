//! Chooses the type of a union for a value.
//!
//! The buffered value is rated for each type: whether it can be that type, and how much the type would skip at least. The best is
//! decoded, and another one only if it might skip less.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::borrow::Cow;
use std::ops::Deref;

use serde_json::Value;

use crate::decode::budget::{self, Mark};
use crate::decode::source::Source;
use crate::decode::{Decode, Depth, Weight, heap, in_own_frame, path};
use crate::unknown::UnknownValue;

/// The memory that buffered values use while this exists.
pub(crate) struct Held {
    before: usize,
    bytes: usize,
}

impl Held {
    /// Begins to count.
    pub(crate) fn new() -> Self {
        Self { before: budget::bytes(), bytes: 0 }
    }

    /// Counts what has been paid for so far.
    pub(crate) fn close(&mut self) {
        self.bytes = self.before.saturating_sub(budget::bytes());
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        budget::refund(self.bytes);
        budget::forget();
    }
}

/// A value that is buffered until its type is known.
pub(crate) struct Buffered<'de> {
    json: Cow<'de, Value>,
    held: Option<Held>,
}

impl<'de> Buffered<'de> {
    pub(crate) fn new<S: Source<'de>>(source: S) -> Result<Self, S::Error> {
        let before = budget::bytes();
        let json = source.json()?;
        Ok(match json {
            Cow::Owned(json) => Self::owned(json, Held { before, bytes: 0 }),
            Cow::Borrowed(_) => Self { json, held: None },
        })
    }

    /// A value that has been buffered since the memory is counted.
    pub(crate) fn owned(json: Value, mut held: Held) -> Self {
        held.close();
        Self { json: Cow::Owned(json), held: Some(held) }
    }

    /// Returns the value as one that fits no type.
    pub(crate) fn unknown<E: serde::de::Error>(mut self) -> Result<UnknownValue, E> {
        if let Some(held) = &mut self.held {
            held.bytes = 0;
        }
        budget::record_skipped(&self.json);
        UnknownValue::read(self.json)
    }
}

impl Deref for Buffered<'_> {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.json
    }
}

/// One of the types of a union `T`.
pub(crate) struct Alternative<T> {
    pub(crate) rate: fn(&Value, Depth) -> Option<Weight>,
    pub(crate) read: fn(&Value, &mut Option<T>) -> serde_json::Result<()>,
}

/// Decodes a value as one of the types.
#[inline(never)]
pub(crate) fn read<'de, V: Decode, T, S: Source<'de>>(
    source: S,
    wrap: fn(V) -> T,
    slot: &mut Option<T>,
) -> Result<(), S::Error> {
    let mut value = None;
    V::decode(source, &mut value)?;
    put(&mut value, wrap, slot);
    Ok(())
}

#[inline(never)]
fn put<V, T>(value: &mut Option<V>, wrap: fn(V) -> T, slot: &mut Option<T>) {
    *slot = value.take().map(wrap);
}

/// Returns the types that a value can be, the best fit first.
fn candidates<T: 'static>(json: &Value, all: &[Alternative<T>]) -> Vec<(Weight, usize)> {
    let rate = |(index, one): (usize, &Alternative<T>)| Some(((one.rate)(json, Depth::TOP)?, index));
    let mut candidates: Vec<_> = all.iter().enumerate().filter_map(rate).collect();
    if candidates.len() > 1 {
        candidates.sort_unstable();
        if let Some(chosen) = budget::chosen::<T>(json) {
            candidates.retain(|(_, index)| bit(*index) & chosen != 0);
        }
    }
    candidates
}

fn bit(index: usize) -> u64 {
    u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)).unwrap_or_default()
}

/// Rates how well a value fits the best of several types.
pub(crate) fn rate<T>(json: &Value, all: &[Alternative<T>], depth: Depth) -> Option<Weight> {
    // Unions that contain each other directly would never end.
    let Some(depth) = depth.among() else { return Some(Weight::NONE) };
    let best = all.iter().filter_map(|one| (one.rate)(json, depth)).min();
    Some(best.unwrap_or_else(|| unknown(json)))
}

/// Rates how well a value fits the type that its tag decides.
pub(crate) fn rate_as<V: Decode>(json: &Value, depth: Depth) -> Option<Weight> {
    match depth.among() {
        Some(depth) => V::rate(json, depth),
        None => Some(Weight::NONE),
    }
}

/// Rates a value that fits no type and is kept as JSON.
pub(crate) fn unknown(json: &Value) -> Weight {
    let held = match json {
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    };
    Weight { skipped: 1 + held, doubts: 0 }
}

/// Converts the error of a buffered value.
pub(crate) fn custom<E: serde::de::Error>(error: serde_json::Error) -> E {
    if budget::is_exceeded() { budget::error() } else { E::custom(error) }
}

/// Decodes a value as the type that skips least of it, the first of equals. Returns false if it fits none.
pub(crate) fn choose<T: 'static>(
    json: &Value,
    all: &[Alternative<T>],
    slot: &mut Option<T>,
) -> serde_json::Result<bool> {
    let candidates = candidates(json, all);
    let _watch = (candidates.len() > 1).then(budget::watch);
    let mut best: Option<Attempt> = None;
    for (least, index) in &candidates {
        if best.as_ref().is_some_and(|best| best.weight <= *least) {
            break;
        }
        let Some(one) = all.get(*index) else { continue };
        best = match best {
            None => attempt(one, *index, json, slot)?,
            Some(before) => Some(better(before, one, *index, json, slot)?),
        };
    }
    let Some(best) = best else { return Ok(false) };
    if candidates.len() > 1 && bit(best.index) != 0 {
        budget::remember::<T>(json, bit(best.index));
    }
    Ok(true)
}

/// A type as which a value was decoded.
struct Attempt {
    index: usize,
    mark: Mark,
    weight: Weight,
    bytes: usize,
}

/// Decodes a value as one of the types. `None` if that fails.
fn attempt<T>(
    one: &Alternative<T>,
    index: usize,
    json: &Value,
    slot: &mut Option<T>,
) -> serde_json::Result<Option<Attempt>> {
    let mark = budget::mark();
    match (one.read)(json, slot) {
        Ok(()) => {
            let bytes = mark.bytes.saturating_sub(budget::mark().bytes);
            Ok(Some(Attempt { index, mark, weight: mark.weight(), bytes }))
        }
        Err(error) if budget::is_exceeded() => Err(error),
        Err(_) => {
            *slot = None;
            path::forget();
            mark.undo();
            Ok(None)
        }
    }
}

/// Decodes a value as another type, and keeps the one that skips less.
#[inline(never)]
fn better<T>(
    before: Attempt,
    one: &Alternative<T>,
    index: usize,
    json: &Value,
    slot: &mut Option<T>,
) -> serde_json::Result<Attempt> {
    let mut other = heap(|| None);
    let Some(found) = attempt(one, index, json, &mut other)? else { return Ok(before) };
    if before.weight <= found.weight {
        in_own_frame(|| drop(other));
        found.mark.undo();
        return Ok(before);
    }
    in_own_frame(|| *slot = *other);
    let skipped = found.mark.take_skipped();
    before.mark.undo();
    before.mark.count(skipped, found.weight.doubts, found.bytes);
    Ok(Attempt { mark: before.mark, ..found })
}

/// Decodes a value as all the types that keep something that the others skip. Empty if it fits none.
pub(crate) fn choose_several<T: 'static>(json: &Value, all: &[Alternative<T>]) -> serde_json::Result<Vec<T>> {
    let candidates = candidates(json, all);
    let _watch = budget::watch();
    let start = budget::mark();
    let mut found: Vec<(Vec<usize>, usize, usize, T)> = Vec::new();
    for (_, index) in &candidates {
        let Some(one) = all.get(*index) else { continue };
        let mut slot = None;
        let Some(read) = attempt(one, *index, json, &mut slot)? else { continue };
        let mut skipped = read.mark.take_skipped();
        skipped.sort_unstable();
        let is_all = read.weight == Weight::NONE;
        found.extend(slot.map(|value| (skipped, read.weight.doubts, *index, value)));
        if is_all {
            break;
        }
    }
    found.sort_by_key(|(skipped, doubts, ..)| (skipped.len(), *doubts));
    let (mut needed, mut passed_over, mut chosen, mut least) = (Vec::new(), Vec::new(), 0, 0);
    for (skipped, doubts, index, value) in found {
        if needed.is_empty() {
            (passed_over, least) = (skipped, doubts);
        } else {
            let both: Vec<usize> =
                passed_over.iter().filter(|one| skipped.binary_search(one).is_ok()).copied().collect();
            if both.len() == passed_over.len() {
                continue;
            }
            passed_over = both;
        }
        chosen |= bit(index);
        needed.push(value);
    }
    if candidates.len() > 1 && all.len() < 64 {
        budget::remember::<T>(json, chosen);
    }
    let bytes = start.bytes.saturating_sub(budget::mark().bytes);
    start.undo();
    start.count(passed_over, least, bytes);
    Ok(needed)
}
