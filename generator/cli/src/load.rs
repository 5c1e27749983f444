//! Reads the files that a document references.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use clientwright::Input;

use crate::bisect;
use crate::child::{self, Answer, Limits};

/// Generates, and adds referenced files. `folder` is the root document's; files must not be outside of it.
pub fn generate(mut input: Input, folder: &Path, limits: Limits) -> Result<(Input, Answer)> {
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
pub fn add_referenced(input: &mut Input, folder: &Path) -> Result<()> {
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

/// Returns a path for display: relative to the workspace, with `/`.
pub fn shown(workspace: &Path, path: &Path) -> String {
    path.strip_prefix(workspace).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
