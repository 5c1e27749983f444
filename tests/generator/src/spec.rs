//! The descriptions under `spec/`, as the generator gets them.

use std::io;
use std::path::{Path, PathBuf};

use clientwright::Input;
use clientwright::document::SourceFile;

/// The workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The input for an API of `spec/`, as `cargo xtask codegen` makes it.
///
/// # Errors
/// Fails if a file cannot be read.
pub fn input(api: &str) -> io::Result<Input> {
    let folder = workspace().join("spec").join(api);
    let mut fragments: Vec<PathBuf> =
        std::fs::read_dir(folder.join("paths"))?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    fragments.sort();
    let documents = std::iter::once(folder.join("api.yaml")).chain(fragments);
    let documents = documents.map(|path| read(&path)).collect::<io::Result<_>>()?;
    let config = Some(read(&folder.join("codegen.toml"))?);
    Ok(Input { origin: format!("spec/{api}"), documents, config, deny_warnings: true, ..Input::default() })
}

fn read(path: &Path) -> io::Result<SourceFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(SourceFile { path: name, text: std::fs::read_to_string(path)? })
}

/// One small document as input, under the path `api.yaml`.
pub fn document(text: &str) -> Input {
    let documents = vec![SourceFile { path: "api.yaml".to_owned(), text: text.to_owned() }];
    Input { name: Some("sample".to_owned()), origin: "api.yaml".to_owned(), documents, ..Input::default() }
}
