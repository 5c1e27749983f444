//! `cargo xtask corpus DIR`: generates and checks every document of a folder. A subfolder is a document in several
//! files, whose references must not leave it.
//!
//! Each document is generated in a child process (see [`crate::child`]). Several documents are processed at a time.
//! Each job has its own target folder, so dependencies are built once per job.

mod check;
mod documents;
mod table;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use anyhow::Result;
use clientwright::config::crate_name;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use clientwright_cli::generate;
use clientwright_cli::generate::runtime::Choice;

use crate::status::{Status, say};
use crate::terminal;

use documents::Document;

/// Arguments of `corpus`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folders of documents.
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Only this document, by its file's name without the ending; may be repeated.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Reject documents with errors instead of leaving out the parts with errors.
    #[arg(long)]
    strict: bool,
    /// Fail if more than this share of typed values in the documents is generated untyped, in percent.
    #[arg(long, value_name = "PERCENT", default_value_t = 100.0)]
    max_untyped: f64,
    /// Generate without running `cargo check`.
    #[arg(long)]
    no_check: bool,
    /// Process this many documents at a time.
    #[arg(long, value_name = "N", default_value = "2")]
    jobs: NonZeroUsize,
    #[command(flatten)]
    limits: crate::child::Limits,
    /// Print the rows as JSON on stdout instead of a table.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
}

/// The format of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// JSON.
    Json,
}

/// The result for a document.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Row {
    document: String,
    operations: usize,
    generated: usize,
    skipped: usize,
    warnings: usize,
    approximations: usize,
    /// Fields, parameters, bodies and responses whose shape the document states.
    stated: usize,
    /// Those that are free-form JSON or strings in Rust.
    untyped: usize,
    lines: usize,
    seconds: f64,
    /// The generator's peak memory in MiB, if the system reports it.
    memory: Option<u64>,
    check_seconds: Option<f64>,
    /// Errors and warnings of `cargo check`, or why it did not run.
    complaints: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let documents = documents::of(&arguments.folders, &arguments.only)?;
    let workspace = crate::load::workspace()?;
    let bar = ProgressBar::new(documents.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?);
    let rows = rows(arguments, &documents, &workspace, &bar);
    bar.finish_and_clear();
    match arguments.format {
        Some(Format::Json) => terminal::print_json(&rows)?,
        None => terminal::print(&table::draw(&rows))?,
    }
    Ok(finish(&rows, arguments.max_untyped))
}

/// Returns the rows in document order. The largest documents are started first, to balance the jobs.
fn rows(arguments: &Arguments, documents: &[Document], workspace: &Path, bar: &ProgressBar) -> Vec<Row> {
    let mut todo: Vec<&Document> = documents.iter().collect();
    todo.sort_by_key(|document| document.path.metadata().map_or(0, |metadata| metadata.len()));
    let (todo, rows) = (Mutex::new(todo), Mutex::new(Vec::new()));
    let next = || todo.lock().ok()?.pop();
    std::thread::scope(|scope| {
        for job in 0..arguments.jobs.get().min(documents.len()) {
            let (next, rows) = (&next, &rows);
            scope.spawn(move || {
                while let Some(document) = next() {
                    bar.set_message(document.name.clone());
                    let row = row(arguments, document, workspace, job);
                    if let Ok(mut rows) = rows.lock() {
                        rows.push(row);
                    }
                    bar.inc(1);
                }
            });
        }
    });
    let mut rows = rows.into_inner().unwrap_or_default();
    rows.sort_by(|one: &Row, other| one.document.cmp(&other.document));
    rows
}

fn finish(rows: &[Row], max_untyped: f64) -> Status {
    let failed: Vec<_> = rows.iter().filter(|row| !row.complaints.is_empty()).collect();
    for row in &failed {
        for complaint in row.complaints.iter().take(5) {
            terminal::print_error(&format!("{}: {complaint}", row.document));
        }
    }
    let (total, generated) = rows
        .iter()
        .fold((0, 0), |(total, generated), row| (total + row.operations, generated + row.generated));
    let passed = rows.len() - failed.len();
    say("Generated", &format!("{generated} of {total} operations"));
    let stated: usize = rows.iter().map(|row| row.stated).sum();
    let untyped: usize = rows.iter().map(|row| row.untyped).sum();
    say("Typed", &format!("{} of {stated} fields, parameters, bodies and responses", stated - untyped));
    terminal::write_stderr(&format!("{passed} passed, {} failed\n", failed.len()));
    #[expect(clippy::cast_precision_loss, reason = "a document has no 2^53 places")]
    let share = 100.0 * untyped as f64 / stated.max(1) as f64;
    if share > max_untyped {
        terminal::print_error(&format!(
            "{untyped} of {stated} values are untyped: {share:.2} %, the limit is {max_untyped} %"
        ));
        return Status::Failed;
    }
    if failed.is_empty() { Status::Done } else { Status::Failed }
}

fn row(arguments: &Arguments, document: &Document, workspace: &Path, job: usize) -> Row {
    let mut row = Row { document: document.name.clone(), ..Row::default() };
    let target = workspace.join("target/corpus");
    let out = target.join("crates").join(&row.document);
    // The runtime of this checkout, so that it is compiled once.
    let runtime = Choice::Path(workspace.join("generated-client/runtime"));
    let start = Instant::now();
    let crate_name =
        crate_name::check(&row.document).map_or_else(|error| error.proposal(), |()| row.document.clone());
    let generated = {
        let source = (document.path.as_path(), document.root.as_deref());
        generate::for_corpus(source, &out, &crate_name, !arguments.strict, runtime, arguments.limits)
    };
    row.seconds = start.elapsed().as_secs_f64();
    match generated {
        Ok(outcome) => {
            row.operations = outcome.output.operations;
            row.generated = outcome.output.generated;
            row.skipped = outcome.output.skipped.len();
            row.warnings = outcome.warnings();
            row.approximations = outcome.approximations();
            row.stated = outcome.output.typing.stated;
            row.untyped = outcome.output.typing.untyped;
            row.lines = outcome.lines;
            row.memory = outcome.memory;
            let is_made = outcome.output.files.is_some();
            if is_made && row.generated + row.skipped != row.operations {
                row.complaints.push(format!(
                    "{} generated and {} skipped are not {} operations",
                    row.generated, row.skipped, row.operations
                ));
            }
            let lost = &outcome.output.nodes.lost;
            row.complaints
                .extend(lost.iter().map(|at| format!("{} was neither generated nor reported", at.pointer)));
            if !is_made {
                row.complaints.push("it was rejected".to_owned());
            } else if !arguments.no_check {
                // The versions of this checkout, so that no network is needed.
                let _ = std::fs::copy(workspace.join("Cargo.lock"), out.join("Cargo.lock"));
                check(&mut row, &out, &target.join(format!("target-{job}")));
            }
        }
        Err(error) => row.complaints.push(format!("{error:#}")),
    }
    row
}

fn check(row: &mut Row, out: &Path, target: &Path) {
    let start = Instant::now();
    match check::run(out, target) {
        Ok(complaints) => row.complaints.extend(complaints),
        Err(error) => row.complaints.push(format!("{error:#}")),
    }
    row.check_seconds = Some(start.elapsed().as_secs_f64());
}
