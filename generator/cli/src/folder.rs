//! An output folder: display of paths, locking, and paths that must not be written.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::load;

/// An output folder.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    /// Symbolic links below this folder are not followed for writing.
    root: PathBuf,
    /// The folder that displayed paths are relative to; empty for full paths.
    above: PathBuf,
}

impl Folder {
    /// Creates an output folder in the workspace.
    pub fn of_workspace(workspace: &Path, below: &str) -> Self {
        Self { path: workspace.join(below), root: workspace.to_owned(), above: workspace.to_owned() }
    }

    /// Creates an output folder that the user named, which may be a symbolic link and is displayed as given.
    pub fn named(path: &Path) -> Self {
        Self { path: path.to_owned(), root: path.to_owned(), above: PathBuf::new() }
    }

    /// Returns the folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns a path for display: relative to `above`, or in full.
    pub fn shown(&self, path: &Path) -> String {
        load::shown(&self.above, path)
    }

    /// Locks the folder until the result is dropped.
    ///
    /// # Errors
    /// Fails if another run holds the lock.
    pub fn lock(&self) -> Result<Option<File>> {
        // Some systems cannot open a folder; they run without a lock.
        let Ok(folder) = File::open(&self.path) else { return Ok(None) };
        match folder.try_lock() {
            Ok(()) => Ok(Some(folder)),
            Err(TryLockError::WouldBlock) => {
                let shown = self.shown(&self.path);
                bail!("another run is writing {shown}; nothing was written; try again when it has finished")
            }
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }

    /// Rejects a path that goes through a symbolic link or is read-only, even for a user whom permissions do not stop.
    ///
    /// # Errors
    /// Fails if the file must not be written.
    pub fn check_writable(&self, file: &Path) -> Result<()> {
        for path in file.ancestors().take_while(|path| path.starts_with(&self.root)) {
            let shown = self.shown(path);
            if *path != *self.root && path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
                bail!("{shown} is a symbolic link; nothing was written; remove it, then run this again");
            }
            // Permissions above the folder do not matter.
            let is_inside = path.starts_with(&self.path);
            if is_inside && path.metadata().is_ok_and(|metadata| metadata.permissions().readonly()) {
                bail!(
                    "{shown} is read-only; nothing was written; run `chmod u+w {shown}`, then run this again"
                );
            }
        }
        Ok(())
    }
}
