//! The small documents under `fixtures/`: a folder for each construct, in a folder for what their snapshots show.

use std::io;
use std::path::{Path, PathBuf};

/// A document, whose first line states what must be generated from it.
pub struct Fixture {
    /// The name of its file without the ending. No two fixtures have the same.
    pub name: String,
    /// Its folder below `fixtures/`, such as `models/enum`.
    pub folder: String,
    /// The document.
    pub text: String,
}

/// Returns all fixtures, sorted by their paths.
///
/// # Errors
/// Fails if a folder or a file cannot be read.
pub fn all() -> io::Result<Vec<Fixture>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    files(&root)?.into_iter().map(|path| fixture(&root, &path)).collect()
}

/// Returns all files below a folder, sorted.
///
/// # Errors
/// Fails if a folder cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    Ok(paths)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => collect(&path, paths)?,
            false => paths.push(path),
        }
    }
    Ok(())
}

fn fixture(root: &Path, path: &Path) -> io::Result<Fixture> {
    let folder = path.parent().and_then(|folder| folder.strip_prefix(root).ok()).unwrap_or(root);
    Ok(Fixture {
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        folder: folder.to_string_lossy().replace('\\', "/"),
        text: std::fs::read_to_string(path)?,
    })
}
