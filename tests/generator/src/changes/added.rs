//! What was not there before.

use std::collections::BTreeSet;

use super::line::Line;
use super::{Change, Lines, called, is_non_exhaustive, itself};

pub(super) fn changes(lines: &[Line], come: &BTreeSet<String>, old: &Lines) -> Option<Change> {
    let line = lines.first()?;
    // What stands in something that is new comes with it.
    if come.contains(line.owner()) {
        return None;
    }
    let owner = itself(old, line.owner()).filter(|_| line.about.is_empty());
    let what = format!("added {}", called(line));
    Some(match (owner, line.kind()) {
        (Some(owner), "variant") if !is_non_exhaustive(owner) => {
            Change::breaking(what, "a `match` over all variants no longer compiles (enum-variant-new)")
        }
        (Some(owner), "field") if can_be_written(owner) => Change::breaking(
            what,
            "callers that write the struct out no longer compile (struct-add-public-field-when-no-private)",
        ),
        (Some(owner), _) if line.says.starts_with("required ") && !is_sealed(owner) => {
            Change::breaking(what, "implementations by callers no longer compile (trait-new-item-no-default)")
        }
        _ => Change::compatible(what, "nobody could name it before"),
    })
}

/// Whether callers can write a struct out, field by field.
fn can_be_written(owner: &Line) -> bool {
    !owner.says.contains("..") && !is_non_exhaustive(owner)
}

/// Whether no caller can implement a trait, as it stands on one that callers cannot name.
fn is_sealed(owner: &Line) -> bool {
    owner.bounds.iter().any(|bound| bound.to_lowercase().contains("sealed"))
}
