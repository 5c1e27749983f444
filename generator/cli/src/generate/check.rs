//! Compares what is on disk with what would be generated.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use crate::diff;
use crate::names::NamesLock;
use crate::plan::{Plan, State};
use crate::status::{Status, say};

/// Compares the workspace and the names with what would be generated. Prints a diff.
pub(super) fn check(
    out: &Path,
    files: BTreeMap<String, String>,
    names: Option<(Plan, NamesLock)>,
) -> Result<Status> {
    let names = names.map_or(Ok(Status::Done), |(plan, lock)| compare(&plan, lock.shown()));
    Ok(names?.max(compare(&Plan::new(out, files)?, out.display().to_string())?))
}

/// Prints a diff of a folder.
fn compare(plan: &Plan, shown: String) -> Result<Status> {
    if plan.files.is_empty() {
        return Ok(Status::Done);
    }
    diff::print(plan, &shown)?;
    if plan.is_fresh() {
        say("Fresh", &format!("{shown} ({})", plan.tally()));
        return Ok(Status::Done);
    }
    for (path, (state, _)) in plan.files.iter().filter(|(_, (state, _))| *state != State::Fresh) {
        say(state.verb(), &format!("{shown}/{path}"));
    }
    say("Stale", &format!("{shown} ({}); generate it again to update it", plan.tally()));
    Ok(Status::Stale)
}
