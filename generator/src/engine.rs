//! The engine: a document made for progenitor in, its syntax tree out.

pub mod lower;
pub mod progenitor;
