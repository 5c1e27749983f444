//! The descriptions under `spec/`, as the generator gets them.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use clientwright::Input;
use clientwright::document::SourceFile;

/// Files by path.
pub type Files = BTreeMap<String, String>;

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
    let names = folder.join("names.lock");
    let text = if names.is_file() { read(&names)?.text } else { String::new() };
    let names = Some(SourceFile { path: "names.lock".to_owned(), text });
    let command = "cargo xtask codegen".to_owned();
    let origin = format!("spec/{api}");
    Ok(Input { origin, command, documents, config, names, deny_warnings: true, ..Input::default() })
}

fn read(path: &Path) -> io::Result<SourceFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(SourceFile { path: name, text: std::fs::read_to_string(path)? })
}

/// The files of the API `name` that another API has with the same text: the support of the models, which is written by hand
/// and reviewed there.
///
/// # Errors
/// Fails if a file of the other API cannot be read.
pub fn support(files: &Files, name: &str) -> io::Result<Files> {
    let other =
        clientwright::generate(&input("wire")?).ok().and_then(|output| output.files).unwrap_or_default();
    // The first line names the document.
    let body = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_owned());
    let is_shared = |path: &str, text: &str| {
        other.get(&path.replacen(name, "wire", 1)).is_some_and(|other| body(other) == body(text))
    };
    let shared = files.iter().filter(|(path, text)| is_shared(path, text));
    Ok(shared.map(|(path, text)| (path.clone(), text.clone())).collect())
}

/// One small document as input, under the path `api.yaml`.
pub fn document(text: &str) -> Input {
    let documents = vec![SourceFile { path: "api.yaml".to_owned(), text: text.to_owned() }];
    Input { name: Some("sample".to_owned()), origin: "api.yaml".to_owned(), documents, ..Input::default() }
}
