//! Reads the input files and merges them into one tree.

pub mod bundle;
pub(crate) mod config_security;
pub mod import;
pub mod overlay;
pub mod parse;
pub mod select;

use std::borrow::Cow;
use std::collections::BTreeSet;

use bundle::files::Files;
use bundle::target;

use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Node, SourceFile, Sources, Span, Version};
use crate::input::Input;
use crate::lock::{self, Lock};

/// The input files, parsed.
pub struct Read {
    /// The source texts, which diagnostics quote.
    pub sources: Sources,
    /// Files that the documents reference.
    pub files: Files,
    /// The configuration.
    pub config: Config,
    /// The overlays, with their paths.
    pub overlays: Vec<(String, Node)>,
    /// The names of an earlier version.
    pub lock: Option<Lock>,
}

/// Parses every input file.
pub fn read(input: &Input, diagnostics: &mut Vec<Diagnostic>) -> Read {
    let mut sources = Sources::default();
    let place = |sources: &Sources| u32::try_from(sources.len()).unwrap_or(u32::MAX);
    for document in &input.documents {
        let tree = parse::read(place(&sources), document, diagnostics);
        sources.push(document.clone(), tree);
    }
    let version = sources.trees().next().and_then(Version::of);
    let mut config = Config::default();
    if let Some(file) = &input.config {
        config = config::read(place(&sources), file, input.api.as_deref(), diagnostics).unwrap_or_default();
        sources.push(file.clone(), None);
    }
    let mut files = Files { top: top(input), ..Files::default() };
    let top = &files.top.clone();
    for (path, text) in &input.referenced {
        let document = SourceFile { path: format!("{top}{path}"), text: text.clone() };
        let mut found = Vec::new();
        let mut tree = parse::read(place(&sources), &document, &mut found);
        if let Some(tree) = &mut tree {
            bundle::prepare(tree, version, &mut found);
        }
        files.trees.extend(tree.clone().map(|tree| (path.clone(), tree)));
        if tree.is_none() {
            // Only a reference to this file makes it an error.
            found.iter_mut().for_each(|diagnostic| diagnostic.severity = Severity::Warning);
            files.unreadable.extend(found.first().map(|diagnostic| (path.clone(), diagnostic.clone())));
        }
        diagnostics.append(&mut found);
        sources.push(document, tree);
    }
    let mut overlays = Vec::new();
    for overlay in &input.overlays {
        let tree = parse::parse(place(&sources), overlay, diagnostics);
        overlays.extend(tree.clone().map(|tree| (overlay.path.clone(), tree)));
        sources.push(overlay.clone(), tree);
    }
    let mut lock = None;
    if let Some(file) = &input.names {
        lock = Some(lock::read(place(&sources), file, input.prune_names, diagnostics));
        sources.push(file.clone(), None);
    }
    Read { sources, files, config, overlays, lock }
}

/// Returns the referenced files that were not passed in. A file that was passed in but is unreadable is not requested
/// again.
pub fn missing_files(input: &Input, sources: &Sources, files: &Files) -> BTreeSet<String> {
    let version = sources.trees().next().and_then(Version::of);
    // An `$id` may look like a file name.
    let prepared = documents(input, sources).map(|(path, tree)| {
        let mut tree = Cow::Borrowed(tree);
        if bundle::is_named(&tree, version) {
            bundle::prepare(tree.to_mut(), version, &mut Vec::new());
        }
        (path, tree)
    });
    let prepared: Vec<_> = prepared.collect();
    let mut missing_files =
        target::missing_files(prepared.iter().map(|(path, tree)| (path.as_str(), &**tree)), files);
    missing_files.retain(|path| !input.referenced.contains_key(path));
    missing_files
}

/// Returns the documents with their paths.
fn documents<'r>(input: &'r Input, sources: &'r Sources) -> impl Iterator<Item = (String, &'r Node)> {
    paths(input).zip(sources.trees())
}

/// Merges the documents, and inlines what they reference in other files.
pub fn merge(
    input: &Input,
    sources: &Sources,
    files: &Files,
    overlays: &[(String, Node)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let first = input.documents.len() + usize::from(input.config.is_some());
    let others = first..first + input.referenced.len();
    let leaves_hole = |diagnostic: &Diagnostic| {
        let is_error = diagnostic.severity == Severity::Error && is_unreadable(diagnostic);
        is_error && !others.contains(&(diagnostic.span.file as usize))
    };
    let readable = !diagnostics.iter().any(leaves_hole);
    let trees = sources.trees().take(input.documents.len()).cloned().collect();
    let mut root = readable.then(|| bundle::bundle(trees, diagnostics)).flatten()?;
    let documents: Vec<&str> = input.documents.iter().map(|document| document.path.as_str()).collect();
    overlay::apply(&mut root, overlays, &documents, diagnostics);
    let version = Version::of(&root);
    bundle::prepare(&mut root, version, diagnostics);
    let paths: Vec<String> = paths(input).collect();
    bundle::follow_files(&mut root, files, &paths, diagnostics);
    downgrade_unreferenced(&root, input, diagnostics);
    Some(root)
}

/// Whether a diagnostic means that a file is missing from the tree, which would cause misleading follow-up diagnostics.
fn is_unreadable(diagnostic: &Diagnostic) -> bool {
    diagnostic.rule != "duplicate-key" && diagnostic.rule != "configuration"
}

/// Downgrades errors in unreferenced parts of other files.
fn downgrade_unreferenced(root: &Node, input: &Input, diagnostics: &mut [Diagnostic]) {
    let is_apart = |diagnostic: &Diagnostic| {
        let file = diagnostic.span.file as usize;
        file >= input.documents.len() && diagnostic.rule == "duplicate-key"
    };
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| is_apart(diagnostic)) {
        if !contains(root, diagnostic.span) {
            diagnostic.severity = Severity::Warning;
        }
    }
}

fn contains(root: &Node, span: Span) -> bool {
    root.descendants().any(|node| node.span.contains(span) || node.key.is_some_and(|key| key.contains(span)))
}

/// Returns the folder of the root document: empty, or ending with a slash.
pub fn folder(input: &Input) -> &str {
    let path = input.documents.first().map_or("", |document| document.path.as_str());
    path.get(..path.rfind('/').map_or(0, |slash| slash + 1)).unwrap_or_default()
}

/// Returns the folder that references must not leave, for display: empty, or ending with a slash.
fn top(input: &Input) -> String {
    let folder = folder(input);
    if let Some(above) = folder.strip_suffix(&input.below) {
        return above.to_owned();
    }
    // The root document is in a folder below that one.
    format!("{folder}{}", "../".repeat(input.below.matches('/').count()))
}

/// Returns the documents' paths relative to the folder that references must not leave.
fn paths(input: &Input) -> impl Iterator<Item = String> {
    let folder = folder(input);
    let below = move |path: &str| format!("{}{}", input.below, path.strip_prefix(folder).unwrap_or(path));
    input.documents.iter().map(move |document| below(&document.path))
}
