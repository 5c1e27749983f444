//! `extends`: which document an overlay is for, as far as that can be compared.

use super::{Applied, error};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;

/// Compares what an overlay says that it extends with the description's documents. What cannot be compared is noted.
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

/// A path without steps to and fro, and whether it begins at the root.
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

/// Whether two paths name one file. Of one from the root and one from here only the names can be compared.
fn is_one(left: &(bool, Vec<&str>), right: &(bool, Vec<&str>)) -> bool {
    if left.0 == right.0 { left.1 == right.1 } else { left.1.last() == right.1.last() }
}
