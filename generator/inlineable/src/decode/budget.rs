//! The limits of one decode (memory, stack and steps), and the values that it has skipped.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde::de::Error;
use serde_json::Value;

use crate::decode::Weight;

/// How many bytes of the stack decoding, cloning or dropping one value may use. A small thread has 1 MiB.
const STACK: usize = 640 * 1024;
/// How much of the stack one level of a recursive type uses in addition to its own size when it is decoded, and how many copies of it exist
/// when it is cloned. Both are measured.
const LEVEL: usize = if cfg!(debug_assertions) { 7 * 1024 } else { 2 * 1024 };
const COPIES: usize = 3;
/// How many values of buffered JSON may be visited, plus this many for each value in it.
const STEPS: usize = 100_000;
const STEPS_A_VALUE: usize = 32;

#[derive(Clone, Copy)]
enum Limit {
    Memory,
    Stack,
    Steps,
}

struct Budget {
    is_open: Cell<bool>,
    /// The setting `max_decoded_bytes`.
    allowed: Cell<usize>,
    bytes: Cell<usize>,
    stack: Cell<usize>,
    steps: Cell<usize>,
    exceeded: Cell<Option<Limit>>,
    doubts: Cell<usize>,
    watchers: Cell<usize>,
}

thread_local! {
    static BUDGET: Budget = const {
        Budget {
            is_open: Cell::new(false),
            allowed: Cell::new(usize::MAX),
            bytes: Cell::new(usize::MAX),
            stack: Cell::new(STACK),
            steps: Cell::new(STEPS),
            exceeded: Cell::new(None),
            doubts: Cell::new(0),
            watchers: Cell::new(0),
        }
    };
    /// The addresses of buffered values that were skipped.
    static SKIPPED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    /// The alternatives as which a buffered value was decoded, a bit each.
    static CHOSEN: RefCell<BTreeMap<(usize, TypeId), u64>> = const { RefCell::new(BTreeMap::new()) };
}

/// Begins a decode whose values may use this many bytes of memory.
pub(crate) fn begin(bytes: usize) {
    BUDGET.with(|budget| budget.allowed.set(bytes));
    start();
}

/// Ends the decode.
pub(crate) fn end() {
    BUDGET.with(|budget| {
        budget.is_open.set(false);
        budget.allowed.set(usize::MAX);
    });
    let _ = SKIPPED.try_with(|skipped| skipped.take());
    forget();
}

fn start() {
    BUDGET.with(|budget| {
        budget.is_open.set(true);
        budget.bytes.set(budget.allowed.get());
        budget.stack.set(STACK);
        budget.steps.set(STEPS);
        budget.exceeded.set(None);
        budget.doubts.set(0);
        budget.watchers.set(0);
    });
}

/// A decode, which ends when this is dropped.
pub(crate) struct Opened;

/// Begins a decode, unless one is running.
pub(crate) fn open() -> Option<Opened> {
    if BUDGET.with(|budget| budget.is_open.get()) {
        return None;
    }
    start();
    Some(Opened)
}

impl Drop for Opened {
    fn drop(&mut self) {
        end();
    }
}

fn take<E: Error>(from: fn(&Budget) -> &Cell<usize>, amount: usize, limit: Limit) -> Result<(), E> {
    BUDGET.with(|budget| match from(budget).get().checked_sub(amount) {
        Some(left) => {
            from(budget).set(left);
            Ok(())
        }
        None => {
            budget.exceeded.set(Some(limit));
            Err(error())
        }
    })
}

/// Pays for memory.
pub(crate) fn charge<E: Error>(bytes: usize) -> Result<(), E> {
    take(|budget| &budget.bytes, bytes, Limit::Memory)
}

/// Pays for visiting buffered values.
pub(crate) fn step<E: Error>(values: usize) -> Result<(), E> {
    take(|budget| &budget.steps, values, Limit::Steps)
}

/// Allows visits of values that have been buffered.
pub(crate) fn allow(values: usize) {
    BUDGET.with(|budget| {
        budget.steps.set(budget.steps.get().saturating_add(values.saturating_mul(STEPS_A_VALUE)));
    });
}

/// One level of a recursive type, which ends when this is dropped.
pub(crate) struct Level(usize);

pub(crate) fn deeper<E: Error>(size: usize) -> Result<Level, E> {
    let cost = LEVEL + size.saturating_mul(COPIES);
    take(|budget| &budget.stack, cost, Limit::Stack).map(|()| Level(cost))
}

impl Drop for Level {
    fn drop(&mut self) {
        BUDGET.with(|budget| budget.stack.set(budget.stack.get().saturating_add(self.0)));
    }
}

/// Returns whether a limit has been exceeded, which ends the decode.
pub(crate) fn is_exceeded() -> bool {
    BUDGET.with(|budget| budget.exceeded.get().is_some())
}

/// Returns the error for the limit that was exceeded.
pub(crate) fn error<E: Error>() -> E {
    BUDGET.with(|budget| match budget.exceeded.get() {
        Some(Limit::Memory) => E::custom(format_args!(
            "the value takes more than {} bytes of memory; `max_decoded_bytes` of the builder sets the limit",
            budget.allowed.get()
        )),
        Some(Limit::Stack) => E::custom("the value is nested too deep for its type"),
        Some(Limit::Steps) => {
            E::custom("the value fits too many alternatives; the limit of attempts for one value is exceeded")
        }
        None => E::custom("the value fits none of the alternatives"),
    })
}

/// The counts at some point of a decode.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) bytes: usize,
    pub(crate) skipped: usize,
    pub(crate) doubts: usize,
}

/// Returns how many bytes are left.
pub(crate) fn bytes() -> usize {
    BUDGET.with(|budget| budget.bytes.get())
}

pub(crate) fn mark() -> Mark {
    let skipped = SKIPPED.try_with(|skipped| skipped.borrow().len()).unwrap_or_default();
    BUDGET.with(|budget| Mark { bytes: budget.bytes.get(), skipped, doubts: budget.doubts.get() })
}

impl Mark {
    /// Returns what has been skipped since.
    pub(crate) fn weight(self) -> Weight {
        let now = mark();
        Weight {
            skipped: now.skipped.saturating_sub(self.skipped),
            doubts: now.doubts.saturating_sub(self.doubts),
        }
    }

    /// Resets the counts, after an attempt that failed.
    pub(crate) fn undo(self) {
        drop(self.take_skipped());
        BUDGET.with(|budget| {
            budget.bytes.set(self.bytes);
            budget.doubts.set(self.doubts);
        });
    }

    /// Takes the addresses of the values skipped since, which no longer count.
    pub(crate) fn take_skipped(self) -> Vec<usize> {
        let take = |skipped: &RefCell<Vec<usize>>| {
            let mut skipped = skipped.borrow_mut();
            let from = self.skipped.min(skipped.len());
            skipped.split_off(from)
        };
        SKIPPED.try_with(take).unwrap_or_default()
    }

    /// Adds the counts of an attempt that is used.
    pub(crate) fn count(self, skipped: Vec<usize>, doubts: usize, bytes: usize) {
        let _ = SKIPPED.try_with(|all| all.borrow_mut().extend(skipped));
        BUDGET.with(|budget| {
            budget.bytes.set(self.bytes.saturating_sub(bytes));
            budget.doubts.set(self.doubts + doubts);
        });
    }
}

/// Gives back the memory of a value that is dropped.
pub(crate) fn refund(bytes: usize) {
    BUDGET.with(|budget| budget.bytes.set(budget.bytes.get().saturating_add(bytes)));
}

/// Skipped values are recorded while this exists.
pub(crate) struct Watch;

pub(crate) fn watch() -> Watch {
    BUDGET.with(|budget| budget.watchers.set(budget.watchers.get() + 1));
    Watch
}

impl Drop for Watch {
    fn drop(&mut self) {
        let left = BUDGET.with(|budget| {
            budget.watchers.set(budget.watchers.get().saturating_sub(1));
            budget.watchers.get()
        });
        if left == 0 {
            let _ = SKIPPED.try_with(|skipped| skipped.borrow_mut().clear());
        }
    }
}

fn is_watched() -> bool {
    BUDGET.with(|budget| budget.watchers.get() > 0)
}

/// Counts a value that a type keeps without knowing it.
pub(crate) fn doubt() {
    BUDGET.with(|budget| budget.doubts.set(budget.doubts.get() + 1));
}

/// Records a buffered value as skipped, with all values inside.
pub(crate) fn record_skipped(json: &Value) {
    if is_watched() {
        let _ = SKIPPED.try_with(|skipped| push(&mut skipped.borrow_mut(), json));
    }
}

fn push(skipped: &mut Vec<usize>, json: &Value) {
    skipped.push(address(json));
    match json {
        Value::Array(items) => items.iter().for_each(|item| push(skipped, item)),
        Value::Object(fields) => fields.values().for_each(|value| push(skipped, value)),
        _ => {}
    }
}

/// Returns the address of a buffered value, which is its identity while the buffer lives.
pub(crate) fn address(json: &Value) -> usize {
    std::ptr::from_ref(json).addr()
}

/// Returns the alternatives as which a buffered value was decoded before.
pub(crate) fn chosen<T: 'static>(json: &Value) -> Option<u64> {
    let key = (address(json), TypeId::of::<T>());
    CHOSEN.try_with(|chosen| chosen.borrow().get(&key).copied()).ok()?
}

pub(crate) fn remember<T: 'static>(json: &Value, alternatives: u64) {
    if is_watched() {
        let key = (address(json), TypeId::of::<T>());
        let _ = CHOSEN.try_with(|chosen| chosen.borrow_mut().insert(key, alternatives));
    }
}

/// Forgets these alternatives, because another value may get the address of one.
pub(crate) fn forget() {
    let _ = CHOSEN.try_with(|chosen| chosen.borrow_mut().clear());
}
