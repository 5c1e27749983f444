//! Prints the result of a capture.

use anyhow::Result;
use clientwright::diagnostic::Severity;
use clientwright_capture::{Captured, Changed};

use crate::status::{Status, is_coloured, say};
use crate::{diagnostics, terminal};

/// Prints the diagnostics.
pub(super) fn diagnostics(captured: &Captured) {
    let drawn =
        diagnostics::draw(&captured.read, &captured.diagnostics, is_coloured(), Severity::Approximation);
    terminal::write_stderr(&drawn);
}

/// Returns a one-line summary.
pub(super) fn summary(captured: &Captured) -> String {
    let open = captured
        .diagnostics
        .iter()
        .filter(|reported| reported.diagnostic.severity == Severity::Approximation)
        .count();
    let Captured { operation, differences, left, .. } = captured;
    let files: Vec<_> = captured.files.iter().flatten().map(|file| file.path.as_str()).collect();
    let place = if files.is_empty() { String::new() } else { format!(" in {}", files.join(", ")) };
    let differed = match (differences, left) {
        (0, _) => String::new(),
        (differences, 0) => format!(", {differences} differed"),
        (differences, left) => format!(", {differences} differed, {left} to change by hand"),
    };
    format!("{operation}{place} ({open} open questions{differed})")
}

/// Prints the result of a check.
pub(super) fn checked(page: &str, captured: &Captured) -> Status {
    diagnostics(captured);
    let Captured { operation, files, differences, .. } = captured;
    match (files, differences) {
        (None, _) => {
            say("Rejected", page);
            Status::Rejected
        }
        (_, 0) => {
            say("Agrees", &format!("{operation} ({page})"));
            Status::Done
        }
        (_, differences) => {
            let next = "run `cargo xtask capture PAGE` to update the fragment";
            say("Disagrees", &format!("{operation} in {differences} places ({page}); {next}"));
            Status::Stale
        }
    }
}

/// Prints new files and diffs of changed files on stdout.
pub(super) fn dry(files: &[Changed]) -> Result<()> {
    for file in files {
        match &file.old {
            None => terminal::print_document(&file.new)?,
            Some(old) => terminal::print(&diff(file, old))?,
        }
    }
    Ok(())
}

/// Prints the diffs of changed files on stdout.
pub(super) fn written(files: &[Changed]) -> Result<()> {
    for file in files {
        if let Some(old) = &file.old {
            terminal::print(&diff(file, old))?;
        }
    }
    Ok(())
}

fn diff(file: &Changed, old: &str) -> String {
    let diff = similar::TextDiff::from_lines(old, &file.new);
    let (before, after) = (format!("a/{}", file.path), format!("b/{}", file.path));
    let diff = diff.unified_diff().context_radius(3).header(&before, &after).to_string();
    terminal::visible_lines(&diff).into_owned()
}
