//! Compares the generated files with those on disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};

use crate::manifest;

/// What to do with the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write the files.
    Write,
    /// Write nothing; print a diff.
    Check,
    /// Write nothing; list what would change.
    DryRun,
}

/// The state of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Unchanged.
    Fresh,
    /// Outdated.
    Stale {
        /// What is on disk.
        old: Vec<u8>,
    },
    /// Missing.
    Added,
    /// No longer generated.
    Orphan {
        /// What is on disk.
        old: Vec<u8>,
    },
    /// A file in a generated folder that codegen does not own, except for `src/ext.rs` and below `src/ext`, which are for code
    /// written by hand.
    Stray,
}

impl State {
    /// Returns the word for progress messages.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Fresh => "Fresh",
            Self::Stale { .. } => "Stale",
            Self::Added => "Added",
            Self::Orphan { .. } => "Orphan",
            Self::Stray => "Stray",
        }
    }
}

/// All files that codegen owns, by path below the output folder, with their new contents.
#[derive(Debug, Default)]
pub struct Plan {
    /// The state and the new text of each file, by path.
    pub files: BTreeMap<String, (State, Option<String>)>,
}

impl Plan {
    /// Compares generated files with an output folder.
    pub fn new(output: &Path, generated: BTreeMap<String, String>) -> Result<Self> {
        let owned = manifest::read(output)?;
        let mut wanted = generated;
        wanted.insert(manifest::NAME.to_owned(), manifest::text(wanted.keys()));
        let mut plan = Self::default();
        for (path, text) in &wanted {
            let state = state(output, path, text, owned.contains(path) || path == manifest::NAME)?;
            plan.files.insert(path.clone(), (state, Some(text.clone())));
        }
        for path in owned.iter().filter(|path| !wanted.contains_key(*path)) {
            let file = output.join(path);
            if file.symlink_metadata().is_ok() {
                let old = std::fs::read(&file).with_context(|| format!("reading {path}"))?;
                plan.files.insert(path.clone(), (State::Orphan { old }, None));
            }
        }
        let folders: BTreeSet<_> =
            wanted.keys().chain(&owned).filter_map(|path| source_folder(path)).collect();
        for folder in folders {
            let is_ext = |path: &String| {
                path.strip_prefix(folder).is_some_and(|path| path == "/ext.rs" || path.starts_with("/ext/"))
            };
            for path in files_below(output, folder)?.into_iter().filter(|path| !is_ext(path)) {
                plan.files.entry(path).or_insert((State::Stray, None));
            }
        }
        Ok(plan)
    }

    /// Compares a single generated file with the one in a folder, which has others too.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn of_file(folder: &Path, name: &str, text: &str) -> Result<Self> {
        let state = state(folder, name, text, true)?;
        Ok(Self { files: BTreeMap::from([(name.to_owned(), (state, Some(text.to_owned())))]) })
    }

    /// Returns the files in a state.
    pub fn paths<'p>(&'p self, verb: &'p str) -> impl Iterator<Item = &'p str> {
        self.files.iter().filter(move |(_, (state, _))| state.verb() == verb).map(|(path, _)| path.as_str())
    }

    /// Returns the number of files in each state except fresh, as text.
    pub fn tally(&self) -> String {
        let count = |verb: &str| self.paths(verb).count();
        let all =
            ["Fresh", "Stale", "Added", "Orphan", "Stray"].map(|verb| (verb.to_lowercase(), count(verb)));
        let some = all.iter().filter(|(_, count)| *count > 0).map(|(verb, count)| format!("{count} {verb}"));
        some.collect::<Vec<_>>().join(", ")
    }

    /// Whether every file is up to date.
    pub fn is_fresh(&self) -> bool {
        self.files.values().all(|(state, _)| *state == State::Fresh)
    }
}

/// Returns the source folder of a crate that is generated completely: `<crate>/src`.
fn source_folder(path: &str) -> Option<&str> {
    let end = path.find("/src/")? + "/src".len();
    path.get(..end)
}

fn state(output: &Path, path: &str, text: &str, owned: bool) -> Result<State> {
    let file = output.join(path);
    let Ok(metadata) = file.symlink_metadata() else { return Ok(State::Added) };
    if !metadata.is_file() {
        return Ok(State::Stray);
    }
    let old = std::fs::read(&file).with_context(|| format!("reading {path}"))?;
    Ok(match old == text.as_bytes() {
        true if is_executable(&metadata) => State::Stale { old },
        true => State::Fresh,
        false if owned || is_marked(&old) => State::Stale { old },
        false => State::Stray,
    })
}

/// Whether a file has the header of a generated file: an interrupted run left it before it wrote its list.
fn is_marked(text: &[u8]) -> bool {
    let head = text.get(..text.len().min(200)).unwrap_or_default();
    String::from_utf8_lossy(head).contains("@generated by clientwright")
}

#[cfg(unix)]
fn is_executable(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &std::fs::Metadata) -> bool {
    false
}

/// Returns all files below a folder, by path below the output folder. Symbolic links are not followed.
fn files_below(output: &Path, folder: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(folder) = todo.pop() {
        let Ok(entries) = std::fs::read_dir(output.join(&folder)) else { continue };
        for entry in entries {
            let entry = entry.with_context(|| format!("reading {folder}"))?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            match entry.file_type()?.is_dir() {
                true => todo.push(path),
                false => found.push(path),
            }
        }
    }
    Ok(found)
}
