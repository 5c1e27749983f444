//! Whether the description is as it should be with what a capture changes: it passes every check, and it says what the page
//! says, but for what is left to a person.

use std::collections::HashMap;

use super::overlays::{self, Overlays};
use super::update::differences;
use super::{Captured, Changed, Subject, put};
use clientwright::diagnostic::{Diagnostic, Severity};

/// What a capture leaves.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// How many differences are mended.
    pub(super) mended: usize,
    /// What is said of the others, and how often.
    messages: HashMap<String, usize>,
    count: usize,
}

impl Left {
    /// Counts one that is left.
    pub(super) fn add(&mut self, message: &str) {
        self.count += 1;
        *self.messages.entry(message.to_owned()).or_default() += 1;
    }
}

/// What changes, if the description is as it should be with it.
pub(super) fn settled(mut subject: Subject<'_>, changed: Changed, mut left: Left) -> Captured {
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
        let place = subject.page.path.span;
        let Some(path) = overlays.overlay(&difference) else {
            let message = format!("{} would still differ: {message}", changed.path);
            let help = "edit the fragment by hand; nothing was written";
            return subject.reject(Diagnostic::error("not-mended", place, message).with_help(help));
        };
        subject
            .diagnostics
            .push(Diagnostic::warning("disagrees", place, message).with_help(overlays::help(path)));
        left.add(message);
        left.mended = left.mended.saturating_sub(1);
    }
    let files = if changed.old.as_deref() == Some(&changed.new) { Vec::new() } else { vec![changed] };
    let (differences, left) = (left.mended + left.count, left.count);
    Captured { differences, left, ..subject.finish(Some(files)) }
}
