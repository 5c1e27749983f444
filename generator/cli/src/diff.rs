//! Shows a plan as a diff.

use anyhow::Result;

use crate::plan::{Plan, State};
use crate::terminal;

/// Prints the changes of a folder as a unified diff on stdout. `name` is the folder for display.
///
/// # Errors
/// Fails if stdout cannot be written.
pub fn print(plan: &Plan, name: &str) -> Result<()> {
    for (path, (state, text)) in &plan.files {
        let (old, new) = match (state, text) {
            (State::Stale { old }, Some(text)) => (String::from_utf8_lossy(old).into_owned(), text.as_str()),
            (State::Added, Some(text)) => (String::new(), text.as_str()),
            (State::Orphan { old }, _) => (String::from_utf8_lossy(old).into_owned(), ""),
            _ => continue,
        };
        let diff = similar::TextDiff::from_lines(old.as_str(), new);
        let (before, after) = (format!("a/{name}/{path}"), format!("b/{name}/{path}"));
        let diff = diff.unified_diff().context_radius(3).header(&before, &after).to_string();
        terminal::print(&terminal::visible_lines(&diff))?;
    }
    Ok(())
}
