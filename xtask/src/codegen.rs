//! `cargo xtask codegen`: generates the crates of all APIs.

mod runtime_copy;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use clientwright::Input;
use clientwright::diagnostic::Severity;

use clientwright_cli::generate;

use crate::folder::Folder;
use crate::plan::{Mode, Plan, State};
use crate::status::{Status, is_coloured, say};
use crate::{apply, child, diagnostics, diff, load, terminal};

/// The output folder.
const OUTPUT: &str = "generated-client";
/// The help text for an outdated file.
const FIX_HINT: &str = "run `cargo xtask codegen` to update it";

/// Arguments of `codegen`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; print a diff and exit with status 4 if a file is out of date.
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Write nothing; list what would change.
    #[arg(long, conflicts_with = "spec")]
    dry_run: bool,
    #[command(flatten)]
    one: generate::Arguments,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let mode = match (arguments.check, arguments.dry_run) {
        (true, _) => Mode::Check,
        (_, true) => Mode::DryRun,
        _ => Mode::Write,
    };
    if arguments.one.spec.is_some() {
        return generate::run(&arguments.one, mode);
    }
    let workspace = load::workspace()?;
    let output = Folder::of_workspace(&workspace, OUTPUT);
    // Lock before reading, so that no run overwrites newer output.
    let _lock = match mode {
        Mode::Write => output.lock()?,
        _ => None,
    };
    let Some(Generated { files, names }) = all(&workspace, arguments.one.prune_names)? else {
        return Ok(Status::Rejected);
    };
    let copy = Folder::of_workspace(&workspace, runtime_copy::OUTPUT);
    let copied = match runtime_copy::files(&workspace)? {
        files if files.is_empty() => Status::Done,
        files => finish(mode, &copy, runtime_copy::OUTPUT, &Plan::new(copy.path(), files)?)?,
    };
    let plan = Plan::new(output.path(), files)?;
    let mut status = copied;
    // A file in the way keeps the names as they are too.
    if plan.paths("Stray").next().is_none() {
        for (api, text) in names {
            let lock = load::names(&workspace, &api);
            status = status.max(finish(mode, lock.folder(), &lock.shown(), &lock.plan(Some(&text))?)?);
        }
    }
    Ok(status.max(finish(mode, &output, OUTPUT, &plan)?))
}

/// What is generated for all APIs.
#[derive(Default)]
struct Generated {
    files: BTreeMap<String, String>,
    /// The names to keep, by API.
    names: BTreeMap<String, String>,
}

/// Returns the files of all APIs, or None if a document was rejected.
fn all(workspace: &Path, prune_names: bool) -> Result<Option<Generated>> {
    let mut all = Generated::default();
    let mut rejected = false;
    for api in load::apis(workspace)? {
        let folder = workspace.join("spec").join(&api);
        let input = Input { prune_names, ..load::input(workspace, &api)? };
        let (input, child::Answer { output, .. }) = load::generate(input, &folder, child::Limits::default())?;
        let least = if output.files.is_some() { Severity::Approximation } else { Severity::Warning };
        terminal::write_stderr(&diagnostics::draw(&input, &output.diagnostics, is_coloured(), least));
        match output.files {
            Some(files) => {
                let operations = output.operations;
                say("Generated", &format!("{} ({operations} operation{})", input.origin, plural(operations)));
                all.names.extend(output.names.map(|names| (api, names)));
                for (path, text) in files {
                    if all.files.insert(path.clone(), text).is_some() {
                        bail!("two APIs generate the file {path}: set another `name` in one codegen.toml");
                    }
                }
            }
            None => {
                let bad = output
                    .diagnostics
                    .iter()
                    .filter(|reported| reported.diagnostic.severity >= Severity::Warning)
                    .count();
                say(
                    "Rejected",
                    &format!("{} ({bad} finding{}); nothing was written", input.origin, plural(bad)),
                );
                rejected = true;
            }
        }
    }
    Ok((!rejected).then_some(all))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Compares the files of a folder, and lists and writes the changes. `name` is the folder relative to the workspace.
fn finish(mode: Mode, output: &Folder, name: &str, plan: &Plan) -> Result<Status> {
    for (path, (state, _)) in plan.files.iter().filter(|(_, (state, _))| *state != State::Fresh) {
        say(state.verb(), &format!("{name}/{path}"));
    }
    let strays: Vec<_> = plan.paths("Stray").collect();
    if mode == Mode::Check {
        diff::print(plan, name)?;
    }
    if plan.is_fresh() {
        say("Fresh", &format!("{name} ({})", plan.tally()));
        return Ok(Status::Done);
    }
    if !strays.is_empty() {
        let words = "is not a generated file; move or remove it";
        strays.iter().for_each(|path| terminal::print_error(&format!("{name}/{path} {words}")));
    }
    match mode {
        Mode::DryRun => {
            say("Planned", &format!("{name} ({}); nothing was written", plan.tally()));
            Ok(if strays.is_empty() { Status::Done } else { Status::Rejected })
        }
        Mode::Check => {
            say("Stale", &format!("{name} ({}); {FIX_HINT}", plan.tally()));
            Ok(Status::Stale)
        }
        Mode::Write if !strays.is_empty() => {
            say("Rejected", &format!("{name} ({}); nothing was written", plan.tally()));
            Ok(Status::Rejected)
        }
        Mode::Write => {
            apply::apply(output, plan)?;
            say(
                "Written",
                &format!("{name} ({}); next: `cargo insta test --review`, then commit", plan.tally()),
            );
            Ok(Status::Done)
        }
    }
}
