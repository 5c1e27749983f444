//! The files of a run, read and merged.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::bundle::files::Files;
use crate::bundle::target;
use crate::config::{self, Config};
use crate::finding::{Finding, Severity};
use crate::import::Version;
use crate::input::Input;
use crate::source::{self, SourceFile, Sources};
use crate::tree::{Node, Span, Value};

/// The files of a run.
pub(crate) struct Read {
    pub(crate) sources: Sources,
    pub(crate) files: Files,
    pub(crate) config: Config,
    pub(crate) overlays: Vec<(String, Node)>,
}

/// Reads them.
pub(crate) fn read(input: &Input, findings: &mut Vec<Finding>) -> Read {
    let mut sources = Sources::default();
    let place = |sources: &Sources| u32::try_from(sources.len()).unwrap_or(u32::MAX);
    for document in &input.documents {
        let tree = source::read(place(&sources), document, findings);
        sources.push(document.clone(), tree);
    }
    let version = sources.trees().next().and_then(Version::of);
    let mut config = Config::default();
    if let Some(file) = &input.config {
        config = config::read(place(&sources), file, findings).unwrap_or_default();
        sources.push(file.clone(), None);
    }
    let mut files = Files { top: top(input), ..Files::default() };
    let top = &files.top.clone();
    for (path, text) in &input.referenced {
        let document = SourceFile { path: format!("{top}{path}"), text: text.clone() };
        let mut found = Vec::new();
        let mut tree = source::read(place(&sources), &document, &mut found);
        if let Some(tree) = &mut tree {
            crate::bundle::prepare(tree, version, &mut found);
        }
        files.trees.extend(tree.clone().map(|tree| (path.clone(), tree)));
        if tree.is_none() {
            // The references to it are the errors: it costs what refers to it, and nothing else.
            found.iter_mut().for_each(|finding| finding.severity = Severity::Warning);
            files.unreadable.extend(found.first().map(|finding| (path.clone(), finding.clone())));
        }
        findings.append(&mut found);
        sources.push(document, tree);
    }
    let mut overlays = Vec::new();
    for overlay in &input.overlays {
        let tree = source::parse(place(&sources), overlay, findings);
        overlays.extend(tree.clone().map(|tree| (overlay.path.clone(), tree)));
        sources.push(overlay.clone(), tree);
    }
    Read { sources, files, config, overlays }
}

/// The files that the documents refer to and that were not given. One that was given and cannot be read is not asked for
/// again.
pub(crate) fn wanted(input: &Input, sources: &Sources, files: &Files) -> BTreeSet<String> {
    let version = sources.trees().next().and_then(Version::of);
    // What a schema is called may look like a file.
    let prepared = documents(input, sources).map(|(path, tree)| {
        let mut tree = Cow::Borrowed(tree);
        if crate::bundle::is_named(&tree, version) {
            crate::bundle::prepare(tree.to_mut(), version, &mut Vec::new());
        }
        (path, tree)
    });
    let prepared: Vec<_> = prepared.collect();
    let mut wanted = target::wanted(prepared.iter().map(|(path, tree)| (path.as_str(), &**tree)), files);
    wanted.retain(|path| !input.referenced.contains_key(path));
    wanted
}

/// The documents with their paths.
fn documents<'r>(input: &'r Input, sources: &'r Sources) -> impl Iterator<Item = (String, &'r Node)> {
    paths(input).zip(sources.trees())
}

/// The merged tree of the documents, with what they refer to in other files.
pub(crate) fn bundle(
    input: &Input,
    sources: &Sources,
    files: &Files,
    overlays: &[(String, Node)],
    findings: &mut Vec<Finding>,
) -> Option<Node> {
    let first = input.documents.len() + usize::from(input.config.is_some());
    let others = first..first + input.referenced.len();
    let leaves_hole = |finding: &Finding| {
        let is_error = finding.severity == Severity::Error && is_unreadable(finding);
        is_error && !others.contains(&(finding.span.file as usize))
    };
    let readable = !findings.iter().any(leaves_hole);
    let trees = sources.trees().take(input.documents.len()).cloned().collect();
    let mut root = readable.then(|| crate::bundle::bundle(trees, findings)).flatten()?;
    let documents: Vec<&str> = input.documents.iter().map(|document| document.path.as_str()).collect();
    crate::overlay::apply(&mut root, overlays, &documents, findings);
    let version = Version::of(&root);
    crate::bundle::prepare(&mut root, version, findings);
    let paths: Vec<String> = paths(input).collect();
    crate::bundle::follow_files(&mut root, files, &paths, findings);
    set_apart(&root, input, findings);
    Some(root)
}

/// A file that could not be read leaves a hole, and a hole makes findings of its own that help nobody.
fn is_unreadable(finding: &Finding) -> bool {
    finding.rule != "duplicate-key" && finding.rule != "configuration"
}

/// Errors in parts of other files that nothing refers to cost nothing.
fn set_apart(root: &Node, input: &Input, findings: &mut [Finding]) {
    let is_apart = |finding: &Finding| {
        let file = finding.span.file as usize;
        file >= input.documents.len() && finding.rule == "duplicate-key"
    };
    for finding in findings.iter_mut().filter(|finding| is_apart(finding)) {
        if !holds(root, finding.span) {
            finding.severity = Severity::Warning;
        }
    }
}

fn holds(root: &Node, span: Span) -> bool {
    let mut todo = vec![root];
    while let Some(node) = todo.pop() {
        let around =
            |outer: Span| outer.file == span.file && outer.start <= span.start && span.end <= outer.end;
        if around(node.span) || node.key.is_some_and(around) {
            return true;
        }
        match &node.value {
            Value::Array(items) => todo.extend(items),
            Value::Object(entries) => todo.extend(entries.values()),
            _ => {}
        }
    }
    false
}

/// The folder of the root document, with a slash where it is not the current one.
pub(crate) fn folder(input: &Input) -> &str {
    let path = input.documents.first().map_or("", |document| document.path.as_str());
    path.get(..path.rfind('/').map_or(0, |slash| slash + 1)).unwrap_or_default()
}

/// The folder that references do not leave, as it is shown: empty, or with a slash at its end.
fn top(input: &Input) -> String {
    let folder = folder(input);
    if let Some(above) = folder.strip_suffix(&input.below) {
        return above.to_owned();
    }
    // The document was named from somewhere below that folder.
    format!("{folder}{}", "../".repeat(input.below.matches('/').count()))
}

/// The documents' paths relative to the folder that references do not leave.
fn paths(input: &Input) -> impl Iterator<Item = String> {
    let folder = folder(input);
    let below = move |path: &str| format!("{}{}", input.below, path.strip_prefix(folder).unwrap_or(path));
    input.documents.iter().map(move |document| below(&document.path))
}
