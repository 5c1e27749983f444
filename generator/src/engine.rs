//! Lowers the `Api` to a document for progenitor, and keys its output by operation and schema.

mod keyed;
mod lower;
mod paths;
mod progenitor;

use crate::ir::{Api, EngineItems};

pub use progenitor::EngineError;

/// Generates the types of structs and methods.
///
/// # Errors
/// Fails if progenitor rejects the lowered document, which is a defect of this generator.
pub fn run(api: &Api) -> Result<EngineItems, EngineError> {
    let lowered = lower::lower(api);
    let file = progenitor::run(&lowered.document, &lowered.replaced)?;
    Ok(keyed::keyed(file, &lowered.types, api))
}
