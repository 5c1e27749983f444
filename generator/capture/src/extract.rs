//! Extracts one operation from a document, with exactly the components that it reaches.

mod facts;
mod insert;
mod operation;
mod reach;
mod security;

use serde_json::{Map, Value, json};

use super::provenance::Provenance;
use super::{Captured, Changed, fragment, yaml};
use clientwright::diagnostic::{Diagnostic, Severity, nearest};
use clientwright::document::openapi::{OperationAt, components, operations};
use clientwright::document::{Node, Sources, Span, Version};
use clientwright::load::import;
use clientwright::validate::rules;
use clientwright::{Input, diagnostic};

/// The input of an extraction.
#[derive(Debug, Clone)]
pub struct Extraction {
    /// The API's current document.
    pub description: Input,
    /// The source document.
    pub document: Input,
    /// The operation, by `operationId` or as `POST /path`.
    pub operation: String,
    /// The new `operationId`, if it differs.
    pub operation_id: Option<String>,
    /// The origin of the source document.
    pub provenance: Provenance,
}

/// The result of an extraction.
#[derive(Debug, Clone)]
pub struct Extracted {
    /// The operation and its components as one text. None if there is nothing to extract.
    pub whole: Option<String>,
    /// The number of components.
    pub components: usize,
    /// The resulting changes of the API's document.
    pub captured: Captured,
}

/// A component of the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    section: String,
    name: String,
}

/// Both documents, parsed.
struct Subject<'e> {
    extraction: &'e Extraction,
    sources: Sources,
    /// The source document, imported.
    document: Node,
    /// The API's document.
    root: Node,
    /// The tree of the API's root file alone.
    api: Option<Node>,
    diagnostics: Vec<Diagnostic>,
    /// Errors anywhere in the source document.
    wrong: Vec<Diagnostic>,
    /// Diagnostics of the import.
    imported: Vec<Diagnostic>,
}

/// Extracts an operation.
pub fn extract(extraction: &Extraction) -> Extracted {
    let mut subject = match read(extraction) {
        Ok(subject) => subject,
        Err(captured) => return Extracted { whole: None, components: 0, captured: *captured },
    };
    let document = subject.document.clone();
    let Some(at) = operations(&document).find(|at| is_named(*at, &extraction.operation)) else {
        let diagnostic = missing(&document, &extraction.operation);
        return Extracted { whole: None, components: 0, captured: subject.reject(diagnostic) };
    };
    let mut reached = reach::reached(&document, at, &subject.wrong);
    if let Some(last) = reached.errors.pop() {
        subject.diagnostics.append(&mut reached.errors);
        return Extracted { whole: None, components: 0, captured: subject.reject(last) };
    }
    let imported = std::mem::take(&mut subject.imported);
    subject.diagnostics.extend(imported.into_iter().filter(|diagnostic| reached.holds(diagnostic.span)));
    let security = security::taken(&mut subject, at);
    let operation = operation::made(&mut subject, at, security.said);
    let names = reached.names;
    let whole = yaml::file(&assembled(&document, at, &operation, &names));
    let components = names.len();
    let captured = insert::insert_operation(subject, at, operation, &names, security.conflicts);
    Extracted { whole: Some(whole), components, captured }
}

/// Returns the server URLs of a document.
pub fn servers(document: &Input) -> Vec<String> {
    // Errors in the document do not affect its servers.
    let mut diagnostics = Vec::new();
    let clientwright::load::Read { sources, files, overlays, .. } =
        clientwright::load::read(document, &mut diagnostics);
    let root = clientwright::load::merge(document, &sources, &files, &overlays, &mut diagnostics);
    let root = root.filter(|root| Version::of(root).is_some());
    root.map(|root| fragment::addresses(&import::import(root, &mut Vec::new()))).unwrap_or_default()
}

fn is_named(at: OperationAt<'_>, wanted: &str) -> bool {
    let id = at.node.get("operationId").and_then(Node::as_text);
    id == Some(wanted) || format!("{} {}", at.method.to_uppercase(), at.path) == wanted
}

fn missing(document: &Node, wanted: &str) -> Diagnostic {
    let names = operations(document).filter_map(|at| at.node.get("operationId")?.as_text());
    let span = document.get("paths").map_or(document.span, Node::head);
    let diagnostic =
        Diagnostic::error("no-operation", span, format!("the document has no operation `{wanted}`"));
    match nearest(wanted, names) {
        Some(name) => diagnostic
            .with_help(format!("write `{name}`, another operationId, or a route such as \"POST /path\"")),
        None => diagnostic,
    }
}

fn read(extraction: &Extraction) -> Result<Subject<'_>, Box<Captured>> {
    let mut diagnostics = Vec::new();
    let description = &extraction.description;
    let clientwright::load::Read { sources: described, files, overlays, .. } =
        clientwright::load::read(description, &mut diagnostics);
    let root = clientwright::load::merge(description, &described, &files, &overlays, &mut diagnostics);
    let api = described.trees().next().cloned();
    // The document's files follow the API's, so the spans of both stay valid.
    let shift = u32::try_from(described.len()).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    let clientwright::load::Read { sources: own, files, overlays, .. } =
        clientwright::load::read(&extraction.document, &mut found);
    let mut document = clientwright::load::merge(&extraction.document, &own, &files, &overlays, &mut found);
    let mut sources = described;
    sources.append(own, shift);
    document.iter_mut().for_each(|document| document.shift(shift));
    found.iter_mut().for_each(|diagnostic| reach::shift_finding(diagnostic, shift));
    let (mut wrong, mut noted): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostics.append(&mut noted);
    match &document {
        Some(document) => rules::version(document, &mut diagnostics),
        None => diagnostics.append(&mut wrong),
    }
    let is_readable = !diagnostic::rejects(&diagnostics, false);
    match (root, document) {
        (Some(root), Some(document)) if is_readable => {
            let mut imported = Vec::new();
            let document = import::import(document, &mut imported);
            Ok(Subject { extraction, sources, document, root, api, diagnostics, wrong, imported })
        }
        _ => Err(Box::new(captured(extraction, &sources, diagnostics, None))),
    }
}

fn captured(
    extraction: &Extraction,
    sources: &Sources,
    diagnostics: Vec<Diagnostic>,
    files: Option<Vec<Changed>>,
) -> Captured {
    let mut read = extraction.description.clone();
    read.documents.extend(extraction.document.documents.iter().cloned());
    let diagnostics = clientwright::report(diagnostics, sources);
    Captured { operation: String::new(), files, differences: 0, left: 0, diagnostics, read }
}

impl Subject<'_> {
    fn note(&mut self, rule: &str, span: Span, message: String) {
        self.diagnostics.push(Diagnostic::new(Severity::Approximation, rule, span, message));
    }

    fn reject(mut self, diagnostic: Diagnostic) -> Captured {
        self.diagnostics.push(diagnostic);
        captured(self.extraction, &self.sources, self.diagnostics, None)
    }
}

fn assembled<'n>(
    document: &Node,
    at: OperationAt<'_>,
    operation: &Value,
    names: impl IntoIterator<Item = &'n Name>,
) -> Value {
    let mut sections = Map::new();
    for Name { section, name } in names {
        let node = components(document, section).and_then(|section| section.get(name));
        let Some(node) = node else { continue };
        let section = sections.entry(section.clone()).or_insert_with(|| json!({}));
        section
            .as_object_mut()
            .into_iter()
            .for_each(|section| drop(section.insert(name.clone(), node.to_json())));
    }
    let mut whole = json!({ "paths": { at.path: { at.method: operation } } });
    if let Some(whole) = whole.as_object_mut().filter(|_| !sections.is_empty()) {
        whole.insert("components".to_owned(), Value::Object(sections));
    }
    whole
}
