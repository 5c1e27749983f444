//! Finds the folders of fixtures, for `corpus`.

use std::path::Path;

use anyhow::{Context, Result};

/// Returns the folders below `tests/generator/fixtures` that hold a document.
pub(super) fn folders(workspace: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    collect(&workspace.join("tests/generator/fixtures"), &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<String>) -> Result<()> {
    let mut has_document = false;
    for entry in std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else {
            has_document |= path.extension().is_some_and(|ending| ending == "yaml");
        }
    }
    if has_document {
        found.push(folder.to_string_lossy().into_owned());
    }
    Ok(())
}
