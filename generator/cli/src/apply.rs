//! Applies a plan completely or not at all.
//!
//! New files are first written to a staging folder on the same file system, so a full disk fails early. Then they are
//! moved into place, provided that the files they replace have not changed since the plan was made. If a move fails,
//! the previous moves are undone. A run that is killed between two moves leaves files of both generations and a list
//! that owns them all; the next run completes it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::folder::Folder;
use crate::plan::{Plan, State};
use crate::{manifest, terminal};

/// The staging folder, below the output folder.
const STAGING: &str = ".codegen-staging";
/// The marker file that identifies a staging folder.
const MARK: &str = "made-by-clientwright";
/// The folder for new files in the staging folder.
const NEW: &str = "new";

/// Applies a plan.
///
/// # Errors
/// Fails if a file cannot be written or removed, or has changed. The output folder is unchanged then.
pub fn apply(output: &Folder, plan: &Plan) -> Result<()> {
    let changes: Vec<_> = plan.files.iter().filter(|(_, (state, _))| *state != State::Fresh).collect();
    if changes.is_empty() {
        return Ok(());
    }
    for (path, _) in &changes {
        if !manifest::stays_inside(path) {
            bail!("`{path}` is outside {}; nothing was written", output.shown(output.path()));
        }
        output.check_writable(&output.path().join(path))?;
    }
    let staging = output.path().join(STAGING);
    clear(output, &staging)?;
    let result = stage(output, &staging, plan).and_then(|()| exchange(output, &staging, plan));
    clear(output, &staging)?;
    result
}

/// Removes a staging folder, also one that another run left. Fails for a folder without the marker.
fn clear(output: &Folder, staging: &Path) -> Result<()> {
    let Ok(metadata) = staging.symlink_metadata() else { return Ok(()) };
    let shown = output.shown(staging);
    let is_empty = || staging.read_dir().is_ok_and(|mut entries| entries.next().is_none());
    if !metadata.is_dir() || !(staging.join(MARK).is_file() || is_empty()) {
        bail!("{shown} was not generated and is in the way; move it elsewhere, then run this again");
    }
    // The marker is removed last, so that an interrupted removal can be continued.
    let new = staging.join(NEW);
    let removed = if new.exists() { fs::remove_dir_all(&new) } else { Ok(()) };
    removed.and_then(|()| fs::remove_dir_all(staging)).with_context(|| format!("removing {shown}"))
}

fn stage(output: &Folder, staging: &Path, plan: &Plan) -> Result<()> {
    let write = |file: &Path, text: &str| {
        let shown = output.shown(file);
        create_parent(output, file)?;
        fs::write(file, text).with_context(|| format!("writing {shown}; nothing was changed"))
    };
    write(&staging.join(MARK), "Staging folder of `cargo xtask`; removed when it ends.\n")?;
    for (path, (state, text)) in &plan.files {
        if let (State::Stale { .. } | State::Added, Some(text)) = (state, text) {
            write(&staging.join(NEW).join(path), text)?;
        }
    }
    Ok(())
}

fn create_parent(output: &Folder, file: &Path) -> Result<()> {
    let Some(folder) = file.parent() else { return Ok(()) };
    fs::create_dir_all(folder).with_context(|| format!("creating the folder {}", output.shown(folder)))
}

/// Moves all files into place, the list of owned files last.
fn exchange(output: &Folder, staging: &Path, plan: &Plan) -> Result<()> {
    for (path, (state, _)) in &plan.files {
        unchanged(output, &output.path().join(path), state)?;
    }
    let mut done: Vec<(PathBuf, &State)> = Vec::new();
    let (list, files): (Vec<_>, Vec<_>) = plan.files.iter().partition(|(path, _)| *path == manifest::NAME);
    for (path, (state, _)) in files.into_iter().chain(list) {
        let file = output.path().join(path);
        let step = match state {
            State::Fresh | State::Stray => continue,
            State::Stale { .. } | State::Added => create_parent(output, &file)
                .and_then(|()| fs::rename(staging.join(NEW).join(path), &file).map_err(Into::into)),
            State::Orphan { .. } => remove(output.path(), &file),
        };
        if let Err(error) = step {
            put_back(output, &done);
            return Err(error.context(format!("{path} cannot be changed; everything is as it was")));
        }
        done.push((file, state));
    }
    Ok(())
}

/// Checks that a file is the same as when the plan was made.
fn unchanged(output: &Folder, file: &Path, state: &State) -> Result<()> {
    let is_unchanged = match state {
        State::Fresh | State::Stray => true,
        State::Added => file.symlink_metadata().is_err(),
        State::Stale { old } | State::Orphan { old } => fs::read(file).is_ok_and(|text| text == *old),
    };
    if !is_unchanged {
        let shown = output.shown(file);
        bail!("{shown} changed during the run; nothing was written; run this again");
    }
    Ok(())
}

/// Removes a file and the folders that become empty.
fn remove(output: &Path, file: &Path) -> Result<()> {
    fs::remove_file(file)?;
    for folder in file.ancestors().skip(1).take_while(|folder| *folder != output) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn put_back(output: &Folder, done: &[(PathBuf, &State)]) {
    for (file, state) in done.iter().rev() {
        let result = match state {
            State::Stale { old } | State::Orphan { old } => {
                create_parent(output, file).and_then(|()| Ok(fs::write(file, old)?))
            }
            _ => fs::remove_file(file).map_err(Into::into),
        };
        if let Err(error) = result {
            terminal::print_error(&format!("{} could not be restored: {error:#}", output.shown(file)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_since_it_was_read_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        let plan =
            |state: State| Plan { files: [("a.yaml".to_owned(), (state, Some("new".to_owned())))].into() };
        let output = Folder::named(folder.path());
        fs::write(&file, "theirs").unwrap();
        let old = b"old".to_vec();
        for state in [State::Stale { old: old.clone() }, State::Orphan { old }, State::Added] {
            let error = apply(&output, &plan(state)).unwrap_err();
            assert!(error.to_string().contains("changed during the run"), "{error}");
            assert_eq!(fs::read_to_string(&file).unwrap(), "theirs");
            assert_eq!(folder.path().read_dir().unwrap().count(), 1);
        }
        apply(&output, &plan(State::Stale { old: b"theirs".to_vec() })).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    }
}
