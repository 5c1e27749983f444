//! Writes a plan, whole or not at all.
//!
//! Everything new is first written to a folder of its own on the same file system, so a full disk shows before anything
//! is changed; then files are moved into place. When a move fails, what was moved before it is put back. A run that is
//! killed between two moves leaves files of both generations and a list that owns them all, and the next run completes
//! it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::plan::{Plan, State};
use crate::{load, manifest};

/// Where new files wait, below the output folder.
const STAGING: &str = ".codegen-staging";

/// Holds the output folder until it is dropped.
///
/// # Errors
/// When another run holds it.
pub(crate) fn lock(output: &Path) -> Result<Option<File>> {
    // Only some systems can open a folder; the others go without.
    let Ok(folder) = File::open(output) else { return Ok(None) };
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => {
            bail!("another run is writing {}; try again when it is done", output.display())
        }
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Applies a plan.
///
/// # Errors
/// When a file cannot be written or removed. The tree is then as it was.
pub(crate) fn apply(output: &Path, plan: &Plan) -> Result<()> {
    let changes: Vec<_> = plan.files.iter().filter(|(_, (state, _))| *state != State::Fresh).collect();
    if changes.is_empty() {
        return Ok(());
    }
    for (path, _) in &changes {
        refuse_place(output, path)?;
    }
    let staging = output.join(STAGING);
    clear(&staging)?;
    let result = stage(&staging, plan).and_then(|()| exchange(output, &staging, plan));
    clear(&staging)?;
    result
}

fn clear(staging: &Path) -> Result<()> {
    match fs::remove_dir_all(staging) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", staging.display()))
        }
        _ => Ok(()),
    }
}

/// A link may lead out of the folder. What has a mode that says read-only is meant to stay as it is, even for a user whom
/// modes do not stop.
fn refuse_place(output: &Path, path: &str) -> Result<()> {
    let file = output.join(path);
    for place in std::iter::once(file.as_path()).chain(file.ancestors().skip(1)) {
        if !place.starts_with(output) {
            break;
        }
        if place != output && place.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
            let place = load::shown(output.parent().unwrap_or(output), place);
            bail!("{place} is a link, and nothing is written through one; remove it, then run this again");
        }
        if place.metadata().is_ok_and(|metadata| metadata.permissions().readonly()) {
            let place = load::shown(output.parent().unwrap_or(output), place);
            bail!("{place} is read-only, so nothing was written; run `chmod u+w {place}`, then this again");
        }
    }
    Ok(())
}

fn stage(staging: &Path, plan: &Plan) -> Result<()> {
    for (path, (state, text)) in &plan.files {
        if let (State::Stale { .. } | State::Added, Some(text)) = (state, text) {
            let file = staging.join(path);
            create_parent(&file)?;
            fs::write(&file, text)
                .with_context(|| format!("writing {}; nothing was changed", file.display()))?;
        }
    }
    Ok(())
}

fn create_parent(file: &Path) -> Result<()> {
    let Some(folder) = file.parent() else { return Ok(()) };
    fs::create_dir_all(folder).with_context(|| format!("making the folder {}", folder.display()))
}

/// Moves everything into place, the list of owned files last.
fn exchange(output: &Path, staging: &Path, plan: &Plan) -> Result<()> {
    let mut done: Vec<(PathBuf, &State)> = Vec::new();
    let (list, files): (Vec<_>, Vec<_>) = plan.files.iter().partition(|(path, _)| *path == manifest::NAME);
    for (path, (state, _)) in files.into_iter().chain(list) {
        let file = output.join(path);
        let step = match state {
            State::Fresh | State::Stray => continue,
            State::Stale { .. } | State::Added => {
                create_parent(&file).and_then(|()| fs::rename(staging.join(path), &file).map_err(Into::into))
            }
            State::Orphan { .. } => remove(output, &file),
        };
        if let Err(error) = step {
            put_back(&done);
            return Err(error.context(format!("{path} cannot be changed; everything is as it was")));
        }
        done.push((file, state));
    }
    Ok(())
}

/// Removes a file, and the folders that it leaves empty.
fn remove(output: &Path, file: &Path) -> Result<()> {
    fs::remove_file(file)?;
    for folder in file.ancestors().skip(1).take_while(|folder| *folder != output) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn put_back(done: &[(PathBuf, &State)]) {
    for (file, state) in done.iter().rev() {
        let result = match state {
            State::Stale { old } | State::Orphan { old } => {
                create_parent(file).and_then(|()| Ok(fs::write(file, old)?))
            }
            _ => fs::remove_file(file).map_err(Into::into),
        };
        if let Err(error) = result {
            eprintln!("error: {} could not be put back: {error:#}", file.display());
        }
    }
}
