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
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clientwright::diagnostic::Severity;
use clientwright::document::SourceFile;
use clientwright::{Input, Layout, Output, Reported};

pub use outcome::Outcome;

use self::input::{in_force, input, names_lock, top};
use crate::names::NamesLock;
use crate::plan::Mode;
use crate::status::{Status, say};
use crate::{accept, child, load, settings, terminal};

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
    /// Reviewed findings, as in `accepted.toml` of a project: they are counted, not printed.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) accepted: Option<PathBuf>,
    /// Settings that the document cannot express: names, environment variables, the location of error codes.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) config: Option<PathBuf>,
    /// The project file and the API whose table in it has the settings, in place of `config`.
    #[arg(skip)]
    pub(crate) project: Option<(SourceFile, String)>,
    /// The file that keeps generated names when the document changes. Default: `names.lock` beside the configuration, if it exists.
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
        write::write_workspace(
            out,
            whole(&input, files.clone(), report::json(&input, &output)?, &output),
            None,
        )?;
    }
    Ok(Outcome { lines, memory: peak_memory, output })
}

/// What was generated from a document, before anything is written.
pub(crate) struct Generated {
    pub(crate) input: Input,
    pub(crate) output: Output,
    /// The findings that are not accepted.
    pub(crate) findings: Vec<Reported>,
    names: Option<NamesLock>,
    out: PathBuf,
    denies_warnings: bool,
    format: Option<findings::Format>,
    page: Option<Page>,
}

/// Runs the command for one document.
///
/// # Errors
/// Fails if a file cannot be read or written, or the generator has a defect.
pub fn run(arguments: &Arguments, mode: Mode) -> Result<Status> {
    let mut generated = match generate(arguments)? {
        Ok(generated) => generated,
        Err(status) => return Ok(status),
    };
    let is_accepted =
        accept::apply(arguments.accepted.as_deref(), true, std::slice::from_mut(&mut generated))?;
    if is_accepted { finish(generated, mode) } else { Ok(Status::Rejected) }
}

/// Generates, or returns the status of a command that ends before.
pub(crate) fn generate(arguments: &Arguments) -> Result<Result<Generated, Status>> {
    let (Some(spec), Some(out)) = (&arguments.spec, &arguments.out) else {
        anyhow::bail!("--spec and --out go together");
    };
    if let Some(message) = source::not_a_file(spec) {
        terminal::print_error(&message);
        return Ok(Err(Status::Usage));
    }
    let out = Path::new(out);
    let input = input(arguments, spec, out)?;
    if arguments.print_config {
        return settings::print_in_force(&input, &in_force(arguments, spec, out)).map(Err);
    }
    let is_named = input.name.is_some() || input.api.is_some();
    if !is_named && !input.config.as_ref().is_some_and(clientwright::config::names_crate) {
        terminal::print_error(
            "the client crate has no name; add `--name NAME`, or `[crate] name` to the configuration",
        );
        return Ok(Err(Status::Usage));
    }
    let (input, child::Answer { output, .. }) =
        load::generate(input, top(arguments, spec), arguments.limits)?;
    Ok(Ok(Generated {
        input,
        findings: output.diagnostics.clone(),
        names: names_lock(arguments)?,
        output,
        out: out.to_owned(),
        denies_warnings: arguments.deny_warnings,
        format: arguments.format,
        page: arguments.report,
    }))
}

/// Prints the findings, and writes or compares the files.
pub(crate) fn finish(generated: Generated, mode: Mode) -> Result<Status> {
    let Generated { input, output, findings, names, out, denies_warnings, format, page } = generated;
    summary::draw(&input, &findings);
    let report = report::json(&input, &output)?;
    if let Some(format) = format {
        findings::print(format, &report, &findings)?;
    }
    if page == Some(Page::Html) && mode == Mode::Write {
        html::write(&out, &input, &output)?;
    }
    let count = |wanted| findings.iter().filter(|reported| reported.diagnostic.severity == wanted).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let files = match output.files.clone() {
        Some(files) if !(denies_warnings && warnings > 0) => files,
        Some(_) => {
            say("Rejected", &format!("{} (warnings: {warnings}); nothing was written", input.origin));
            return Ok(Status::Rejected);
        }
        None => {
            say("Rejected", &format!("{} ({errors} errors); nothing was written", input.origin));
            return Ok(Status::Rejected);
        }
    };
    let accepted = output.diagnostics.len() - findings.len();
    if accepted > 0 {
        say("Accepted", &format!("{accepted} of {} findings", output.diagnostics.len()));
    }
    let files = whole(&input, files, report, &output);
    let names = match names {
        Some(lock) => Some((lock.plan(output.names.as_ref())?, lock)),
        None => None,
    };
    match mode {
        Mode::Write => write::write(&out, files, names, &output, &findings),
        Mode::Check | Mode::DryRun => check::check(&out, files, names),
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
