//! Support for the tests of the generator: input from `spec/` and from reference pages, and the public surface of Rust code.

pub mod changes;
pub mod numbers;
pub mod pages;
pub mod spec;
pub mod surface;
