//! Makes the input of the generator from the arguments.

use std::path::Path;

use anyhow::{Context, Result};
use clientwright::Input;
use clientwright::config::project::Api;

use super::Arguments;
use super::source::{self, read};
use crate::names::NamesLock;

/// Returns the input, without referenced files.
pub(super) fn input(arguments: &Arguments, spec: &Path, out: &Path) -> Result<Input> {
    let (config, api) = match &arguments.project {
        Some((file, api)) => (Some(file.clone()), Some(api.clone())),
        None => (arguments.config.as_deref().map(read).transpose()?, None),
    };
    let document = source::document(spec)?;
    Ok(Input {
        name: arguments.name.clone(),
        // Only the file stem: the author's folders are private, and the format does not matter.
        origin: source::origin(spec),
        documents: vec![document],
        below: below(arguments, spec)?,
        overlays: arguments.overlays.iter().map(|path| read(path)).collect::<Result<_>>()?,
        config,
        api,
        names: names_lock(arguments)?.map(|lock| lock.source()).transpose()?,
        prune_names: arguments.prune_names,
        // Only those that are not accepted count, which is known later.
        deny_warnings: false,
        keep_going: arguments.keep_going,
        tags: arguments.tags.clone(),
        operations: arguments.operations.clone(),
        runtime: arguments.runtime.resolve(out)?,
        layout: arguments.layout,
        models_only: arguments.models_only,
        ..Input::default()
    })
}

/// Returns the file that keeps names: the one that `--names` says, else the one beside the configuration, if it exists. No option
/// asks for a new file there.
pub(super) fn names_lock(arguments: &Arguments) -> Result<Option<NamesLock>> {
    match (&arguments.names, &arguments.config) {
        (Some(names), _) => NamesLock::at(names).map(Some),
        (None, Some(config)) => Ok(Some(NamesLock::beside(config)?).filter(NamesLock::exists)),
        (None, None) => Ok(None),
    }
}

/// Returns the arguments as the keys of a project file.
pub(super) fn in_force(arguments: &Arguments, spec: &Path, out: &Path) -> Api {
    let shown = |path: &Path| path.to_string_lossy().replace('\\', "/");
    Api {
        spec: shown(spec),
        out: Some(shown(out)),
        overlays: arguments.overlays.iter().map(|path| shown(path)).collect(),
        root: arguments.root.as_deref().map(shown),
        tags: arguments.tags.clone(),
        operations: arguments.operations.clone(),
        keep_going: arguments.keep_going,
        deny_warnings: arguments.deny_warnings,
        runtime: Some(arguments.runtime.to_string()),
    }
}

/// Returns the folder of a document.
fn folder(spec: &Path) -> &Path {
    spec.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns the folder that references must not leave.
pub(super) fn top<'r>(arguments: &'r Arguments, spec: &'r Path) -> &'r Path {
    arguments.root.as_deref().unwrap_or_else(|| folder(spec))
}

/// Returns the document's folder, relative to the one that references must not leave.
fn below(arguments: &Arguments, spec: &Path) -> Result<String> {
    let whole = |path: &Path| path.canonicalize().with_context(|| format!("looking for {}", path.display()));
    let (root, folder) = (whole(top(arguments, spec))?, whole(folder(spec))?);
    let Ok(below) = folder.strip_prefix(&root) else {
        anyhow::bail!("{} is not in the folder of `--root`, {}", spec.display(), root.display());
    };
    Ok(below.iter().map(|part| format!("{}/", part.to_string_lossy())).collect())
}
