//! The path to the value that an error is about.
//!
//! An error collects its path while it is returned, from the innermost value outwards, so that a valid value costs nothing.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::cell::RefCell;

use serde::de::Error;

enum Step {
    Field(String),
    Item(usize),
}

thread_local! {
    static STEPS: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

/// Adds a property to an error's path.
#[cold]
#[inline(never)]
pub(crate) fn in_field<E>(name: &str, error: E) -> E {
    let _ = STEPS.try_with(|steps| steps.borrow_mut().push(Step::Field(name.to_owned())));
    error
}

/// Adds an item of a list to an error's path.
#[cold]
#[inline(never)]
pub(crate) fn in_item<E>(index: usize, error: E) -> E {
    let _ = STEPS.try_with(|steps| steps.borrow_mut().push(Step::Item(index)));
    error
}

/// Forgets the path of an error that is not returned, because another type of a union is tried.
pub(crate) fn forget() {
    let _ = STEPS.try_with(|steps| steps.borrow_mut().clear());
}

/// Puts the path in front of the error of a whole value. The runtime parses it.
#[cold]
#[inline(never)]
pub(crate) fn with_path<E: Error>(error: E) -> E {
    let steps = STEPS.try_with(|steps| steps.take()).unwrap_or_default();
    let mut path = String::new();
    for step in steps.into_iter().rev() {
        match step {
            Step::Field(name) if path.is_empty() => path = name,
            Step::Field(name) => path.extend([".", &name]),
            Step::Item(index) => path.push_str(&format!("[{index}]")),
        }
    }
    if path.is_empty() { error } else { E::custom(format_args!("at `{path}`: {error}")) }
}
