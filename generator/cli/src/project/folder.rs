//! Keeps what a project file names inside its folder.

use std::path::{Component, Path, PathBuf};

/// Returns the path of a folder below another, or why it is not one: it is absolute, or leaves the other by `..` or by a
/// symbolic link. A project file comes with a repository; nothing that it says makes a command write elsewhere.
pub(crate) fn inside(folder: &Path, below: &str) -> Result<PathBuf, String> {
    let is_below = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if below.is_empty() || !Path::new(below).components().all(is_below) {
        return Err("it must be a folder below the file, without `..`".to_owned());
    }
    // Without `.`, so that paths can be compared.
    let path: PathBuf = folder
        .components()
        .chain(Path::new(below).components())
        .filter(|part| *part != Component::CurDir)
        .collect();
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let top = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
    let existing = path
        .ancestors()
        .find(|path| path.symlink_metadata().is_ok())
        .filter(|path| !path.as_os_str().is_empty());
    let resolved = existing.unwrap_or(folder).canonicalize();
    match resolved {
        Ok(resolved) if resolved.starts_with(&top) => Ok(path),
        _ => Err("a symbolic link leads out of the folder of the file".to_owned()),
    }
}
