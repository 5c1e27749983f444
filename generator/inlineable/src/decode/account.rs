//! What one decode may take: memory, stack and steps. And what of its input it has passed over.

#![allow(dead_code, reason = "not every API needs all of it, nor does every feature")]

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde::de::Error;
use serde_json::Value;

use crate::decode::Weight;

/// How much of the stack a decoded value may take, in bytes, whatever is done with it. A small thread has a MiB.
const STACK: usize = 640 * 1024;
/// What one level of a recursive type takes of the stack beside its own size when it is decoded, and how many copies of it there
/// are when it is cloned. Both were measured.
const LEVEL: usize = if cfg!(debug_assertions) { 7 * 1024 } else { 2 * 1024 };
const COPIES: usize = 3;
/// How many values of a buffered text may be looked at, beside so many for each value that it has.
const STEPS: usize = 100_000;
const STEPS_A_VALUE: usize = 32;

#[derive(Clone, Copy)]
enum Limit {
    Memory,
    Stack,
    Steps,
}

struct Account {
    is_open: Cell<bool>,
    /// What `max_decoded_bytes` says.
    allowed: Cell<usize>,
    bytes: Cell<usize>,
    stack: Cell<usize>,
    steps: Cell<usize>,
    exceeded: Cell<Option<Limit>>,
    doubts: Cell<usize>,
    watchers: Cell<usize>,
}

thread_local! {
    static ACCOUNT: Account = const {
        Account {
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
    /// The places in memory of buffered values that were passed over.
    static LOST: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    /// Which alternatives of a type a buffered value is, a bit each.
    static CHOSEN: RefCell<BTreeMap<(usize, TypeId), u64>> = const { RefCell::new(BTreeMap::new()) };
}

/// Begins one decode whose values may take so many bytes of memory.
pub(crate) fn begin(bytes: usize) {
    ACCOUNT.with(|account| account.allowed.set(bytes));
    start();
}

/// Ends it.
pub(crate) fn end() {
    ACCOUNT.with(|account| {
        account.is_open.set(false);
        account.allowed.set(usize::MAX);
    });
    let _ = LOST.try_with(|lost| lost.take());
    forget();
}

fn start() {
    ACCOUNT.with(|account| {
        account.is_open.set(true);
        account.bytes.set(account.allowed.get());
        account.stack.set(STACK);
        account.steps.set(STEPS);
        account.exceeded.set(None);
        account.doubts.set(0);
        account.watchers.set(0);
    });
}

/// The account of one decode, which ends when this is dropped.
pub(crate) struct Opened;

/// Begins a decode, unless this is part of one.
pub(crate) fn open() -> Option<Opened> {
    if ACCOUNT.with(|account| account.is_open.get()) {
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

fn take<E: Error>(from: fn(&Account) -> &Cell<usize>, amount: usize, limit: Limit) -> Result<(), E> {
    ACCOUNT.with(|account| match from(account).get().checked_sub(amount) {
        Some(left) => {
            from(account).set(left);
            Ok(())
        }
        None => {
            account.exceeded.set(Some(limit));
            Err(error())
        }
    })
}

/// Pays for memory.
pub(crate) fn charge<E: Error>(bytes: usize) -> Result<(), E> {
    take(|account| &account.bytes, bytes, Limit::Memory)
}

/// Pays for looking at buffered values.
pub(crate) fn step<E: Error>(values: usize) -> Result<(), E> {
    take(|account| &account.steps, values, Limit::Steps)
}

/// Allows for the values of a text that has been buffered.
pub(crate) fn allow(values: usize) {
    ACCOUNT.with(|account| {
        account.steps.set(account.steps.get().saturating_add(values.saturating_mul(STEPS_A_VALUE)));
    });
}

/// One level of a recursive type of some size; it ends when this is dropped.
pub(crate) struct Level(usize);

pub(crate) fn deeper<E: Error>(size: usize) -> Result<Level, E> {
    let cost = LEVEL + size.saturating_mul(COPIES);
    take(|account| &account.stack, cost, Limit::Stack).map(|()| Level(cost))
}

impl Drop for Level {
    fn drop(&mut self) {
        ACCOUNT.with(|account| account.stack.set(account.stack.get().saturating_add(self.0)));
    }
}

/// Whether the decode is over, because a limit is.
pub(crate) fn is_exceeded() -> bool {
    ACCOUNT.with(|account| account.exceeded.get().is_some())
}

/// What is wrong when a limit has been exceeded.
pub(crate) fn error<E: Error>() -> E {
    ACCOUNT.with(|account| match account.exceeded.get() {
        Some(Limit::Memory) => E::custom(format_args!(
            "the value takes more than {} bytes of memory; `max_decoded_bytes` of the builder sets the limit",
            account.allowed.get()
        )),
        Some(Limit::Stack) => E::custom("the value is nested too deep for its type"),
        Some(Limit::Steps) => {
            E::custom("the value fits too many alternatives; the limit of attempts for one value is exceeded")
        }
        None => E::custom("the value fits none of the alternatives"),
    })
}

/// What has been counted until now.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) bytes: usize,
    pub(crate) lost: usize,
    pub(crate) doubts: usize,
}

pub(crate) fn mark() -> Mark {
    let lost = LOST.try_with(|lost| lost.borrow().len()).unwrap_or_default();
    ACCOUNT.with(|account| Mark { bytes: account.bytes.get(), lost, doubts: account.doubts.get() })
}

impl Mark {
    /// What has been passed over since.
    pub(crate) fn weight(self) -> Weight {
        let now = mark();
        Weight { lost: now.lost.saturating_sub(self.lost), doubts: now.doubts.saturating_sub(self.doubts) }
    }

    /// Forgets what has been counted since: it was an attempt that failed.
    pub(crate) fn undo(self) {
        drop(self.take_lost());
        ACCOUNT.with(|account| {
            account.bytes.set(self.bytes);
            account.doubts.set(self.doubts);
        });
    }

    /// The places of the values that have been passed over since, which no longer count.
    pub(crate) fn take_lost(self) -> Vec<usize> {
        let take = |lost: &RefCell<Vec<usize>>| {
            let mut lost = lost.borrow_mut();
            let from = self.lost.min(lost.len());
            lost.split_off(from)
        };
        LOST.try_with(take).unwrap_or_default()
    }

    /// Counts what was found by an attempt after all.
    pub(crate) fn count(self, lost: Vec<usize>, doubts: usize, bytes: usize) {
        let _ = LOST.try_with(|all| all.borrow_mut().extend(lost));
        ACCOUNT.with(|account| {
            account.bytes.set(self.bytes.saturating_sub(bytes));
            account.doubts.set(self.doubts + doubts);
        });
    }
}

/// Gives back what something took that is no longer there.
pub(crate) fn refund(bytes: usize) {
    ACCOUNT.with(|account| account.bytes.set(account.bytes.get().saturating_add(bytes)));
}

/// While this is there, it counts what is passed over.
pub(crate) struct Watch;

pub(crate) fn watch() -> Watch {
    ACCOUNT.with(|account| account.watchers.set(account.watchers.get() + 1));
    Watch
}

impl Drop for Watch {
    fn drop(&mut self) {
        let left = ACCOUNT.with(|account| {
            account.watchers.set(account.watchers.get().saturating_sub(1));
            account.watchers.get()
        });
        if left == 0 {
            let _ = LOST.try_with(|lost| lost.borrow_mut().clear());
        }
    }
}

fn is_watched() -> bool {
    ACCOUNT.with(|account| account.watchers.get() > 0)
}

/// A value was kept by a type that has no name for it.
pub(crate) fn doubt() {
    ACCOUNT.with(|account| account.doubts.set(account.doubts.get() + 1));
}

/// A buffered value is passed over, with all that it holds.
pub(crate) fn lose(json: &Value) {
    if is_watched() {
        let _ = LOST.try_with(|lost| push(&mut lost.borrow_mut(), json));
    }
}

fn push(lost: &mut Vec<usize>, json: &Value) {
    lost.push(place(json));
    match json {
        Value::Array(items) => items.iter().for_each(|item| push(lost, item)),
        Value::Object(fields) => fields.values().for_each(|value| push(lost, value)),
        _ => {}
    }
}

/// Where a buffered value is. It stays there as long as the buffer does.
pub(crate) fn place(json: &Value) -> usize {
    std::ptr::from_ref(json).addr()
}

/// Which alternatives of a type a buffered value has turned out to be, if that was asked before.
pub(crate) fn chosen<T: 'static>(json: &Value) -> Option<u64> {
    let key = (place(json), TypeId::of::<T>());
    CHOSEN.try_with(|chosen| chosen.borrow().get(&key).copied()).ok()?
}

pub(crate) fn remember<T: 'static>(json: &Value, alternatives: u64) {
    if is_watched() {
        let key = (place(json), TypeId::of::<T>());
        let _ = CHOSEN.try_with(|chosen| chosen.borrow_mut().insert(key, alternatives));
    }
}

/// Forgets which alternatives values are: another value may soon be in the place of one of them.
pub(crate) fn forget() {
    let _ = CHOSEN.try_with(|chosen| chosen.borrow_mut().clear());
}
