//! From a reference page, or from a whole document, to the fragment of one operation, and back: whether the two still say
//! the same.
//!
//! A [`page`] becomes plain data with places. [`capture`] makes a fragment of it, or brings the fragment that is there up to
//! date by editing its text where the two disagree and nowhere else; [`check`] only says where that is. Everything that the
//! page cannot say is listed with its place. [`extract`] takes an operation out of a document instead.

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

/// What is captured.
#[derive(Debug, Clone)]
pub struct Request {
    /// The API's description as it is.
    pub description: Input,
    /// The page.
    pub page: SourceFile,
    /// What the operation is called, if the caller says so.
    pub operation_id: Option<String>,
    /// Where the page comes from.
    pub provenance: Provenance,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Captured {
    /// The operation, as `POST /path`. Empty when the page was refused.
    pub operation: String,
    /// The files that change: path, what was there, what is to be there. None when the page was refused.
    pub files: Option<Vec<Changed>>,
    /// In how many places page and description disagreed.
    pub differences: usize,
    /// How many of them are left for a person to change: what they are in is shared, or an overlay makes them.
    pub left: usize,
    /// What was guessed, left open or found to differ, with places.
    pub diagnostics: Vec<Reported>,
    /// The texts that the diagnostics are about.
    pub read: Input,
}

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its path, like those of the description's other files.
    pub path: String,
    /// What is there.
    pub old: Option<String>,
    /// What is to be there.
    pub new: String,
}

/// The API's description and the page, read.
struct Subject<'r> {
    request: &'r Request,
    read: Read,
    /// The description with its overlays.
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

/// Says where a page and the description disagree.
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
    // What the page leaves open is known by now, or has been accepted: only what differs is said.
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

/// The addresses of a page's servers; none when it is refused.
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

/// The operation that a page is about, if the description has it, whatever its path calls its variables.
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

/// How many diagnostics of one rule are shown.
fn most(severity: Severity) -> usize {
    match severity {
        Severity::Approximation => 100,
        Severity::Warning => 1000,
        Severity::Error => usize::MAX,
    }
}

/// The diagnostics, no more than some of each rule: placing and drawing one costs a line of the page, which may be all of it.
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

    /// The description with no more than some of its overlays.
    fn tree(&self, overlays: usize) -> Option<Node> {
        let Read { sources, files, overlays: all, .. } = &self.read;
        let some = all.get(..overlays)?;
        clientwright::load::merge(&self.request.description, sources, files, some, &mut Vec::new())
    }
}

/// A fragment for an operation that is new.
fn create(mut subject: Subject<'_>) -> Captured {
    let request = subject.request;
    let (id, note) = id::choose(request, &subject.page);
    subject.diagnostics.extend(note);
    let root = subject.root.clone();
    if let Some(taken) =
        operations(&root).find(|at| at.node.get("operationId").and_then(Node::as_str) == Some(&id))
    {
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
    verify_update::settled(subject, Changed { path, old: None, new }, verify_update::Left::default())
}

/// Puts a file among the documents of a description, where `codegen` would read it.
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
