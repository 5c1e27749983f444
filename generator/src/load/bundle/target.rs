//! Parses references into other files.

use std::collections::BTreeSet;

use super::files::Files;
use crate::document::{Node, Value};

/// Extensions of files that hold prose.
const PROSE: [&str; 7] = ["md", "markdown", "mdx", "txt", "html", "adoc", "rst"];

/// Returns the referenced files that were not passed in.
pub fn missing_files<'n>(
    documents: impl Iterator<Item = (&'n str, &'n Node)>,
    files: &'n Files,
) -> BTreeSet<String> {
    let documents: Vec<_> = documents.collect();
    let is_known = |file: &String| {
        files.trees.contains_key(file) || documents.iter().any(|(document, _)| document == file)
    };
    let mut missing_files = BTreeSet::new();
    let others = files.trees.iter().map(|(path, node)| (path.as_str(), node));
    for (path, node) in documents.iter().copied().chain(others) {
        for (text, _) in crate::document::openapi::references(node) {
            let target = Target::of(text, path);
            let is_missing = |file: &String| !is_known(file) && !is_prose(file);
            missing_files.extend(target.map(|target| target.file).filter(is_missing));
        }
    }
    missing_files
}

/// Whether a file holds prose, by its name. Such a file is never parsed.
pub(super) fn is_prose(file: &str) -> bool {
    let extension =
        file.rsplit('/').next().unwrap_or_default().rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| PROSE.iter().any(|prose| prose.eq_ignore_ascii_case(extension)))
}

/// Returns how many levels above the allowed folder a reference points.
pub(super) fn levels_out(text: &str, from: &str) -> usize {
    let path = text.split('#').next().unwrap_or_default();
    if path.contains(':') || path.starts_with('/') || path.contains('\\') {
        return 0;
    }
    let mut depth = from.matches('/').count();
    let mut out = 0;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if depth == 0 => out += 1,
            ".." => depth -= 1,
            _ => depth += 1,
        }
    }
    out
}

/// Returns the folder some levels above another, ending with a slash.
pub(super) fn above(folder: &str, levels: usize) -> String {
    let is_absolute = folder.starts_with('/');
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    for _ in 0..levels {
        match parts.last() {
            Some(&"..") | None if !is_absolute => parts.push(".."),
            _ => drop(parts.pop()),
        }
    }
    format!("{}{}", if is_absolute { "/" } else { "" }, parts.join("/"))
}

/// The target of a reference into a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Target {
    /// The file, relative to the folder of the root document.
    pub(super) file: String,
    /// The fragment with its `#`, or empty.
    pub(super) pointer: String,
}

impl Target {
    pub(super) fn new(file: &str, pointer: &str) -> Self {
        let pointer = if pointer == "#" { "" } else { pointer };
        Self { file: file.to_owned(), pointer: pointer.to_owned() }
    }

    /// Returns the target of a reference in a file. None if it is local, or leaves the allowed folder.
    pub(super) fn of(text: &str, from: &str) -> Option<Self> {
        let (path, pointer) = text.split_at(text.find('#').unwrap_or(text.len()));
        let is_elsewhere = path.contains(':') || path.starts_with('/') || path.contains('\\');
        if path.is_empty() || is_elsewhere {
            return None;
        }
        let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        Some(Self::new(&parts.join("/"), pointer))
    }
}

/// Sets the target of a reference.
pub(super) fn refer(node: &mut Node, text: &str) {
    if let Value::Object(keys) = &mut node.value
        && let Some(child) = keys.get_mut("$ref")
    {
        child.value = Value::String(text.to_owned());
    }
}
