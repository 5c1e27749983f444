//! `names.lock`, the file that keeps generated names. It is beside the configuration, or where `--names` says.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clientwright::document::SourceFile;

use crate::apply;
use crate::folder::Folder;
use crate::plan::Plan;

/// The name of the file.
pub const NAME: &str = "names.lock";

/// The file, which may not exist yet.
#[derive(Debug, Clone)]
pub struct NamesLock {
    folder: Folder,
    name: String,
}

impl NamesLock {
    /// Returns the file at a path that the user named.
    ///
    /// # Errors
    /// Fails if the path has no file name.
    pub fn at(path: &Path) -> Result<Self> {
        let name =
            path.file_name().with_context(|| format!("{} is not the name of a file", path.display()))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
        Ok(Self { folder: Folder::named(&folder), name: name.to_string_lossy().into_owned() })
    }

    /// Returns the file beside a configuration.
    ///
    /// # Errors
    /// Fails if the path of the configuration has no file name.
    pub fn beside(config: &Path) -> Result<Self> {
        Self::at(&config.with_file_name(NAME))
    }

    /// Returns the file of an API of the workspace.
    pub fn of_workspace(workspace: &Path, folder: &str) -> Self {
        Self { folder: Folder::of_workspace(workspace, folder), name: NAME.to_owned() }
    }

    /// Whether the file exists.
    pub fn exists(&self) -> bool {
        self.folder.path().join(&self.name).is_file()
    }

    /// Returns the folder of the file.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Returns the folder for display.
    pub fn shown(&self) -> String {
        self.folder.shown(self.folder.path())
    }

    /// Reads the file for the generator; empty if it does not exist.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn source(&self) -> Result<SourceFile> {
        let file = self.folder.path().join(&self.name);
        let path = self.folder.shown(&file);
        let text = match std::fs::read(&file) {
            Ok(bytes) => String::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error).with_context(|| format!("reading {path}")),
        };
        Ok(SourceFile { path, text })
    }

    /// Compares the file with the generated one. `text` is [`clientwright::Output::names`].
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn plan(&self, text: Option<&String>) -> Result<Plan> {
        match text {
            Some(text) => Plan::of_file(self.folder.path(), &self.name, text),
            None => Ok(Plan::default()),
        }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// Fails if the file cannot be written, or has changed since it was read.
    pub fn apply(&self, plan: &Plan) -> Result<()> {
        apply::apply(&self.folder, plan)
    }
}
