//! Reads a folder under `spec/` as input of the generator.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clientwright::Input;
use clientwright::document::SourceFile;
use clientwright_cli::names::NamesLock;

pub(crate) use clientwright_cli::load::{add_referenced, generate, shown};

/// Returns the root of the workspace.
pub(crate) fn workspace() -> Result<PathBuf> {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let above = manifest.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    let root = above.map_or_else(std::env::current_dir, Ok).context("there is no current folder")?;
    if root.join("spec").is_dir() {
        return Ok(root);
    }
    bail!("there is no folder `spec` here; run `cargo xtask` inside the workspace")
}

/// Returns the names of the folders under `spec/` with an `api.yaml`.
pub(crate) fn apis(workspace: &Path) -> Result<Vec<String>> {
    let spec = workspace.join("spec");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&spec).with_context(|| format!("reading {}", shown(workspace, &spec)))? {
        let path = entry?.path();
        if path.join("api.yaml").is_file() {
            names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    if names.is_empty() {
        bail!("no API under `spec`; an API is a folder with an `api.yaml` (see spec/README.md)");
    }
    Ok(names)
}

/// Returns the input for an API: `api.yaml`, the fragments and overlays by name, and an optional `codegen.toml`.
pub(crate) fn input(workspace: &Path, api: &str) -> Result<Input> {
    let folder = workspace.join("spec").join(api);
    let mut paths = vec![folder.join("api.yaml")];
    paths.extend(fragments(workspace, &folder.join("paths"))?);
    let documents = paths.iter().map(|path| read(workspace, path)).collect::<Result<_>>()?;
    let overlays = fragments(workspace, &folder.join("overlays"))?;
    let overlays = overlays.iter().map(|path| read(workspace, path)).collect::<Result<_>>()?;
    let config = Some(folder.join("codegen.toml")).filter(|path| path.is_file());
    let config = config.map(|path| read(workspace, &path)).transpose()?;
    // Warnings are errors, because we own these documents.
    Ok(Input {
        origin: format!("spec/{api}"),
        command: "cargo xtask codegen".to_owned(),
        documents,
        overlays,
        config,
        names: Some(names(workspace, api).source()?),
        deny_warnings: true,
        ..Input::default()
    })
}

/// Returns the file that keeps the generated names of an API.
pub(crate) fn names(workspace: &Path, api: &str) -> NamesLock {
    NamesLock::of_workspace(workspace, &format!("spec/{api}"))
}

fn fragments(workspace: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("reading {}", shown(workspace, folder)))? {
        let path = entry?.path();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("yaml") => paths.push(path),
            _ => bail!("{} is not a fragment or an overlay: they end in `.yaml`", shown(workspace, &path)),
        }
    }
    paths.sort();
    Ok(paths)
}

fn read(workspace: &Path, path: &Path) -> Result<SourceFile> {
    let name = shown(workspace, path);
    let bytes = std::fs::read(path).with_context(|| format!("reading {name}"))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
    Ok(SourceFile { path: name, text })
}
