//! Arguments for properties that can be absent, null or present.

#![allow(dead_code, reason = "not every API or feature needs all of it")]

/// A value or null: a `T`, an `Option<T>` of which `None` is null, or a `&str` for a `String`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Nullable<T>(pub(crate) Option<T>);

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        Self(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}
