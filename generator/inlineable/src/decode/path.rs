//! Where in a value something is wrong.
//!
//! The path is collected by an error on its way out, from the inside outwards. A value that is right costs nothing.

#![allow(dead_code, reason = "not every API needs all of it, nor does every feature")]

use std::cell::RefCell;

use serde::de::Error;

enum Step {
    Field(String),
    Item(usize),
}

thread_local! {
    static STEPS: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

/// An error in a property of an object.
#[cold]
#[inline(never)]
pub(crate) fn in_field<E>(name: &str, error: E) -> E {
    let _ = STEPS.try_with(|steps| steps.borrow_mut().push(Step::Field(name.to_owned())));
    error
}

/// An error in an item of a list.
#[cold]
#[inline(never)]
pub(crate) fn in_item<E>(place: usize, error: E) -> E {
    let _ = STEPS.try_with(|steps| steps.borrow_mut().push(Step::Item(place)));
    error
}

/// Forgets the path of an error that does not leave: the value is of another type.
pub(crate) fn forget() {
    let _ = STEPS.try_with(|steps| steps.borrow_mut().clear());
}

/// The error of a whole value. Its text begins with the path; the runtime reads it there.
#[cold]
#[inline(never)]
pub(crate) fn told<E: Error>(error: E) -> E {
    let steps = STEPS.try_with(|steps| steps.take()).unwrap_or_default();
    let mut path = String::new();
    for step in steps.into_iter().rev() {
        match step {
            Step::Field(name) if path.is_empty() => path = name,
            Step::Field(name) => path.extend([".", &name]),
            Step::Item(place) => path.push_str(&format!("[{place}]")),
        }
    }
    if path.is_empty() { error } else { E::custom(format_args!("at `{path}`: {error}")) }
}
