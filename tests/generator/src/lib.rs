//! Support for the tests of the generator: input from `spec/`, and the public surface of Rust code.

pub mod changes;
pub mod spec;
pub mod surface;
