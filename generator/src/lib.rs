//! From an OpenAPI description to the files of a Rust client.
//!
//! # Stages
//!
//! Data flows one way, as plain values, and a stage knows no other stage:
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`source`] | text | [`tree::Node`]s with their places |
//! | [`bundle`] | a root and its fragments | one tree, whose references lead somewhere |
//! | [`overlay`] | that tree and overlays | the tree as the overlays change it |
//! | [`import`] | a tree of any version | a tree of the shape of OpenAPI 3.0 |
//! | [`check`] | the tree | findings: what the description may not say |
//! | [`describe`] | the tree | [`api::Api`]: our own plain data, the source of truth from here on |
//! | [`lower`] | the `Api` | a minimal document for the engine |
//! | [`engine`] | that document | a syntax tree, by progenitor |
//! | [`refine`] | the syntax tree and the `Api` | the code of a model crate and a client crate |
//! | [`verify`] | that code and the `Api` | what was lost on the way, which must be nothing |
//! | [`render`] | that code | files |
//!
//! [`generate`] is this list as code. It is a pure function: no file system, clock, environment, network or process.
//!
//! # Adding to it
//!
//! A rule about documents is a file under `check/` and a line in its `RULES`. A change of the generated code is a file
//! under `refine/` and a line in one of its pass lists. A construct of OpenAPI begins in [`api`], where its data gets a
//! form, is read in [`describe`], and is given to the engine in [`lower`].
//!
//! # Beside it
//!
//! [`capture`] makes the fragments under `spec/`: out of reference pages, and out of whole documents.

#![allow(rustdoc::private_intra_doc_links, reason = "the manual is for those who read the source")]

pub mod account;
pub mod api;
pub mod authenticate;
pub mod bundle;
pub mod capture;
pub mod check;
pub mod config;
pub mod describe;
pub mod engine;
pub mod finding;
pub mod import;
pub mod lower;
pub mod names;
pub mod openapi;
pub mod overlay;
pub mod prune;
pub mod refine;
pub mod render;
pub mod select;
pub mod source;
pub mod tree;
pub mod verify;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use account::{Account, Known};
use bundle::files::Files;
use config::Config;
use finding::{Finding, Severity};
use prune::Skipped;
use source::{Location, SourceFile, Sources};
use tree::{Node, Span};

/// What is generated from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The client crate's name, unless the configuration has one.
    pub name: String,
    /// Where all this comes from, for the first line of generated files: a path relative to the workspace.
    pub origin: String,
    /// The root document, then its fragments.
    pub documents: Vec<SourceFile>,
    /// Other files that the documents refer to, by their paths relative to the root document's folder.
    pub referenced: BTreeMap<String, String>,
    /// Overlays, in the order in which they apply.
    #[serde(default)]
    pub overlays: Vec<SourceFile>,
    /// `codegen.toml`, if there is one.
    pub config: Option<SourceFile>,
    /// Whether warnings reject the document, too.
    pub deny_warnings: bool,
    /// Whether operations with errors are left out, rather than rejecting the document.
    pub keep_going: bool,
    /// Tags whose operations are taken; none means all.
    pub tags: Vec<String>,
    /// Operations that are taken, by id or as `POST /path`; none means all.
    pub operations: Vec<String>,
    /// Operations that are left out, whatever is asked for.
    pub left_out: Vec<LeftOut>,
}

/// An operation that a caller of the generator wants left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Method and path: `POST /path`.
    pub operation: String,
    /// Why, for the report.
    pub reason: String,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The client crate's name.
    pub package: String,
    /// Files by path below the folder of the two crates. None when the document was rejected.
    pub files: Option<BTreeMap<String, String>>,
    /// The version that the document names.
    pub version: String,
    /// How many operations the document has.
    pub operations: usize,
    /// How many of them were generated.
    pub generated: usize,
    /// Those that were left out, with the place of the reason.
    pub skipped: Vec<(Skipped, Location)>,
    /// Files that the documents refer to and that were not given, relative to the root document's folder. Given them,
    /// a second run gets further.
    pub wanted: BTreeSet<String>,
    /// What was noticed, with places.
    pub findings: Vec<Reported>,
    /// What became of each node of the document.
    pub nodes: Account,
    /// How much of what the document describes has a type of its own.
    pub typing: api::Typing,
    /// Crates that the generated ones need for types of the settings, with their versions as manifests write them.
    pub dependencies: BTreeMap<String, String>,
}

/// A finding with its places resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Where it is.
    pub location: Location,
    /// Where the places are that belong to it.
    pub related_locations: Vec<Location>,
}

/// A defect of this generator: the document passed every check, and still no code came of it.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// The engine failed on the document that was made for it.
    #[error(transparent)]
    Engine(#[from] engine::EngineError),
    /// Something that the description says is not in the code.
    #[error("{} of what the description says did not reach the code: {}", .0.len(), .0.iter().take(8).cloned().collect::<Vec<_>>().join("; "))]
    Lost(Vec<String>),
    /// The code could not be printed.
    #[error(transparent)]
    Render(#[from] render::RenderError),
}

/// Generates the two crates of a description, or says why not.
///
/// # Errors
/// Only for defects of the generator. What is wrong with a document is in [`Output::findings`].
pub fn generate(input: &Input) -> Result<Output, GenerateError> {
    let mut findings = Vec::new();
    let mut skipped = Vec::new();
    let Read { sources, files, config, overlays } = read(input, &mut findings);
    let wanted = bundle::files::wanted(documents(input, &sources), &files);
    let root = bundle(input, &sources, &files, &overlays, &mut findings);
    let operations = root.as_ref().map_or(0, |root| openapi::operations(root).count());
    let version = root.as_ref().and_then(|root| root.get("openapi").or(root.get("swagger"))?.as_text());
    let version = version.unwrap_or_default().to_owned();
    let whole = root.clone();
    let imported = root.as_ref().map(import::interpreted).unwrap_or_default();
    let root = root.and_then(|root| checked(root, &config, input, &mut findings, &mut skipped));
    let described = root.and_then(|root| describe(root, &config, input, &mut findings, &mut skipped));
    let mut output = Output { package: input.name.clone(), version, operations, wanted, ..Output::default() };
    if let (Some((api, read)), Some(whole)) = (described, whole) {
        let known = Known { read: &read, imported: &imported, findings: &findings, skipped: &skipped };
        let (nodes, lost) = account::account(&whole, &known);
        // Whatever stage it was that passed over them: they are listed like everything that is not carried over.
        findings.extend(lost.iter().map(|span| {
            let message = "this is not carried over into the client: nothing is made of it here";
            Finding::new(Severity::Approximation, "not-read", *span, message)
        }));
        let lost = lost.into_iter().map(|span| sources.location(span)).collect();
        output.nodes = Account { lost, ..nodes };
        output.generated = api.operations.iter().filter(|operation| !operation.is_variant).count();
        output.typing = api.typing.clone();
        output.package = api.package.clone();
        output.dependencies = api.dependencies.clone();
        output.files = Some(write(&api, &input.origin)?);
    }
    if output.files.is_some() && output.generated + skipped.len() != operations {
        let (generated, left_out) = (output.generated, skipped.len());
        let message = format!("{generated} operations generated and {left_out} left out, of {operations}");
        return Err(GenerateError::Lost(vec![message]));
    }
    let located = skipped.into_iter().map(|skipped| {
        let location = sources.location(skipped.span);
        (skipped, location)
    });
    output.skipped = located.collect();
    output.findings = report(findings, &sources);
    Ok(output)
}

/// The merged tree of a description, checked as far as its references go: for tools that read OpenAPI themselves.
pub fn bundled(input: &Input) -> (Option<Node>, Vec<Reported>) {
    let mut findings = Vec::new();
    let Read { sources, files, overlays, .. } = read(input, &mut findings);
    let root = bundle(input, &sources, &files, &overlays, &mut findings);
    if let Some(root) = &root {
        bundle::check_references(root, &mut findings);
    }
    let root = root.filter(|_| !finding::rejects(&findings, false));
    (root, report(findings, &sources))
}

/// A description as plain data, checked like one that is generated, without making code of it. None when it is rejected.
pub fn described(input: &Input) -> (Option<api::Api>, Vec<Reported>) {
    let mut findings = Vec::new();
    let mut skipped = Vec::new();
    let Read { sources, files, config, overlays } = read(input, &mut findings);
    let root = bundle(input, &sources, &files, &overlays, &mut findings);
    let root = root.and_then(|root| checked(root, &config, input, &mut findings, &mut skipped));
    let described = root.and_then(|root| describe(root, &config, input, &mut findings, &mut skipped));
    (described.map(|(api, _)| api), report(findings, &sources))
}

/// The operations of a description, as `POST /path`.
pub fn operations(input: &Input) -> Vec<String> {
    let (root, _) = bundled(input);
    root.iter().flat_map(listed).map(|(operation, _)| operation).collect()
}

/// The files that the documents refer to and that were not given, as [`Output::wanted`], without generating anything.
pub fn wanted(input: &Input) -> BTreeSet<String> {
    let Read { sources, files, .. } = read(input, &mut Vec::new());
    bundle::files::wanted(documents(input, &sources), &files)
}

/// The files of a run.
struct Read {
    sources: Sources,
    files: Files,
    config: Config,
    overlays: Vec<Node>,
}

fn read(input: &Input, findings: &mut Vec<Finding>) -> Read {
    let mut sources = Sources::default();
    let place = |sources: &Sources| u32::try_from(sources.len()).unwrap_or(u32::MAX);
    for document in &input.documents {
        let tree = source::read(place(&sources), document, findings);
        sources.push(document.clone(), tree);
    }
    let mut config = Config::default();
    if let Some(file) = &input.config {
        config = config::read(place(&sources), file, findings).unwrap_or_default();
        sources.push(file.clone(), None);
    }
    let mut files = Files::new();
    let folder = folder(input);
    for (path, text) in &input.referenced {
        let document = SourceFile { path: format!("{folder}{path}"), text: text.clone() };
        let tree = source::read(place(&sources), &document, findings);
        files.extend(tree.clone().map(|tree| (path.clone(), tree)));
        sources.push(document, tree);
    }
    let mut overlays = Vec::new();
    for overlay in &input.overlays {
        let tree = source::read(place(&sources), overlay, findings);
        overlays.extend(tree.clone());
        sources.push(overlay.clone(), tree);
    }
    Read { sources, files, config, overlays }
}

/// The folder of the root document, with a slash where it is not the current one.
fn folder(input: &Input) -> &str {
    let path = input.documents.first().map_or("", |document| document.path.as_str());
    path.get(..path.rfind('/').map_or(0, |slash| slash + 1)).unwrap_or_default()
}

/// The documents' paths relative to the folder of the root document.
fn paths(input: &Input) -> impl Iterator<Item = &str> {
    let folder = folder(input);
    input.documents.iter().map(move |document| document.path.strip_prefix(folder).unwrap_or(&document.path))
}

fn documents<'r>(input: &'r Input, sources: &'r Sources) -> impl Iterator<Item = (&'r str, &'r Node)> {
    paths(input).zip(sources.trees())
}

fn bundle(
    input: &Input,
    sources: &Sources,
    files: &Files,
    overlays: &[Node],
    findings: &mut Vec<Finding>,
) -> Option<Node> {
    let readable = !findings.iter().any(|finding| finding.severity == Severity::Error && unreadable(finding));
    let trees = sources.trees().take(input.documents.len()).cloned().collect();
    let mut root = readable.then(|| bundle::bundle(trees, findings)).flatten()?;
    overlay::apply(&mut root, overlays, findings);
    let paths: Vec<String> = paths(input).map(str::to_owned).collect();
    bundle::follow_files(&mut root, files, &paths, findings);
    Some(root)
}

/// A file that could not be read leaves a hole, and a hole makes findings of its own that help nobody.
fn unreadable(finding: &Finding) -> bool {
    finding.rule != "duplicate-key" && finding.rule != "configuration"
}

/// The tree in the one shape, with every rule kept; what breaks one is taken out, where that is asked for.
fn checked(
    root: Node,
    config: &Config,
    input: &Input,
    findings: &mut Vec<Finding>,
    skipped: &mut Vec<Skipped>,
) -> Option<Node> {
    check::version(&root, findings);
    if findings.iter().any(|finding| finding.rule == "version") {
        return None;
    }
    let mut root = root;
    select::select(&mut root, input, skipped);
    bundle::check_references(&root, findings);
    let mut root = import::import(root, findings);
    if let Some(source) = &input.config {
        authenticate::authenticate(
            &mut root,
            config,
            u32::try_from(input.documents.len()).unwrap_or(u32::MAX),
            source,
        );
    }
    check::check(&root, config, findings);
    let mut left_out = Vec::new();
    let accepted = accept(&mut root, input, findings, skipped, &mut left_out);
    findings.append(&mut left_out);
    accepted.then_some(root)
}

/// Whether the findings let the run go on, once what they concern is taken out.
fn accept(
    root: &mut Node,
    input: &Input,
    findings: &[Finding],
    skipped: &mut Vec<Skipped>,
    left_out: &mut Vec<Finding>,
) -> bool {
    if !finding::rejects(findings, input.deny_warnings) {
        return true;
    }
    let only_errors =
        !input.deny_warnings || findings.iter().all(|finding| finding.severity != Severity::Warning);
    let before = listed(root);
    let accepted =
        input.keep_going && only_errors && prune::prune(root, findings, skipped, left_out).is_some();
    let after = listed(root);
    // An operation may go with what its path refers to.
    for (operation, node) in before {
        let is_known = |known: &Skipped| known.operation == operation;
        if !after.iter().any(|(left, _)| *left == operation) && !skipped.iter().any(is_known) {
            let (reason, rule) = ("what its path refers to is left out".to_owned(), "left-out".to_owned());
            skipped.push(Skipped { operation, reason, rule, span: node, node });
        }
    }
    accepted
}

/// The operations of a tree, as `POST /path`, and where they stand.
fn listed(root: &Node) -> Vec<(String, Span)> {
    let name = |at: openapi::OperationAt<'_>| format!("{} {}", at.method.to_uppercase(), at.path);
    openapi::operations(root).map(|at| (name(at), at.node.span)).collect()
}

/// Describing finds errors of its own; what they concern is taken out, and the rest described anew.
fn describe(
    mut root: Node,
    config: &Config,
    input: &Input,
    findings: &mut Vec<Finding>,
    skipped: &mut Vec<Skipped>,
) -> Option<(api::Api, HashSet<Span>)> {
    loop {
        let mut found = Vec::new();
        let described = describe::describe(&root, config, &input.name, &mut found);
        if !finding::rejects(&found, input.deny_warnings) {
            findings.append(&mut found);
            return Some(described);
        }
        let (operations, components) = (skipped.len(), findings.len());
        let accepted = accept(&mut root, input, &found, skipped, findings);
        let is_smaller = (operations, components) != (skipped.len(), findings.len());
        let limit = if input.deny_warnings { Severity::Warning } else { Severity::Error };
        findings.extend(found.into_iter().filter(|finding| finding.severity >= limit));
        if !accepted || !is_smaller {
            return None;
        }
    }
}

fn write(api: &api::Api, origin: &str) -> Result<BTreeMap<String, String>, GenerateError> {
    let lowered = lower::lower(api);
    let engine = engine::run(&lowered.document, &lowered.replaced)?;
    let crates = refine::refine(engine, &lowered.types, api);
    let missing = verify::verify(&crates, api);
    if !missing.is_empty() {
        return Err(GenerateError::Lost(missing));
    }
    Ok(render::render(crates, api, origin)?)
}

/// Places findings, in the order of the text, each once.
fn report(mut findings: Vec<Finding>, sources: &Sources) -> Vec<Reported> {
    findings.sort_by_key(|finding| finding.span);
    findings.dedup();
    let place = |finding: Finding| {
        let location = sources.location(finding.span);
        let related_locations = finding.related.iter().map(|(span, _)| sources.location(*span)).collect();
        Reported { finding, location, related_locations }
    };
    findings.into_iter().map(place).collect()
}
