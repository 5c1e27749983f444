//! Reads documents and settings from files, and a document from the standard input.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result};
use clientwright::document::SourceFile;

/// The name of the standard input as a document.
const STDIN: &str = "-";

/// Returns the error for a document that cannot be a file: an address on the network.
pub(crate) fn not_a_file(spec: &Path) -> Option<String> {
    let text = spec.to_str()?;
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    is_address.then(|| {
        format!("nothing is read over the network; download it first: curl -fL -o openapi.yaml '{text}'")
    })
}

/// Reads a document.
pub(super) fn document(spec: &Path) -> Result<SourceFile> {
    if spec.as_os_str() != STDIN {
        return read(spec);
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).context("reading the standard input")?;
    source("<stdin>".to_owned(), bytes)
}

/// Returns the origin in the header of generated files: the file stem, because the author's folders are private and the
/// format does not matter.
pub(super) fn origin(spec: &Path) -> String {
    match spec.as_os_str() == STDIN {
        true => "stdin".to_owned(),
        false => spec.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<SourceFile> {
    let name = path.to_string_lossy().replace('\\', "/");
    let bytes = std::fs::read(path).with_context(|| format!("reading {name}"))?;
    source(name, bytes)
}

fn source(name: String, bytes: Vec<u8>) -> Result<SourceFile> {
    let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
    Ok(SourceFile { path: name, text })
}
