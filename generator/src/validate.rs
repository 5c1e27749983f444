//! Checks a document: its structure, and the rules. Removes what breaks them.

pub mod prune;
pub mod rules;
pub mod structure;
