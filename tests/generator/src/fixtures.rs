//! The small documents under `fixtures/`: a folder for each construct, in a folder for what their snapshots show.

use std::io;
use std::path::{Path, PathBuf};

use clientwright::Input;
use clientwright::document::SourceFile;

use crate::spec;

/// A document, whose first line states what must be generated from it.
pub struct Fixture {
    /// The name of its file without the ending. No two fixtures have the same.
    pub name: String,
    /// Its folder below `fixtures/`, such as `models/enum`.
    pub folder: String,
    /// The document.
    pub text: String,
    /// The settings, from a file of the same name that ends in `.toml`.
    pub settings: Option<String>,
}

impl Fixture {
    /// Returns the document with its settings, as input.
    pub fn input(&self) -> Input {
        let config = self.settings.as_ref();
        let config = config.map(|text| SourceFile { path: "codegen.toml".to_owned(), text: text.clone() });
        Input { keep_going: true, config, ..spec::document(&self.text) }
    }
}

/// Returns all fixtures, sorted by their paths.
///
/// # Errors
/// Fails if a folder or a file cannot be read.
pub fn all() -> io::Result<Vec<Fixture>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let documents = files(&root)?.into_iter().filter(|path| !is_settings(path));
    documents.map(|path| fixture(&root, &path)).collect()
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

fn is_settings(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}

fn fixture(root: &Path, path: &Path) -> io::Result<Fixture> {
    let folder = path.parent().and_then(|folder| folder.strip_prefix(root).ok()).unwrap_or(root);
    Ok(Fixture {
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        folder: folder.to_string_lossy().replace('\\', "/"),
        text: std::fs::read_to_string(path)?,
        settings: Some(path.with_extension("toml"))
            .filter(|path| path.is_file())
            .map(std::fs::read_to_string)
            .transpose()?,
    })
}
