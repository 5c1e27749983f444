//! Updates an existing fragment from a page.

use std::collections::HashSet;

use super::build::Builder;
use super::compare::{self, Difference};
use super::overlays::{self, Overlays};
use super::verify_update::{self, Left};
use super::{Captured, Changed, Subject, changes, find, line_ends, ownership, patch, provenance};
use clientwright::diagnostic::Diagnostic;
use clientwright::document::openapi::OperationAt;
use clientwright::document::{Node, Span};

/// Edits the fragment. `plain` is the document without overlays, and `at` is the operation in it.
pub(super) fn update(mut subject: Subject<'_>, plain: &Node, at: OperationAt<'_>) -> Captured {
    if let Some(diagnostic) = rejection(&subject, at) {
        return subject.reject(diagnostic);
    }
    let (root, file) = (subject.root.clone(), at.node.span.file);
    let Some(document) = subject.request.description.documents.get(file as usize) else {
        return subject.finish(None);
    };
    let mut notes = Vec::new();
    let overlays = Overlays::new(&subject);
    let own = Own { file, spans: ownership::owned_spans(plain, at) };
    let mut all = Vec::new();
    let mut left = Left::default();
    for difference in differences(&subject, &root, &mut notes) {
        match own.reason_to_leave(&difference, overlays.overlay(&difference)) {
            None => {
                left.fixed += 1;
                notes.push(difference.diagnostic);
                all.extend(difference.changes);
            }
            Some(reason) => {
                left.add(&difference.diagnostic.message);
                notes.push(difference.diagnostic.with_help(reason));
            }
        }
    }
    subject.diagnostics.extend(notes);
    note_words(&mut subject, all.iter().any(|change| change.words));
    let provenance = &subject.request.provenance;
    if !all.is_empty() || provenance.url.is_some() || provenance.retrieved.is_some() {
        let (changes, is_dated) = provenance.changes(at.node, &subject.page.title.text);
        all.extend(changes);
        if !is_dated {
            note(&mut subject, "open-date", provenance::OPEN_DATE);
        }
    }
    let tree = subject.read.sources.trees().nth(file as usize);
    let new = tree.and_then(|tree| patch::patch(&document.text, tree, &changes::apply(tree, &all)));
    let Some(new) = new else {
        let message = format!("{} cannot be edited in place: edit it by hand", document.path);
        return subject.reject(Diagnostic::error("not-edited", at.node.head(), message));
    };
    let new = line_ends::kept(&document.text, new);
    let changed = Changed { path: document.path.clone(), old: Some(document.text.clone()), new };
    verify_update::verify(subject, changed, left)
}

/// Returns why this operation cannot be captured as requested.
fn rejection(subject: &Subject<'_>, at: OperationAt<'_>) -> Option<Diagnostic> {
    let span = subject.page.path.span;
    if find(&subject.root, &subject.page).is_none() {
        let message = "an overlay removes this operation";
        let diagnostic = Diagnostic::error("overlay", span, message).with_related(at.node.head(), "here");
        return Some(diagnostic.with_help("remove that action from the overlay, or ignore the page"));
    }
    let own = at.node.get_str("operationId").unwrap_or_default();
    let wanted = subject.request.operation_id.as_deref().filter(|wanted| *wanted != own)?;
    let message = format!("this operation is captured as `{own}`, not as `{wanted}`");
    let diagnostic = Diagnostic::error("operation-id", span, message);
    Some(diagnostic.with_related(at.node.head(), "here").with_help("remove `--operation-id`"))
}

/// Returns the differences between the page and a tree.
pub(super) fn differences(
    subject: &Subject<'_>,
    root: &Node,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Difference> {
    let Some(at) = find(root, &subject.page) else { return Vec::new() };
    let builder = Builder { root, errors: &subject.read.config.errors, diagnostics };
    compare::compare(builder, &subject.page, at)
}

/// The parts of the document that belong to the operation.
struct Own {
    file: u32,
    spans: HashSet<Span>,
}

impl Own {
    /// Returns why a difference is left to a person.
    fn reason_to_leave(&self, difference: &Difference, overlay: Option<&str>) -> Option<String> {
        let is_own = |span: Span| span.file == self.file && self.spans.contains(&span);
        let reason = match overlay {
            Some(path) => overlays::help(path),
            None if difference.changes.is_empty() => difference.by_hand.to_owned(),
            None if difference.changes.iter().all(|change| is_own(change.at)) => return None,
            None => "another operation or another part of this one uses it too, so it is not changed: change it by hand"
                .to_owned(),
        };
        Some(reason)
    }
}

fn note(subject: &mut Subject<'_>, rule: &str, message: &str) {
    let span = subject.page.title.span;
    subject.diagnostics.push(Diagnostic::new(
        clientwright::diagnostic::Severity::Approximation,
        rule,
        span,
        message,
    ));
}

fn note_words(subject: &mut Subject<'_>, are_new: bool) {
    if are_new {
        let message =
            "the new descriptions are copied from the page: rewrite them in your own words before you commit";
        note(subject, "words", message);
    }
}
