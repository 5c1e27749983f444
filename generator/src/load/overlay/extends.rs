//! Checks `extends`, which names the document that an overlay is for.

use super::{Applied, error};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;

/// Compares `extends` with the paths of the documents. A value that cannot be compared is reported.
pub(super) fn check(
    overlay: &Node,
    own: &str,
    documents: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) -> Applied<()> {
    let Some(node) = overlay.get("extends") else { return Ok(()) };
    let Some(text) = node.as_str() else {
        return Err(error(node.head(), "`extends` must be the URL of the document that the overlay changes"));
    };
    if text.contains(':') {
        let message = format!("it is unknown whether this document is `{text}`, which the overlay extends");
        diagnostics.push(Diagnostic::new(Severity::Approximation, "overlay", node.head(), message));
        return Ok(());
    }
    let text = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = if text.starts_with('/') { text.to_string() } else { format!("{folder}/{text}") };
    let whole = if folder.is_empty() { text.to_string() } else { whole };
    let extended = path(&whole);
    if documents.iter().any(|document| is_one(&extended, &path(document))) {
        return Ok(());
    }
    let message = format!("the overlay extends `{text}`, which is not part of this document");
    let help = "write its path relative to the overlay, or remove `extends`";
    Err(Box::new(Diagnostic::error("overlay", node.head(), message).with_help(help)))
}

/// Returns a path without `.` and `..`, and whether it is absolute.
fn path(text: &str) -> (bool, Vec<&str>) {
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    (text.starts_with('/'), parts)
}

/// Whether two paths may name the same file. An absolute and a relative path are compared by file name only.
fn is_one(left: &(bool, Vec<&str>), right: &(bool, Vec<&str>)) -> bool {
    if left.0 == right.0 { left.1 == right.1 } else { left.1.last() == right.1.last() }
}
