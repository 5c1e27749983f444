//! A folder that a command writes to: how its places are shown, who holds it, and where in it nothing is written.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::load;

/// A folder that is written to.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// From here down no link is written through.
    root: PathBuf,
    /// What places are shown below, where they are not shown whole.
    above: PathBuf,
}

impl Folder {
    /// A folder of the workspace, which is to stay in it.
    pub(crate) fn of_workspace(workspace: &Path, below: &str) -> Self {
        Self { path: workspace.join(below), root: workspace.to_owned(), above: workspace.to_owned() }
    }

    /// A folder that a person named, which may be a link, and is shown as they wrote it.
    pub(crate) fn named(path: &Path) -> Self {
        Self { path: path.to_owned(), root: path.to_owned(), above: PathBuf::new() }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A place as a person reads it, who can type it where they are.
    pub(crate) fn shown(&self, place: &Path) -> String {
        load::shown(&self.above, place)
    }

    /// Holds the folder until what comes of it is dropped.
    ///
    /// # Errors
    /// When another run holds it.
    pub(crate) fn lock(&self) -> Result<Option<File>> {
        // Only some systems can open a folder; the others go without.
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

    /// A link may lead out of the folder. What has a mode that says read-only is meant to stay as it is, even for a user
    /// whom modes do not stop.
    ///
    /// # Errors
    /// When a file is not to be written.
    pub(crate) fn refuse_place(&self, file: &Path) -> Result<()> {
        for place in file.ancestors().take_while(|place| place.starts_with(&self.root)) {
            let shown = self.shown(place);
            if *place != *self.root && place.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
                bail!("{shown} is a symbolic link; nothing was written; remove it, then run this again");
            }
            // Nothing is written to what is above the folder.
            let is_inside = place.starts_with(&self.path);
            if is_inside && place.metadata().is_ok_and(|metadata| metadata.permissions().readonly()) {
                bail!(
                    "{shown} is read-only; nothing was written; run `chmod u+w {shown}`, then run this again"
                );
            }
        }
        Ok(())
    }
}
