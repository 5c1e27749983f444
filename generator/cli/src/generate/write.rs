//! Writes the generated files, and says what was generated.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use clientwright::{Layout, Output, Reported};

use super::summary;
use crate::folder::Folder;
use crate::names::NamesLock;
use crate::plan::Plan;
use crate::status::{Status, say};
use crate::{apply, terminal};

/// Writes the files of a run, unless other files are in the way.
pub(super) fn write(
    out: &Path,
    files: BTreeMap<String, String>,
    names: Option<(Plan, NamesLock)>,
    output: &Output,
    findings: &[Reported],
) -> Result<Status> {
    if let Some(other) = other_crate(out, &output.package)? {
        let (package, out) = (&output.package, out.display());
        terminal::print_error(&format!(
            "{out} contains the crate `{other}`, which `{package}` would replace; use another folder, or remove it first"
        ));
        say("Rejected", &format!("{out}; nothing was written"));
        return Ok(Status::Rejected);
    }
    let plan = write_workspace(out, files, names)?;
    let strays: Vec<_> = plan.paths("Stray").collect();
    if !strays.is_empty() {
        strays.iter().for_each(|path| {
            terminal::print_error(&format!("{path} is not a generated file; move it elsewhere"))
        });
        say("Rejected", &format!("{} ({}); nothing was written", out.display(), plan.tally()));
        return Ok(Status::Rejected);
    }
    for (skipped, location) in output.skipped.iter().filter(|(skipped, _)| skipped.rule != "not-selected") {
        say(
            "Skipped",
            &format!("{} ({}:{}: {})", skipped.operation, location.file, location.line, skipped.reason),
        );
    }
    let (generated, total) = (output.generated, output.operations);
    let out = out.display();
    summary::approximations(output, findings);
    summary::needs(output);
    let next = if output.layout == Layout::Workspace { "; next: `cargo check` there" } else { "" };
    say("Generated", &format!("{generated} of {total} operations in {out} ({}){next}", plan.tally()));
    Ok(Status::Done)
}

/// Writes the workspace and the names, unless the plan reports files that are in the way.
pub(super) fn write_workspace(
    out: &Path,
    files: BTreeMap<String, String>,
    names: Option<(Plan, NamesLock)>,
) -> Result<Plan> {
    std::fs::create_dir_all(out).with_context(|| format!("creating the folder {}", out.display()))?;
    let folder = Folder::named(out);
    let _lock = folder.lock()?;
    let plan = Plan::new(out, files)?;
    if plan.paths("Stray").next().is_none() {
        if let Some((names, lock)) = names {
            lock.apply(&names)?;
        }
        apply::apply(&folder, &plan)?;
    }
    Ok(plan)
}

/// Returns the client crate with another name that a folder has, which this one would replace.
fn other_crate(out: &Path, package: &str) -> Result<Option<String>> {
    let owned = crate::manifest::read(out)?;
    let mut crates = owned.iter().filter_map(|path| path.strip_suffix("/Cargo.toml"));
    let is_other = |name: &&str| *name != package && name.strip_suffix("-models") != Some(package);
    Ok(crates.find(is_other).map(|name| name.strip_suffix("-models").unwrap_or(name).to_owned()))
}
