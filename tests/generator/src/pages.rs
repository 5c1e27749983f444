//! Reference pages under `pages/`, which are ours, and what is captured from them.

use std::io;
use std::path::PathBuf;

use clientwright::Input;
use clientwright::document::SourceFile;
use clientwright_capture::{Captured, Provenance, Request, capture};

/// The pages, by name.
///
/// # Errors
/// When one cannot be read.
pub fn all() -> io::Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(folder())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            pages.push((name, std::fs::read_to_string(path)?));
        }
    }
    pages.sort();
    Ok(pages)
}

fn folder() -> PathBuf {
    crate::spec::workspace().join("tests/generator/pages")
}

/// The description that the pages are captured into, with these fragments.
///
/// # Errors
/// Fails if a file cannot be read.
pub fn description(fragments: &[(&str, &str)]) -> io::Result<Input> {
    let mut input = crate::spec::document(&std::fs::read_to_string(folder().join("api.yaml"))?);
    let text = std::fs::read_to_string(folder().join("codegen.toml"))?;
    input.config = Some(SourceFile { path: "codegen.toml".to_owned(), text });
    input.deny_warnings = true;
    for (path, text) in fragments {
        input.documents.push(SourceFile { path: (*path).to_owned(), text: (*text).to_owned() });
    }
    Ok(input)
}

/// What capturing a page into a description asks for.
pub fn request(description: Input, text: &str) -> Request {
    let page = SourceFile { path: "page.md".to_owned(), text: text.to_owned() };
    Request { description, page, operation_id: None, provenance: Provenance::default() }
}

/// Captures a page into a description.
pub fn captured(description: Input, text: &str) -> Captured {
    capture(&request(description, text))
}

/// A page on one line, as copies of it are.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
