//! Reads a folder under `spec/` as input of the generator.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clientwright::Input;
use clientwright::document::SourceFile;

use crate::bisect;
use crate::child::{self, Answer, Limits};

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
        documents,
        overlays,
        config,
        deny_warnings: true,
        ..Input::default()
    })
}

/// Generates, and adds referenced files. `folder` is the root document's; files must not be outside of it.
pub(crate) fn generate(mut input: Input, folder: &Path, limits: Limits) -> Result<(Input, Answer)> {
    let folder = folder.canonicalize().with_context(|| format!("looking for {}", folder.display()))?;
    let answer = bisect::generate(&input, limits)?;
    let mut found = referenced(&folder, &answer.output.missing_files);
    if found.is_empty() {
        return Ok((input, answer));
    }
    // Further references are found without generating.
    while !found.is_empty() {
        input.referenced.append(&mut found);
        found = referenced(&folder, &child::missing_files(&input, limits)?);
    }
    let answer = bisect::generate(&input, limits)?;
    Ok((input, answer))
}

/// Adds referenced files to an input, without generating.
pub(crate) fn add_referenced(input: &mut Input, folder: &Path) -> Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = folder.canonicalize().with_context(|| format!("looking for {}", folder.display()))?;
    loop {
        let mut found = referenced(&folder, &clientwright::missing_files(input));
        if found.is_empty() {
            return Ok(());
        }
        input.referenced.append(&mut found);
    }
}

/// Returns the contents of existing files in a folder. Symbolic links out of the folder are ignored.
fn referenced(folder: &Path, paths: &BTreeSet<String>) -> BTreeMap<String, String> {
    let read = |path: &String| {
        let found = folder.join(path).canonicalize().ok()?;
        let is_inside = found.starts_with(folder) && found.is_file();
        let text = is_inside.then(|| std::fs::read_to_string(&found).ok()).flatten()?;
        Some((path.clone(), text))
    };
    paths.iter().filter_map(read).collect()
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

/// Returns a path for display: relative to the workspace, with `/`.
pub(crate) fn shown(workspace: &Path, path: &Path) -> String {
    path.strip_prefix(workspace).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
