//! Verifies that the changed document passes every check and agrees with the page, except for differences that are left
//! to a person.

use std::collections::HashMap;

use super::overlays::{self, Overlays};
use super::update::differences;
use super::{Captured, Changed, Subject, put};
use clientwright::diagnostic::{Diagnostic, Severity};

/// The result of an update.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// The number of fixed differences.
    pub(super) fixed: usize,
    /// The messages of the remaining differences, with counts.
    messages: HashMap<String, usize>,
    count: usize,
}

impl Left {
    /// Counts a remaining difference.
    pub(super) fn add(&mut self, message: &str) {
        self.count += 1;
        *self.messages.entry(message.to_owned()).or_default() += 1;
    }
}

/// Returns the changed file, if the document is valid with it.
pub(super) fn verify(mut subject: Subject<'_>, changed: Changed, mut left: Left) -> Captured {
    let mut input = subject.request.description.clone();
    put(&mut input, &changed);
    let (api, diagnostics) = clientwright::described(&input);
    if api.is_none() || diagnostics.iter().any(|reported| reported.diagnostic.severity >= Severity::Warning) {
        let captured = subject.finish(None);
        let diagnostics =
            diagnostics.into_iter().filter(|reported| reported.diagnostic.severity >= Severity::Warning);
        return Captured { diagnostics: diagnostics.collect(), read: input, ..captured };
    }
    let request = super::Request { description: input, ..subject.request.clone() };
    let Ok(after) = super::read(&request) else { return subject.finish(None) };
    let overlays = Overlays::new(&after);
    let mut expected = left.messages.clone();
    for difference in differences(&after, &after.root, &mut Vec::new()) {
        let message = &difference.diagnostic.message;
        if let Some(more) = expected.get_mut(message).filter(|more| **more > 0) {
            *more -= 1;
            continue;
        }
        let span = subject.page.path.span;
        let Some(path) = overlays.overlay(&difference) else {
            let message = format!("{} would still differ: {message}", changed.path);
            let help = "edit the fragment by hand; nothing was written";
            return subject.reject(Diagnostic::error("not-fixed", span, message).with_help(help));
        };
        subject
            .diagnostics
            .push(Diagnostic::warning("disagrees", span, message).with_help(overlays::help(path)));
        left.add(message);
        left.fixed = left.fixed.saturating_sub(1);
    }
    let files = if changed.old.as_deref() == Some(&changed.new) { Vec::new() } else { vec![changed] };
    let (differences, left) = (left.fixed + left.count, left.count);
    Captured { differences, left, ..subject.finish(Some(files)) }
}
