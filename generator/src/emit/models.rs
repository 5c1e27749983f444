//! Passes over the model crate, a kind of item a file.

pub(super) mod aliases;
pub(super) mod enums;
pub(super) mod fields;
pub(super) mod paths;
pub(super) mod serde;
pub(super) mod setters;
