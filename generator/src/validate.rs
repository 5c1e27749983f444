//! Checks of a document: its structure, the rules that it must keep, and what is taken out where it breaks one.

pub mod prune;
pub mod rules;
pub mod structure;
