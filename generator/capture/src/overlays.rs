//! Finds the overlay that causes a difference.

use std::collections::HashMap;

use super::Subject;
use super::changes::Change;
use super::compare::Difference;
use super::update::differences;

/// The differences without overlays, with the first, with the first two, and so on.
pub(super) struct Overlays {
    said: Vec<HashMap<String, Vec<Vec<Change>>>>,
    paths: Vec<String>,
}

impl Overlays {
    pub(super) fn new(subject: &Subject<'_>) -> Self {
        let overlays = &subject.request.description.overlays;
        let layer = |count: usize| {
            let mut said: HashMap<String, Vec<Vec<Change>>> = HashMap::new();
            for found in subject
                .tree(count)
                .map(|tree| differences(subject, &tree, &mut Vec::new()))
                .into_iter()
                .flatten()
            {
                said.entry(found.diagnostic.message).or_default().push(found.changes);
            }
            said
        };
        let counts = if overlays.is_empty() { 0..0 } else { 0..overlays.len() + 1 };
        let paths = overlays.iter().map(|overlay| overlay.path.clone()).collect();
        Self { said: counts.map(layer).collect(), paths }
    }

    /// Returns the overlay that causes a difference. None if it exists without overlays.
    pub(super) fn overlay(&self, difference: &Difference) -> Option<&str> {
        let is_there = |said: &HashMap<String, Vec<Vec<Change>>>| {
            said.get(&difference.diagnostic.message).is_some_and(|all| all.contains(&difference.changes))
        };
        let first = self.said.iter().position(is_there)?;
        self.paths.get(first.checked_sub(1)?).map(String::as_str)
    }
}

/// Returns the help text for a difference that an overlay causes.
pub(super) fn help(path: &str) -> String {
    format!("the overlay {path} sets this and is not changed: edit it if the page is right")
}
