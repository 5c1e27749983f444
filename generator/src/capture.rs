//! From a reference page, or from a whole document, to the fragment of one operation, and back: whether the two still say
//! the same.
//!
//! A [`page`] becomes plain data with places. [`capture`] makes a fragment of it, or brings the fragment that is there up to
//! date by editing its text where the two disagree and nowhere else; [`check`] only says where that is. Everything that the
//! page cannot say is listed with its place. [`extract`] takes an operation out of a document instead.

mod changes;
mod compare;
pub mod extract;
mod fragment;
mod id;
mod line_ends;
mod make;
pub mod page;
mod patch;
mod provenance;
mod shape;
mod yaml;

use crate::config::Config;
use crate::finding::{Finding, Severity};
use crate::openapi::{OperationAt, operations};
use crate::source::{SourceFile, Sources};
use crate::tree::Node;
use crate::{Input, Reported, finding};

use compare::Difference;
use make::Maker;
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
    /// How many of them are left: they are in what other operations share.
    pub left: usize,
    /// What was guessed, left open or found to differ, with places.
    pub findings: Vec<Reported>,
    /// The texts that the findings are about.
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
    sources: Sources,
    config: Config,
    root: Node,
    page: Page,
    findings: Vec<Finding>,
}

/// Captures a page.
pub fn capture(request: &Request) -> Captured {
    let subject = match read(request) {
        Ok(subject) => subject,
        Err(refused) => return *refused,
    };
    let root = subject.root.clone();
    match find(&root, &subject.page) {
        Some(at) => update(subject, at),
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
    let Some(at) = find(&root, &subject.page) else {
        let Page { method, path, .. } = &subject.page;
        let message = format!("no fragment describes `{} {}`", method.text, path.text);
        let help = "capture the page: `cargo xtask capture PAGE`";
        subject.findings.push(Finding::warning("disagrees", path.span, message).with_help(help));
        return Captured { differences: 1, left: 1, ..subject.finish(Some(Vec::new())) };
    };
    let differences = subject.compare(&root, at);
    let count = differences.len();
    // What the page leaves open is known by now, or has been accepted: only what differs is said.
    subject.findings = differences.into_iter().map(|difference| difference.finding).collect();
    Captured { differences: count, left: count, ..subject.finish(Some(Vec::new())) }
}

/// The addresses of a page's servers; none when it is refused.
pub fn servers(page: &SourceFile) -> Vec<String> {
    let read = page::read(0, &page.text, &mut Vec::new());
    read.map(|page| page.servers.into_iter().map(|server| server.text).collect()).unwrap_or_default()
}

/// Whether an API has one of some servers.
pub fn has_server(description: &Input, servers: &[String]) -> bool {
    let (root, _) = crate::bundled(description);
    let known = root.as_ref().map(fragment::addresses).unwrap_or_default();
    servers.iter().any(|server| fragment::is_known(&known, server))
}

fn read(request: &Request) -> Result<Subject<'_>, Box<Captured>> {
    let mut findings = Vec::new();
    let description = &request.description;
    let crate::read::Read { mut sources, files, config, overlays } =
        crate::read::read(description, &mut findings);
    let root = crate::read::bundle(description, &sources, &files, &overlays, &mut findings);
    let file = u32::try_from(sources.len()).unwrap_or(u32::MAX);
    sources.push(request.page.clone(), None);
    let is_readable = root.is_some() && !finding::rejects(&findings, false);
    let page = match is_readable {
        true => page::read(file, &request.page.text, &mut findings)
            .map_err(|refusal| findings.push(*refusal))
            .ok(),
        false => None,
    };
    match (root, page) {
        (Some(root), Some(page)) => Ok(Subject { request, sources, config, root, page, findings }),
        _ => Err(Box::new(finish(request, &sources, findings, None))),
    }
}

/// The operation that a page is about, if the description has it.
fn find<'t>(root: &'t Node, page: &Page) -> Option<OperationAt<'t>> {
    let method = page.method.text.to_ascii_lowercase();
    operations(root).find(|at| at.method == method && at.path == page.path.text)
}

fn finish(
    request: &Request,
    sources: &Sources,
    findings: Vec<Finding>,
    files: Option<Vec<Changed>>,
) -> Captured {
    let mut read = request.description.clone();
    read.documents.push(request.page.clone());
    let findings = crate::output::report(findings, sources);
    Captured { operation: String::new(), files, differences: 0, left: 0, findings, read }
}

impl Subject<'_> {
    fn finish(self, files: Option<Vec<Changed>>) -> Captured {
        let operation = format!("{} {}", self.page.method.text, self.page.path.text);
        Captured { operation, ..finish(self.request, &self.sources, self.findings, files) }
    }

    fn reject(mut self, finding: Finding) -> Captured {
        self.findings.push(finding);
        self.finish(None)
    }

    fn compare(&mut self, root: &Node, at: OperationAt<'_>) -> Vec<Difference> {
        let maker = Maker { root, errors: &self.config.errors, findings: &mut self.findings };
        compare::compare(maker, &self.page, at)
    }
}

/// A fragment for an operation that is new.
fn create(mut subject: Subject<'_>) -> Captured {
    let request = subject.request;
    let (id, note) = id::choose(request, &subject.page);
    subject.findings.extend(note);
    let root = subject.root.clone();
    if let Some(taken) =
        operations(&root).find(|at| at.node.get("operationId").and_then(Node::as_str) == Some(&id))
    {
        let message =
            format!("the operationId `{id}` is taken by `{} {}`", taken.method.to_uppercase(), taken.path);
        let finding = Finding::error("operation-id", subject.page.path.span, message);
        let finding =
            finding.with_related(taken.node.head(), "here").with_help("give another with --operation-id");
        return subject.reject(finding);
    }
    let path = format!("{}paths/{id}.yaml", crate::read::folder(&request.description));
    if request.description.documents.iter().any(|document| document.path == path) {
        let message = format!("the fragment {path} is there, and describes something else");
        let finding = Finding::error("operation-id", subject.page.path.span, message);
        return subject.reject(finding.with_help("give another name with --operation-id"));
    }
    let mut maker = Maker { root: &root, errors: &subject.config.errors, findings: &mut subject.findings };
    let fragment = fragment::build(&mut maker, &subject.page, &id, &request.provenance);
    if request.provenance.retrieved.is_none() {
        maker.note(
            "open-date",
            subject.page.title.span,
            "the day of retrieval is not known: give it with --retrieved",
        );
    }
    let new = yaml::file(&fragment);
    verified(subject, Changed { path, old: None, new })
}

/// The fragment of an operation that is there, edited where the page says something else.
fn update(mut subject: Subject<'_>, at: OperationAt<'_>) -> Captured {
    let root = subject.root.clone();
    let request = subject.request;
    let own = at.node.get("operationId").and_then(Node::as_str).unwrap_or_default();
    if let Some(wanted) = request.operation_id.as_deref().filter(|wanted| *wanted != own) {
        let message = format!("this operation is captured as `{own}`, and not as `{wanted}`");
        let finding = Finding::error("operation-id", subject.page.path.span, message);
        return subject
            .reject(finding.with_related(at.node.head(), "here").with_help("leave --operation-id out"));
    }
    let file = at.node.span.file;
    let differences = subject.compare(&root, at);
    let count = differences.len();
    let mut all = Vec::new();
    let mut left = 0;
    for Difference { mut finding, changes } in differences {
        let is_own = !changes.is_empty() && changes.iter().all(|change| change.at.file == file);
        if is_own {
            all.extend(changes);
        } else {
            left += 1;
            finding = finding
                .with_help("it is shared with other operations, so it is not changed: change it by hand");
        }
        subject.findings.push(finding);
    }
    let provenance = &request.provenance;
    if !all.is_empty() || provenance.url.is_some() || provenance.retrieved.is_some() {
        all.extend(provenance.changes(at.node, &subject.page.title.text));
    }
    let Some(document) = request.description.documents.get(file as usize) else {
        return subject.finish(None);
    };
    let tree = subject.sources.trees().nth(file as usize).cloned();
    let new = tree.as_ref().and_then(|tree| patch::patch(&document.text, tree, &changes::apply(tree, &all)));
    let Some(new) = new else {
        let message =
            format!("{} cannot be edited in its place: write what differs into it by hand", document.path);
        return subject.reject(Finding::error("not-edited", at.node.head(), message));
    };
    let new = line_ends::kept(&document.text, new);
    let changed = Changed { path: document.path.clone(), old: Some(document.text.clone()), new };
    let captured = verified(subject, changed);
    Captured { differences: count, left, ..captured }
}

/// What changes, if the description is as it should be with it.
fn verified(subject: Subject<'_>, changed: Changed) -> Captured {
    let mut input = subject.request.description.clone();
    put(&mut input, &changed);
    let (api, findings) = crate::described(&input);
    if api.is_none() || findings.iter().any(|reported| reported.finding.severity >= Severity::Warning) {
        let captured = subject.finish(None);
        let findings = findings.into_iter().filter(|reported| reported.finding.severity >= Severity::Warning);
        return Captured { findings: findings.collect(), read: input, ..captured };
    }
    let files = if changed.old.as_deref() == Some(&changed.new) { Vec::new() } else { vec![changed] };
    subject.finish(Some(files))
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
