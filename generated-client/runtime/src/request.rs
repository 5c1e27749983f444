//! Requests: arguments and their styles, paths, and bodies.

pub(crate) mod arguments;
pub(crate) mod body;
pub(crate) mod error;
pub(crate) mod json;
pub(crate) mod multipart;
pub(crate) mod origin;
pub(crate) mod path;
pub(crate) mod style;
