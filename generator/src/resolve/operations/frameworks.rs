//! Reads the `operationId`s that frameworks write as what they mean.
//!
//! Each rule is a file. It proposes names for an id, the best first; [`super::naming`] uses the first that is unique.

mod fastapi;
mod nestjs;
mod numbered;

use std::collections::BTreeSet;

use crate::document::openapi::OperationAt;

/// An `operationId`, its operation, and all ids of the document.
pub(super) struct Id<'a> {
    pub(super) text: &'a str,
    pub(super) at: OperationAt<'a>,
    pub(super) all: &'a BTreeSet<String>,
}

/// The proposals of a rule.
type Rule = fn(&Id<'_>) -> Vec<String>;

const RULES: [(&str, Rule); 3] =
    [("fastapi", fastapi::names), ("nestjs", nestjs::names), ("numbered", numbered::names)];

/// Returns the first rule that applies, with the names that it proposes.
pub(super) fn names(id: &Id<'_>) -> Option<(&'static str, Vec<String>)> {
    let mut applied = RULES.iter().map(|(rule, names)| (*rule, names(id)));
    applied.find(|(_, names)| !names.is_empty())
}
