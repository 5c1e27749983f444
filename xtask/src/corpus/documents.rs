//! Finds the documents of a folder: files, and subfolders with a document in several files.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The maximum depth of a root file in the subfolder of its document.
const MAX_DEPTH: usize = 3;

/// A document.
pub(super) struct Document {
    /// The name in the table.
    pub(super) name: String,
    /// The root file.
    pub(super) path: PathBuf,
    /// The folder that references must not leave, if it is not the root file's.
    pub(super) root: Option<PathBuf>,
}

/// Returns the documents of some folders by name, optionally only those with given names.
pub(super) fn of(folders: &[PathBuf], only: &[String]) -> Result<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    for folder in folders {
        let before = documents.len();
        for path in entries(folder)? {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if !only.is_empty() && !only.contains(&name) {
                continue;
            }
            let (path, root) = match path.is_dir() {
                true => (entry(&path)?, Some(path)),
                false => (is_text(&path).then_some(path), None),
            };
            let Some(path) = path else { continue };
            if documents.iter().any(|document| document.name == name) {
                bail!("{} is a second document named `{name}`; rename one of the two", path.display());
            }
            documents.push(Document { name, path, root });
        }
        if only.is_empty() && documents.len() == before {
            bail!("{} contains no document: documents end in .json, .yaml or .yml", folder.display());
        }
    }
    if documents.is_empty() {
        bail!("no document has one of these names: {}", only.join(", "));
    }
    Ok(documents)
}

/// Returns the root file in a folder: the largest file with paths among those at the lowest depth.
fn entry(folder: &Path) -> Result<Option<PathBuf>> {
    let mut level = vec![folder.to_owned()];
    for _ in 0..MAX_DEPTH {
        let mut found = Vec::new();
        let mut below = Vec::new();
        for folder in &level {
            for path in entries(folder)? {
                if path.is_dir() {
                    below.push(path);
                } else if is_text(&path) && is_root(&path) {
                    let size = path.metadata().map_or(0, |metadata| metadata.len());
                    found.push((size, std::cmp::Reverse(path)));
                }
            }
        }
        if let Some((_, std::cmp::Reverse(path))) = found.into_iter().max() {
            return Ok(Some(path));
        }
        level = below;
    }
    Ok(None)
}

/// Whether a file has a version of OpenAPI and paths at its top level.
fn is_root(path: &Path) -> bool {
    let Ok(text) = std::fs::read_to_string(path) else { return false };
    let has = |key: &str| {
        let keys = [format!("{key}:"), format!("\"{key}\":"), format!("'{key}':")];
        text.lines().any(|line| keys.iter().any(|key| line.trim_start_matches(['{', ' ']).starts_with(key)))
    };
    (has("openapi") || has("swagger")) && has("paths")
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json" || ending == "yaml" || ending == "yml")
}

/// Returns the entries of a folder, sorted by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry?.path());
    }
    // Hidden folders are ignored.
    paths.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    paths.sort();
    Ok(paths)
}
