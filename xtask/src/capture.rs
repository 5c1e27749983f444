//! `cargo xtask capture`: writes a fragment under `spec/` from a reference page or from an operation of a document.

mod show;
mod source;

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clientwright_capture::extract::{Extracted, Extraction};
use clientwright_capture::{Captured, Provenance, Request};

use crate::folder::Folder;
use crate::status::{Status, say};
use crate::{apply, load, terminal};

/// Arguments of `capture`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Reference pages in Markdown; `-` is the standard input. Several only with --check.
    #[arg(required_unless_present = "from", conflicts_with = "from", value_name = "PAGE|-")]
    pages: Vec<PathBuf>,
    /// Extract the operation from this document instead: OpenAPI 3.0, 3.1, 3.2 or Swagger 2.0.
    #[arg(long, value_name = "DOCUMENT", requires = "operation", conflicts_with = "check")]
    from: Option<PathBuf>,
    /// The operation of the document, by operationId or as "POST /path".
    #[arg(long, value_name = "ID", requires = "from")]
    operation: Option<String>,
    /// The API, by its folder under spec/. Default: the API with the page's server.
    #[arg(long)]
    api: Option<String>,
    /// The URL of the page or document, for its provenance.
    #[arg(long, value_parser = url)]
    url: Option<String>,
    /// The day on which it was retrieved.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    retrieved: Option<String>,
    /// The operationId, which is also the name of the file.
    #[arg(long, value_name = "ID", value_parser = id)]
    operation_id: Option<String>,
    /// Write nothing; print the fragment, or the changes to it.
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
    /// Write nothing; print where page and fragment differ, and exit with status 4 if they do.
    #[arg(long, conflicts_with_all = ["operation_id", "url", "retrieved"])]
    check: bool,
}

fn day(text: &str) -> Result<String, String> {
    let message = || "write the day as YYYY-MM-DD".to_owned();
    clientwright_capture::is_day(text).then(|| text.to_owned()).ok_or_else(message)
}

fn id(text: &str) -> Result<String, String> {
    let message = || {
        "it is a file name: use letters, digits, `-`, `_` and `.`, and start with a letter or digit"
            .to_owned()
    };
    clientwright_capture::is_file_stem(text).then(|| text.to_owned()).ok_or_else(message)
}

fn url(text: &str) -> Result<String, String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let plain = text.chars().all(|letter| letter.is_ascii_graphic() && !"<>\"`\\".contains(letter));
    (is_web && plain).then(|| text.to_owned()).ok_or_else(|| "an address begins with https://".to_owned())
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let workspace = load::workspace()?;
    if arguments.pages.len() > 1 && !arguments.check {
        bail!("capture one page at a time; only `--check` takes several");
    }
    if let Some(document) = &arguments.from {
        return extract(arguments, &workspace, document);
    }
    let mut status = Status::Done;
    for page in &arguments.pages {
        status = status.max(match source::page(page) {
            Ok(Some(page)) => one(arguments, &workspace, page)?,
            Ok(None) => Status::Rejected,
            Err(error) => {
                terminal::print_error(&format!("{error:#}"));
                Status::Failed
            }
        });
    }
    Ok(status)
}

fn one(arguments: &Arguments, workspace: &Path, page: source::Read) -> Result<Status> {
    let source::Read { file, sha256 } = page;
    let Some(api) = source::api(workspace, arguments.api.as_deref(), &file)? else {
        return Ok(Status::Rejected);
    };
    let folder = Folder::of_workspace(workspace, &format!("spec/{api}"));
    let _lock = hold(arguments, &folder)?;
    let provenance =
        Provenance { url: arguments.url.clone(), retrieved: arguments.retrieved.clone(), sha256 };
    let request = Request {
        description: load::input(workspace, &api)?,
        page: file,
        operation_id: arguments.operation_id.clone(),
        provenance,
    };
    if arguments.check {
        return Ok(show::checked(&request.page.path, &clientwright_capture::check(&request)));
    }
    finish(arguments, &folder, &api, &request.page.path, &clientwright_capture::capture(&request))
}

/// Extracts an operation from a document.
fn extract(arguments: &Arguments, workspace: &Path, path: &Path) -> Result<Status> {
    let source::Document { input, sha256 } = source::document(path)?;
    let Some(api) = source::api_of_document(workspace, arguments.api.as_deref(), &input)? else {
        return Ok(Status::Rejected);
    };
    let folder = Folder::of_workspace(workspace, &format!("spec/{api}"));
    let _lock = hold(arguments, &folder)?;
    let extraction = Extraction {
        description: load::input(workspace, &api)?,
        document: input,
        operation: arguments.operation.clone().unwrap_or_default(),
        operation_id: arguments.operation_id.clone(),
        provenance: Provenance { url: arguments.url.clone(), retrieved: arguments.retrieved.clone(), sha256 },
    };
    let Extracted { whole, components, captured } = clientwright_capture::extract::extract(&extraction);
    if let Some(whole) = whole.filter(|_| arguments.dry_run) {
        terminal::print_document(&whole)?;
        let plural = if components == 1 { "" } else { "s" };
        say("Extracted", &format!("the operation and the {components} component{plural} that it uses"));
    }
    let document = extraction.document.documents.first().map_or("", |document| document.path.as_str());
    finish(arguments, &folder, &api, document, &captured)
}

/// Locks an API's folder before it is read.
fn hold(arguments: &Arguments, folder: &Folder) -> Result<Option<File>> {
    if arguments.check || arguments.dry_run { Ok(None) } else { folder.lock() }
}

/// Reports the result, and writes it.
fn finish(
    arguments: &Arguments,
    folder: &Folder,
    api: &str,
    source: &str,
    captured: &Captured,
) -> Result<Status> {
    show::diagnostics(captured);
    let Some(files) = &captured.files else {
        say("Rejected", &format!("{source}; nothing was written"));
        return Ok(Status::Rejected);
    };
    if files.is_empty() {
        let verb = if captured.left > 0 { "Differs" } else { "Fresh" };
        say(verb, &format!("{}; nothing was written", show::summary(captured)));
    } else if arguments.dry_run {
        // An extracted operation was already printed as a whole.
        if arguments.from.is_none() {
            show::dry(files)?;
        }
        say("Planned", &format!("{}; nothing was written", show::summary(captured)));
    } else {
        apply::apply(folder, &source::plan(api, files))?;
        show::written(files)?;
        say("Captured", &format!("{}; next: `cargo xtask codegen`", show::summary(captured)));
    }
    Ok(if captured.left > 0 { Status::Stale } else { Status::Done })
}
