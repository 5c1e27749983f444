//! One operation out of a whole document, with exactly the components that it reaches.

mod facts;
mod reach;

use serde_json::{Map, Value, json};

use super::changes::{self, Change};
use super::provenance::Provenance;
use super::{Captured, Changed, fragment, id, patch, put, yaml};
use crate::finding::{Finding, Severity};
use crate::openapi::{OperationAt, components, operations};
use crate::source::Sources;
use crate::tree::{Node, Span};
use crate::{Input, check, finding, import};

/// What is extracted.
#[derive(Debug, Clone)]
pub struct Extraction {
    /// The API's description as it is.
    pub description: Input,
    /// The document.
    pub document: Input,
    /// The operation, by its id or as `POST /path`.
    pub operation: String,
    /// What the operation is called, if not as in the document.
    pub operation_id: Option<String>,
    /// Where the document comes from.
    pub provenance: Provenance,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Extracted {
    /// The operation and the components that it reaches, as one text. None when there is nothing to extract.
    pub whole: Option<String>,
    /// How many components that are.
    pub components: usize,
    /// What becomes of it in the API's description.
    pub captured: Captured,
}

/// A component where it stands in the document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    section: String,
    name: String,
}

/// Both sides, read.
struct Subject<'e> {
    extraction: &'e Extraction,
    sources: Sources,
    /// The document, in the one shape.
    document: Node,
    /// The API's description.
    root: Node,
    /// The tree of the API's root document alone.
    api: Option<Node>,
    findings: Vec<Finding>,
    /// What bringing the document into that shape could not carry over.
    imported: Vec<Finding>,
}

/// Extracts an operation.
pub fn extract(extraction: &Extraction) -> Extracted {
    let mut subject = match read(extraction) {
        Ok(subject) => subject,
        Err(captured) => return Extracted { whole: None, components: 0, captured: *captured },
    };
    let document = subject.document.clone();
    let Some(at) = operations(&document).find(|at| is_named(*at, &extraction.operation)) else {
        let finding = missing(&document, &extraction.operation);
        return Extracted { whole: None, components: 0, captured: subject.reject(finding) };
    };
    let names = match reach::reached(&document, at) {
        Ok(names) => names,
        Err(finding) => return Extracted { whole: None, components: 0, captured: subject.reject(*finding) },
    };
    subject.approximations(&document, at, &names);
    let operation = operation(&mut subject, at);
    let whole = yaml::file(&assembled(&document, at, &operation, &names));
    let components = names.len();
    let captured = place(subject, at, operation, &names);
    Extracted { whole: Some(whole), components, captured }
}

/// The addresses of a document's servers.
pub fn servers(document: &Input) -> Vec<String> {
    let (root, _) = crate::bundled(document);
    let root = root.filter(|root| import::Version::of(root).is_some());
    root.map(|root| fragment::addresses(&import::import(root, &mut Vec::new()))).unwrap_or_default()
}

fn is_named(at: OperationAt<'_>, wanted: &str) -> bool {
    let id = at.node.get("operationId").and_then(Node::as_text);
    id == Some(wanted) || format!("{} {}", at.method.to_uppercase(), at.path) == wanted
}

fn missing(document: &Node, wanted: &str) -> Finding {
    let names = operations(document).filter_map(|at| at.node.get("operationId")?.as_text());
    let near = names
        .map(|name| (name, strsim::jaro_winkler(name, wanted)))
        .max_by(|left, right| left.1.total_cmp(&right.1));
    let place = document.get("paths").map_or(document.span, Node::head);
    let finding = Finding::error("no-operation", place, format!("the document has no operation `{wanted}`"));
    match near {
        Some((name, _)) => finding
            .with_help(format!("there is `{name}`; an operation is named by its id or as \"POST /path\"")),
        None => finding,
    }
}

fn read(extraction: &Extraction) -> Result<Subject<'_>, Box<Captured>> {
    let mut findings = Vec::new();
    let description = &extraction.description;
    let crate::Read { sources: described, files, overlays, .. } = crate::read(description, &mut findings);
    let root = crate::bundle(description, &described, &files, &overlays, &mut findings);
    let api = described.trees().next().cloned();
    // The document's files come after the description's, so both keep their places.
    let shift = u32::try_from(described.len()).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    let crate::Read { sources: own, files, overlays, .. } = crate::read(&extraction.document, &mut found);
    let mut document = crate::bundle(&extraction.document, &own, &files, &overlays, &mut found);
    let mut sources = described;
    sources.append(own, shift);
    document.iter_mut().for_each(|document| document.shift(shift));
    found.iter_mut().for_each(|finding| reach::shift_finding(finding, shift));
    findings.append(&mut found);
    if let Some(document) = &document {
        check::version(document, &mut findings);
    }
    let is_readable = !finding::rejects(&findings, false);
    match (root, document) {
        (Some(root), Some(document)) if is_readable => {
            let mut imported = Vec::new();
            let document = import::import(document, &mut imported);
            Ok(Subject { extraction, sources, document, root, api, findings, imported })
        }
        _ => Err(Box::new(captured(extraction, &sources, findings, None))),
    }
}

fn captured(
    extraction: &Extraction,
    sources: &Sources,
    findings: Vec<Finding>,
    files: Option<Vec<Changed>>,
) -> Captured {
    let mut read = extraction.description.clone();
    read.documents.extend(extraction.document.documents.iter().cloned());
    let findings = crate::report(findings, sources);
    Captured { operation: String::new(), files, differences: 0, left: 0, findings, read }
}

impl Subject<'_> {
    fn note(&mut self, rule: &str, span: Span, message: String) {
        self.findings.push(Finding::new(Severity::Approximation, rule, span, message));
    }

    /// Takes over what was found in the parts that are extracted.
    fn approximations(&mut self, document: &Node, at: OperationAt<'_>, names: &[Name]) {
        let parts =
            names.iter().filter_map(|Name { section, name }| components(document, section)?.get(name));
        let spans: Vec<Span> = parts.chain([at.node]).map(|node| node.span).collect();
        let inside = |finding: &Finding| {
            spans.iter().any(|span| {
                span.file == finding.span.file
                    && span.start <= finding.span.start
                    && finding.span.end <= span.end
            })
        };
        self.findings.extend(std::mem::take(&mut self.imported).into_iter().filter(inside));
    }

    fn reject(mut self, finding: Finding) -> Captured {
        self.findings.push(finding);
        captured(self.extraction, &self.sources, self.findings, None)
    }
}

/// The operation as it stands in a fragment: with the parameters of its path, with a name, and without what is the API's.
fn operation(subject: &mut Subject<'_>, at: OperationAt<'_>) -> Value {
    let extraction = subject.extraction;
    let own = at.node.get("operationId").and_then(Node::as_text).map(str::to_owned);
    let id = extraction.operation_id.clone().or(own).unwrap_or_else(|| {
        let id = id::file_stem(&format!("{} {}", at.method, at.path));
        subject.note(
            "guess-id",
            at.node.head(),
            format!("the operation has no operationId: `{id}` is made of its route"),
        );
        id
    });
    let info = |key: &str| {
        subject.document.get("info").and_then(|info| info.get(key)?.as_text()).unwrap_or_default()
    };
    let title = format!("{} {}", info("title"), info("version"));
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| drop(out.insert(key.to_owned(), value));
    put("operationId", id.into());
    for key in ["tags", "summary", "description"] {
        at.node.get(key).into_iter().for_each(|node| put(key, node.to_json()));
    }
    put("x-provenance", json!([extraction.provenance.entry(title.trim())]));
    let own = at.node.as_object().into_iter().flatten();
    for (key, node) in
        own.filter(|(key, _)| !["parameters", "security", "servers", "operationId"].contains(&key.as_str()))
    {
        if !key.starts_with("x-") {
            put(key, node.to_json());
        }
    }
    let parameters = reach::parameters(&subject.document, at);
    if !parameters.is_empty() {
        put("parameters", parameters.into_iter().map(Node::to_json).collect());
    }
    if let Some(security) = at.node.get("security") {
        let schemes = components(&subject.root, "securitySchemes");
        let known = |name: &String| schemes.is_some_and(|schemes| schemes.contains_key(name));
        let alternatives = security.as_array().unwrap_or_default().iter().filter_map(Node::as_object);
        if alternatives.flat_map(|alternative| alternative.keys()).all(known) {
            put("security", security.to_json());
        } else {
            let message =
                "the operation's security names schemes that the API does not have: the API's is taken"
                    .to_owned();
            subject.note("taken", security.head(), message);
        }
    }
    own_servers(subject, at, &mut out);
    Value::Object(out)
}

/// The document's servers, where the API has none of them.
fn own_servers(subject: &mut Subject<'_>, at: OperationAt<'_>, out: &mut Map<String, Value>) {
    let known = fragment::addresses(&subject.root);
    let list = [at.node, at.item, &subject.document].into_iter().find_map(|node| node.get("servers"));
    let Some(list) = list.cloned() else { return };
    let urls: Vec<String> =
        list.as_array().unwrap_or_default().iter().map(crate::openapi::server_url).collect();
    if urls.is_empty() || urls.iter().any(|url| fragment::is_known(&known, url)) {
        return;
    }
    let message =
        format!("the document's server is {}, and the API's is {}", urls.join(", "), known.join(", "));
    let help = "the fragment names the document's; take `servers` out if the API's is meant";
    subject.findings.push(Finding::warning("server", list.head(), message).with_help(help));
    out.insert("servers".to_owned(), list.to_json());
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

/// What becomes of the operation and its components in the API's description.
fn place(mut subject: Subject<'_>, at: OperationAt<'_>, operation: Value, names: &[Name]) -> Captured {
    let route = format!("{} {}", at.method.to_uppercase(), at.path);
    let document = subject.document.clone();
    let root = subject.root.clone();
    let shared = reach::by_others(&document, at);
    let (mut own, mut common) = (Vec::new(), Vec::new());
    let mut conflicts = 0;
    for name in names {
        let Some(node) = components(&document, &name.section).and_then(|section| section.get(&name.name))
        else {
            continue;
        };
        match components(&root, &name.section).and_then(|section| section.get(&name.name)) {
            Some(there) => {
                conflicts += usize::from(facts::conflict(&mut subject.findings, &name.name, node, there))
            }
            None if shared.contains(name) => common.push(name.clone()),
            None => own.push(name.clone()),
        }
    }
    let there = operations(&root).find(|there| there.method == at.method && there.path == at.path);
    if let Some(there) = there {
        conflicts += usize::from(facts::conflict(&mut subject.findings, &route, at.node, there.node));
        let files = Some(Vec::new());
        let captured = captured(subject.extraction, &subject.sources, subject.findings, files);
        return Captured { operation: route, differences: conflicts, left: conflicts, ..captured };
    }
    if conflicts > 0 {
        let captured = captured(subject.extraction, &subject.sources, subject.findings, None);
        return Captured { operation: route, differences: conflicts, left: conflicts, ..captured };
    }
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
    let folder = crate::folder(&subject.extraction.description);
    let path = format!("{folder}paths/{}.yaml", id::file_stem(id));
    if subject.extraction.description.documents.iter().any(|document| document.path == path) {
        let message = format!("the fragment {path} is there, and describes something else");
        return subject.reject(
            Finding::error("operation-id", at.node.head(), message)
                .with_help("give another name with --operation-id"),
        );
    }
    let fragment = assembled(&document, at, &operation, &own);
    let mut files = vec![Changed { path, old: None, new: yaml::file(&fragment) }];
    if !common.is_empty() {
        match with_components(&subject, &document, &common) {
            Some(changed) => files.push(changed),
            None => {
                let message = "the API's root document cannot be edited in its place: move the shared schemas there by hand";
                return subject.reject(Finding::error("not-edited", at.node.head(), message));
            }
        }
    }
    let words =
        "the descriptions are the document's own: put them into your words before you commit them".to_owned();
    subject.note("words", at.node.head(), words);
    verified(subject, route, files)
}

/// The API's root document with components that several operations of the document reach.
fn with_components(subject: &Subject<'_>, document: &Node, names: &[Name]) -> Option<Changed> {
    let file = subject.extraction.description.documents.first()?;
    let tree = subject.api.as_ref()?;
    let mut text = file.text.clone();
    let mut tree = tree.clone();
    for Name { section, name } in names {
        let value = components(document, section)?.get(name)?.to_json();
        let change = match (tree.get("components"), tree.get("components").and_then(|all| all.get(section))) {
            (_, Some(section)) => Change::set(section, name, value),
            (Some(all), None) => Change::set(all, section, json!({ name.as_str(): value })),
            (None, None) => {
                Change::set(&tree, "components", json!({ section.as_str(): { name.as_str(): value } }))
            }
        };
        text = patch::patch(&text, &tree, &changes::apply(&tree, &[change]))?;
        let source = crate::source::SourceFile { path: String::new(), text: text.clone() };
        tree = crate::source::read(0, &source, &mut Vec::new())?;
    }
    Some(Changed { path: file.path.clone(), old: Some(file.text.clone()), new: text })
}

fn verified(subject: Subject<'_>, operation: String, files: Vec<Changed>) -> Captured {
    let mut input = subject.extraction.description.clone();
    files.iter().for_each(|file| put(&mut input, file));
    let (api, findings) = crate::described(&input);
    let captured = captured(subject.extraction, &subject.sources, subject.findings, Some(files));
    if api.is_none() || findings.iter().any(|reported| reported.finding.severity >= Severity::Warning) {
        let findings = findings.into_iter().filter(|reported| reported.finding.severity >= Severity::Warning);
        return Captured { operation, files: None, findings: findings.collect(), read: input, ..captured };
    }
    Captured { operation, ..captured }
}
