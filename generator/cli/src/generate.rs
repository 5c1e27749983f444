//! Generates a workspace of two crates from a document.

mod check;
mod findings;
mod html;
mod input;
mod outcome;
mod report;
pub mod runtime;
pub(crate) mod source;
mod summary;
mod workspace;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clientwright::diagnostic::Severity;
use clientwright::document::SourceFile;
use clientwright::{Input, Layout, Output};

pub use outcome::Outcome;

use self::input::{in_force, input, names_lock, top};
use crate::folder::Folder;
use crate::names::NamesLock;
use crate::plan::{Mode, Plan};
use crate::status::{Status, is_coloured, say};
use crate::{apply, child, diagnostics, load, settings, terminal};

/// The maximum number of printed diagnostics; the report has all of them.
const DRAWN: usize = 20;

/// Arguments of `codegen` for a single document.
#[derive(Debug, Default, clap::Args)]
#[group(id = "one")]
pub struct Arguments {
    /// The document: OpenAPI 3.0, 3.1, 3.2 or Swagger 2.0, as YAML or JSON; `-` is the standard input.
    #[arg(long, value_name = "FILE", requires = "out")]
    pub spec: Option<PathBuf>,
    /// The folder for the workspace of the two crates.
    #[arg(long, value_name = "DIR", requires = "spec", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) out: Option<String>,
    /// The name of the client crate; overrides `[crate] name` of the configuration. The model crate gets the suffix `-models`.
    #[arg(long, requires = "spec", value_parser = crate_name)]
    pub(crate) name: Option<String>,
    /// The folder that references to other files must stay in. Default: the document's folder.
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub(crate) root: Option<PathBuf>,
    /// Leave out and report the parts with errors instead of rejecting the document.
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Treat warnings as errors.
    #[arg(long, conflicts_with = "keep_going")]
    pub(crate) deny_warnings: bool,
    /// Settings that the document cannot express: names, environment variables, the location of error codes.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) config: Option<PathBuf>,
    /// The project file and the API whose table in it has the settings, in place of `config`.
    #[arg(skip)]
    pub(crate) project: Option<(SourceFile, String)>,
    /// The file that keeps generated names when the document changes. Default: `names.lock` beside the configuration.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) names: Option<PathBuf>,
    /// Remove names that nothing has any more from that file.
    #[arg(long)]
    pub prune_names: bool,
    /// An overlay (OpenAPI Overlay 1.0) that changes the document first; may be repeated, applied in order.
    #[arg(long = "overlay", value_name = "FILE", requires = "spec")]
    pub(crate) overlays: Vec<PathBuf>,
    /// Only operations with this tag; may be repeated.
    #[arg(long = "tag", value_name = "TAG", requires = "spec")]
    pub(crate) tags: Vec<String>,
    /// Only this operation, by operationId or as "POST /path"; may be repeated.
    #[arg(long = "operation", value_name = "ID", requires = "spec")]
    pub(crate) operations: Vec<String>,
    /// The runtime of the client: `vendored` (a module of the crate), a version of the published crate, `path=DIR`, or
    /// `git=URL,tag=TAG`.
    #[arg(long, value_name = "RUNTIME", default_value = "vendored", requires = "spec")]
    pub(crate) runtime: runtime::Choice,
    /// How the files are arranged: `workspace` (two crates in a workspace), `crates` (two crates for an existing workspace),
    /// or `module` (a module tree for the `src` of a crate); overrides `layout` of the configuration.
    #[arg(long, value_name = "LAYOUT", requires = "spec")]
    pub(crate) layout: Option<Layout>,
    /// Generate the models only, without HTTP.
    #[arg(long, requires = "spec")]
    pub(crate) models_only: bool,
    #[command(flatten)]
    pub(crate) limits: child::Limits,
    /// Write nothing; print the settings in force as TOML, with the defaults.
    #[arg(long, conflicts_with = "format")]
    pub(crate) print_config: bool,
    /// Also print the findings on stdout: as `report.json`, as annotations of a GitHub workflow, or as SARIF.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<findings::Format>,
    /// Also write `report.html` to the folder: each operation with its method, types and findings, on one page.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) report: Option<Page>,
}

/// A report for a person to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Page {
    /// One page for a browser.
    Html,
}

/// Parses a crate name.
pub(crate) fn crate_name(name: &str) -> Result<String, String> {
    clientwright::config::crate_name::check(name)
        .map(|()| name.to_owned())
        .map_err(|error| format!("{error}; use `{}`", error.proposal()))
}

/// Generates a document and writes the output, without messages. A file of the document's name that ends in `.toml` has settings.
pub fn for_corpus(
    (spec, root): (&Path, Option<&Path>),
    out: &Path,
    name: &str,
    keep_going: bool,
    runtime: runtime::Choice,
    limits: child::Limits,
) -> Result<Outcome> {
    let (root, name) = (root.map(Path::to_owned), Some(name.to_owned()));
    let config = Some(spec.with_extension("toml")).filter(|config| config.is_file());
    let arguments = Arguments { keep_going, limits, root, name, runtime, config, ..Arguments::default() };
    let (input, child::Answer { output, peak_memory }) =
        load::generate(input(&arguments, spec, out)?, top(&arguments, spec), arguments.limits)?;
    let mut lines = 0;
    if let Some(files) = &output.files {
        lines = files.values().map(|text| text.lines().count()).sum();
        write_workspace(out, whole(&input, files.clone(), report::json(&input, &output)?, &output), None)?;
    }
    Ok(Outcome { lines, memory: peak_memory, output })
}

/// Runs the command.
pub fn run(arguments: &Arguments, mode: Mode) -> Result<Status> {
    let (Some(spec), Some(out)) = (&arguments.spec, &arguments.out) else {
        anyhow::bail!("--spec and --out go together");
    };
    if let Some(message) = source::not_a_file(spec) {
        terminal::print_error(&message);
        return Ok(Status::Usage);
    }
    let out = Path::new(out);
    let input = input(arguments, spec, out)?;
    if arguments.print_config {
        return settings::print_in_force(&input, &in_force(arguments, spec, out));
    }
    let is_named = input.name.is_some() || input.api.is_some();
    if !is_named && !input.config.as_ref().is_some_and(clientwright::config::names_crate) {
        terminal::print_error(
            "the client crate has no name; add `--name NAME`, or `[crate] name` to the configuration",
        );
        return Ok(Status::Usage);
    }
    let (input, child::Answer { output, .. }) =
        load::generate(input, top(arguments, spec), arguments.limits)?;
    draw(&input, &output);
    let report = report::json(&input, &output)?;
    if let Some(format) = arguments.format {
        findings::print(format, &report, &output)?;
    }
    if arguments.report == Some(Page::Html) && mode == Mode::Write {
        html::write(out, &input, &output)?;
    }
    let Some(files) = output.files.clone() else {
        let errors = output
            .diagnostics
            .iter()
            .filter(|reported| reported.diagnostic.severity == Severity::Error)
            .count();
        say("Rejected", &format!("{} ({errors} errors); nothing was written", input.origin));
        return Ok(Status::Rejected);
    };
    let files = whole(&input, files, report, &output);
    let names = match names_lock(arguments)? {
        Some(lock) => Some((lock.plan(output.names.as_ref())?, lock)),
        None => None,
    };
    match mode {
        Mode::Write => write(out, files, names, &output),
        Mode::Check | Mode::DryRun => check::check(out, files, names),
    }
}

/// Returns all files of the workspace.
fn whole(
    input: &Input,
    mut files: BTreeMap<String, String>,
    report: String,
    output: &Output,
) -> BTreeMap<String, String> {
    if output.layout == Layout::Workspace {
        let is_crate = |name: &&String| files.contains_key(&format!("{name}/Cargo.toml"));
        let crates = [output.package.clone(), format!("{}-models", output.package)];
        let crates: Vec<_> = crates.iter().filter(is_crate).collect();
        files.insert("Cargo.toml".to_owned(), workspace::manifest(&crates, &input.header()));
    }
    files.insert("report.json".to_owned(), report);
    files
}

fn draw(input: &Input, output: &Output) {
    let least = Severity::Warning;
    let worth: Vec<_> =
        output.diagnostics.iter().filter(|reported| reported.diagnostic.severity >= least).collect();
    let shown: Vec<_> = worth.iter().take(DRAWN).map(|reported| (*reported).clone()).collect();
    terminal::write_stderr(&diagnostics::draw(input, &shown, is_coloured(), least));
    if worth.len() > DRAWN {
        terminal::write_stderr(&format!("... and {} more of these in report.json\n\n", worth.len() - DRAWN));
    }
}

fn write(
    out: &Path,
    files: BTreeMap<String, String>,
    names: Option<(Plan, NamesLock)>,
    output: &Output,
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
    summary::approximations(output);
    summary::needs(output);
    let next = if output.layout == Layout::Workspace { "; next: `cargo check` there" } else { "" };
    say("Generated", &format!("{generated} of {total} operations in {out} ({}){next}", plan.tally()));
    Ok(Status::Done)
}

/// Writes the workspace and the names, unless the plan reports files that are in the way.
fn write_workspace(
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
