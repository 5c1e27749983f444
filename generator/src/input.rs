//! The input of the generator.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::document::SourceFile;

/// The input of the generator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The client crate's name. Default: `[crate] name` of the configuration, else the last part of `origin`.
    pub name: Option<String>,
    /// The origin in the first line of generated files: a path relative to the workspace.
    pub origin: String,
    /// The root document, then its fragments.
    pub documents: Vec<SourceFile>,
    /// The folder of the root document, relative to the folder that references must not leave: empty, or ending with a
    /// slash.
    #[serde(default)]
    pub below: String,
    /// Other files that the documents reference, by path relative to the folder that references must not leave.
    pub referenced: BTreeMap<String, String>,
    /// The overlays in the order of application.
    #[serde(default)]
    pub overlays: Vec<SourceFile>,
    /// The settings, if any: a `codegen.toml`, or a `clientwright.toml` with the table of `api`.
    pub config: Option<SourceFile>,
    /// The API whose table in `config` has the settings. None if the whole file is this table.
    #[serde(default)]
    pub api: Option<String>,
    /// Whether warnings reject the document.
    pub deny_warnings: bool,
    /// Whether operations with errors are skipped instead of rejecting the document.
    pub keep_going: bool,
    /// The tags to generate; empty for all.
    pub tags: Vec<String>,
    /// The operations to generate, by id or as `POST /path`; empty for all.
    pub operations: Vec<String>,
    /// Operations to skip, even if selected.
    pub left_out: Vec<LeftOut>,
    /// Where the client crate finds its runtime.
    pub runtime: Runtime,
}

impl Input {
    /// Returns the client crate's name.
    pub(crate) fn package<'n>(&'n self, config: &'n Config) -> &'n str {
        let named = self.name.as_deref().or(config.package.name.as_deref());
        named.or(self.origin.rsplit('/').next()).unwrap_or_default()
    }
}

impl Default for Input {
    fn default() -> Self {
        Self {
            name: None,
            origin: String::new(),
            documents: Vec::new(),
            below: String::new(),
            referenced: BTreeMap::new(),
            overlays: Vec::new(),
            config: None,
            api: None,
            deny_warnings: false,
            keep_going: false,
            tags: Vec::new(),
            operations: Vec::new(),
            left_out: Vec::new(),
            runtime: Runtime::Dependency("path = \"../runtime\"".to_owned()),
        }
    }
}

/// Where a client crate finds its runtime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Runtime {
    /// In a module of its own, so that the crate can be moved and published. Clients then share no types.
    Vendored,
    /// In a dependency, as the contents of an inline TOML table: `path = "../runtime"`.
    Dependency(String),
}

impl Runtime {
    /// Returns whether a published client finds it: it is neither in a folder nor in a repository.
    pub(crate) fn is_published(&self) -> bool {
        match self {
            Self::Vendored => true,
            Self::Dependency(at) => at.starts_with("version"),
        }
    }
}

/// An operation that the caller of the generator wants to skip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Method and path: `POST /path`.
    pub operation: String,
    /// The reason, for the report.
    pub reason: String,
}
