//! What is no longer there.

use std::collections::BTreeSet;

use super::line::Line;
use super::{Change, called};

pub(super) fn changes(lines: &[Line], gone: &BTreeSet<String>) -> Option<Change> {
    let line = lines.first()?;
    // What stands in something that is gone goes with it.
    let owner = line.owner();
    if gone.contains(owner) {
        return None;
    }
    let why = match (line.about.split_once(' '), line.kind()) {
        (Some(("auto", _)), _) => "callers that need it across threads no longer compile",
        (Some(_), _) => "callers that stand on it no longer compile",
        (None, "feature") => "manifests that ask for it no longer resolve (cargo-feature-remove)",
        (None, _) => "callers that name it no longer compile (item-remove)",
    };
    Some(Change::breaking(format!("removed {}", called(line)), why))
}
