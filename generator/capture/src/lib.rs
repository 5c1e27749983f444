//! Captures an operation from a reference page or a document as a fragment, and checks whether they still agree.
//!
//! A [`page`] is parsed into plain data with spans. [`capture`] builds a fragment from it, or updates an existing one
//! by editing only the text that differs; [`check`] only reports the differences. Everything that the page does not say
//! is reported. [`extract`] takes an operation from a document instead.

mod build;
mod changes;
mod compare;
pub mod extract;
mod fragment;
mod id;
mod line_ends;
mod overlays;
mod ownership;
pub mod page;
mod patch;
mod provenance;
mod shape;
mod update;
mod verify_update;
mod yaml;

use std::collections::HashMap;

use clientwright::diagnostic::{Diagnostic, Severity};
use clientwright::document::openapi::{OperationAt, operations, template_shape};
use clientwright::document::{Node, SourceFile, Sources};
use clientwright::load::Read;
use clientwright::{Input, Reported, diagnostic};

use build::Builder;
use overlays::Overlays;
use page::Page;

pub use id::is_file_stem;
pub use provenance::{Provenance, is_day};

/// The input of a capture.
#[derive(Debug, Clone)]
pub struct Request {
    /// The API's current document.
    pub description: Input,
    /// The page.
    pub page: SourceFile,
    /// The `operationId`, if the caller chooses it.
    pub operation_id: Option<String>,
    /// The origin of the page.
    pub provenance: Provenance,
}

/// The result of a capture.
#[derive(Debug, Clone)]
pub struct Captured {
    /// The operation as `POST /path`. Empty if the page was rejected.
    pub operation: String,
    /// The changed files. None if the page was rejected.
    pub files: Option<Vec<Changed>>,
    /// The number of differences between page and document.
    pub differences: usize,
    /// The number of differences that a person must resolve, because they are in shared parts or come from an overlay.
    pub left: usize,
    /// What was guessed, left open or different.
    pub diagnostics: Vec<Reported>,
    /// The sources that the diagnostics quote.
    pub read: Input,
}

/// A changed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The path, relative like those of the other documents.
    pub path: String,
    /// The old contents.
    pub old: Option<String>,
    /// The new contents.
    pub new: String,
}

/// The API's document and the page, parsed.
struct Subject<'r> {
    request: &'r Request,
    read: Read,
    /// The document with its overlays.
    root: Node,
    page: Page,
    diagnostics: Vec<Diagnostic>,
}

/// Captures a page.
pub fn capture(request: &Request) -> Captured {
    let subject = match read(request) {
        Ok(subject) => subject,
        Err(refused) => return *refused,
    };
    let Some(plain) = subject.tree(0) else { return subject.finish(None) };
    match find(&plain, &subject.page) {
        Some(at) => update::update(subject, &plain, at),
        None => create(subject),
    }
}

/// Reports differences between a page and the document.
pub fn check(request: &Request) -> Captured {
    let mut subject = match read(request) {
        Ok(subject) => subject,
        Err(refused) => return *refused,
    };
    let root = subject.root.clone();
    if find(&root, &subject.page).is_none() {
        let Page { method, path, .. } = &subject.page;
        let message = format!("no fragment has the operation `{} {}`", method.text, path.text);
        let help = "capture the page: `cargo xtask capture PAGE`";
        subject.diagnostics.push(Diagnostic::warning("disagrees", path.span, message).with_help(help));
        return Captured { differences: 1, left: 1, ..subject.finish(Some(Vec::new())) };
    }
    // What the page leaves open was reported when it was captured.
    let differences = update::differences(&subject, &root, &mut Vec::new());
    let count = differences.len();
    let overlays = Overlays::new(&subject);
    let noted = differences.into_iter().map(|difference| match overlays.overlay(&difference) {
        Some(path) => difference.diagnostic.with_help(overlays::help(path)),
        None => difference.diagnostic,
    });
    subject.diagnostics = noted.collect();
    Captured { differences: count, left: count, ..subject.finish(Some(Vec::new())) }
}

/// Returns the server URLs of a page; empty if it is rejected.
pub fn servers(page: &SourceFile) -> Vec<String> {
    let read = page::read(0, &page.text, &mut Vec::new());
    read.map(|page| page.servers.into_iter().map(|server| server.text).collect()).unwrap_or_default()
}

/// Whether an API has one of some servers.
pub fn has_server(description: &Input, servers: &[String]) -> bool {
    let (root, _) = clientwright::bundled(description);
    let known = root.as_ref().map(fragment::addresses).unwrap_or_default();
    servers.iter().any(|server| fragment::is_known(&known, server))
}

fn read(request: &Request) -> Result<Subject<'_>, Box<Captured>> {
    let mut diagnostics = Vec::new();
    let description = &request.description;
    let mut read = clientwright::load::read(description, &mut diagnostics);
    let root =
        clientwright::load::merge(description, &read.sources, &read.files, &read.overlays, &mut diagnostics);
    let file = u32::try_from(read.sources.len()).unwrap_or(u32::MAX);
    read.sources.push(request.page.clone(), None);
    let is_readable = root.is_some() && !diagnostic::rejects(&diagnostics, false);
    let page = match is_readable {
        true => page::read(file, &request.page.text, &mut diagnostics)
            .map_err(|refusal| diagnostics.push(*refusal))
            .ok(),
        false => None,
    };
    match (root, page) {
        (Some(root), Some(page)) => Ok(Subject { request, read, root, page, diagnostics }),
        _ => Err(Box::new(finish(request, &read.sources, diagnostics, None))),
    }
}

/// Returns the operation of a page, if the document has it. Names of path variables may differ.
fn find<'t>(root: &'t Node, page: &Page) -> Option<OperationAt<'t>> {
    let method = page.method.text.to_ascii_lowercase();
    let is_method = |at: &OperationAt<'_>| at.method == method;
    let wanted = template_shape(&page.path.text);
    let same = operations(root).filter(is_method).find(|at| at.path == page.path.text);
    same.or_else(|| operations(root).filter(is_method).find(|at| template_shape(at.path) == wanted))
}

fn finish(
    request: &Request,
    sources: &Sources,
    diagnostics: Vec<Diagnostic>,
    files: Option<Vec<Changed>>,
) -> Captured {
    let mut read = request.description.clone();
    read.documents.push(request.page.clone());
    let diagnostics = clientwright::report(few(diagnostics), sources);
    Captured { operation: String::new(), files, differences: 0, left: 0, diagnostics, read }
}

/// Returns the maximum number of diagnostics per rule.
fn most(severity: Severity) -> usize {
    match severity {
        Severity::Approximation => 100,
        Severity::Warning => 1000,
        Severity::Error => usize::MAX,
    }
}

/// Limits the diagnostics per rule: each quotes a line, which may be the whole page.
fn few(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: HashMap<(Severity, String), usize> = HashMap::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        let count = counts.entry((diagnostic.severity, diagnostic.rule.clone())).or_default();
        *count += 1;
        if *count <= most(diagnostic.severity) {
            kept.push(diagnostic);
        }
    }
    for ((severity, rule), count) in counts {
        let last = kept.iter_mut().rfind(|kept| kept.severity == severity && kept.rule == rule);
        if let Some((last, more)) = last.zip(count.checked_sub(most(severity)).filter(|more| *more > 0)) {
            last.help = Some(format!("{more} more of these are not shown"));
        }
    }
    kept
}

impl Subject<'_> {
    fn finish(self, files: Option<Vec<Changed>>) -> Captured {
        let operation = format!("{} {}", self.page.method.text, self.page.path.text);
        Captured { operation, ..finish(self.request, &self.read.sources, self.diagnostics, files) }
    }

    fn reject(mut self, diagnostic: Diagnostic) -> Captured {
        self.diagnostics.push(diagnostic);
        self.finish(None)
    }

    /// Returns the document with only the first overlays applied.
    fn tree(&self, overlays: usize) -> Option<Node> {
        let Read { sources, files, overlays: all, .. } = &self.read;
        let some = all.get(..overlays)?;
        clientwright::load::merge(&self.request.description, sources, files, some, &mut Vec::new())
    }
}

/// Creates a fragment for a new operation.
fn create(mut subject: Subject<'_>) -> Captured {
    let request = subject.request;
    let (id, note) = id::choose(request, &subject.page);
    subject.diagnostics.extend(note);
    let root = subject.root.clone();
    if let Some(taken) = operations(&root).find(|at| at.node.get_str("operationId") == Some(&id)) {
        let message =
            format!("the operationId `{id}` is used by `{} {}`", taken.method.to_uppercase(), taken.path);
        let diagnostic = Diagnostic::error("operation-id", subject.page.path.span, message);
        let diagnostic = diagnostic
            .with_related(taken.node.head(), "here")
            .with_help("choose another with `--operation-id`");
        return subject.reject(diagnostic);
    }
    let path = format!("{}paths/{id}.yaml", clientwright::load::folder(&request.description));
    if request.description.documents.iter().any(|document| document.path == path) {
        let message = format!("the fragment {path} exists and describes another operation");
        let diagnostic = Diagnostic::error("operation-id", subject.page.path.span, message);
        return subject.reject(diagnostic.with_help("choose another name with `--operation-id`"));
    }
    let mut builder =
        Builder { root: &root, errors: &subject.read.config.errors, diagnostics: &mut subject.diagnostics };
    let fragment = fragment::build(&mut builder, &subject.page, &id, &request.provenance);
    if request.provenance.retrieved.is_none() {
        builder.note("open-date", subject.page.title.span, provenance::OPEN_DATE);
    }
    let new = yaml::file(&fragment);
    verify_update::verify(subject, Changed { path, old: None, new }, verify_update::Left::default())
}

/// Adds a file to the documents, in the order of `codegen`.
fn put(input: &mut Input, changed: &Changed) {
    let file = SourceFile { path: changed.path.clone(), text: changed.new.clone() };
    match input.documents.iter_mut().find(|document| document.path == changed.path) {
        Some(document) => *document = file,
        None => {
            let fragments = input.documents.get(1..).unwrap_or_default();
            let place = 1 + fragments.partition_point(|document| document.path < file.path);
            input.documents.insert(place.min(input.documents.len()), file);
        }
    }
}
