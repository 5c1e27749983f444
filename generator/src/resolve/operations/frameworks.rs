//! Reads the `operationId`s that frameworks write as what they mean.
//!
//! Each rule is a file. It proposes names for an id, the best first; [`super::naming`] uses the first that is unique.

mod fastapi;
mod nestjs;
mod numbered;
mod repeated_path;
mod repeated_tag;
mod springfox;

use std::collections::BTreeSet;

use crate::document::openapi::OperationAt;

pub(super) use repeated_path::base;

/// An `operationId`, its operation, all ids of the document, and the segments with which all of its paths begin.
pub(super) struct Id<'a> {
    pub(super) text: &'a str,
    pub(super) at: OperationAt<'a>,
    pub(super) all: &'a BTreeSet<String>,
    pub(super) base: &'a [&'a str],
}

/// The proposals of a rule.
type Rule = fn(&Id<'_>) -> Vec<String>;

const RULES: [(&str, Rule); 6] = [
    ("fastapi", fastapi::names),
    ("nestjs", nestjs::names),
    ("springfox", springfox::names),
    ("numbered", numbered::names),
    ("repeated-path", repeated_path::names),
    ("repeated-tag", repeated_tag::names),
];

/// Returns the first rule that applies, with the names that it proposes.
pub(super) fn names(id: &Id<'_>) -> Option<(&'static str, Vec<String>)> {
    let mut applied = RULES.iter().map(|(rule, names)| (*rule, names(id)));
    applied.find(|(_, names)| !names.is_empty())
}
