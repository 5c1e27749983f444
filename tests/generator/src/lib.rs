//! Support for the tests of the generator: documents, reference pages, and the public surface of Rust code.

pub mod changes;
pub mod fixtures;
pub mod imports;
pub mod losses;
pub mod numbers;
pub mod pages;
pub mod spec;
pub mod surface;
pub mod words;
