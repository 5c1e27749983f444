//! Macros and modules that codegen copies into every generated model crate, as files of their own.
//!
//! A model crate depends on serde and nothing else, so what its types share is part of it. Here the same files are a crate:
//! they are formatted, linted and tested like other code. This file and `tests` are not copied.

#[macro_use]
pub mod decode;
mod encode;
pub mod unknown;
#[macro_use]
mod any_of;
pub mod base64;
pub mod date_time;
pub mod decimal;
mod flatten;
pub mod int_or_string;
#[macro_use]
mod json_schema;
#[macro_use]
mod newtype;
pub mod nullable;
#[macro_use]
mod object;
#[macro_use]
mod open_enum;
#[macro_use]
mod open_number;
#[macro_use]
mod tagged_union;
#[macro_use]
mod tuple;
#[macro_use]
pub mod unix_time;
#[macro_use]
mod untagged_union;

#[cfg(test)]
mod tests;
