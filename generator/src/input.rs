//! What is generated from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::document::SourceFile;

/// What is generated from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The client crate's name. Without it: `[crate] name` of the configuration, else the last part of `origin`.
    pub name: Option<String>,
    /// Where all this comes from, for the first line of generated files: a path relative to the workspace.
    pub origin: String,
    /// The root document, then its fragments.
    pub documents: Vec<SourceFile>,
    /// The folder of the root document relative to the folder that references do not leave: empty, or with a slash at its end.
    #[serde(default)]
    pub below: String,
    /// Other files that the documents refer to, by their paths relative to the folder that references do not leave.
    pub referenced: BTreeMap<String, String>,
    /// Overlays, in the order in which they apply.
    #[serde(default)]
    pub overlays: Vec<SourceFile>,
    /// `codegen.toml`, if there is one.
    pub config: Option<SourceFile>,
    /// Whether warnings reject the document, too.
    pub deny_warnings: bool,
    /// Whether operations with errors are left out, rather than rejecting the document.
    pub keep_going: bool,
    /// Tags whose operations are taken; none means all.
    pub tags: Vec<String>,
    /// Operations that are taken, by id or as `POST /path`; none means all.
    pub operations: Vec<String>,
    /// Operations that are left out, whatever is asked for.
    pub left_out: Vec<LeftOut>,
    /// The client crate's dependency on the runtime, as the inside of a TOML table: `path = "../runtime"`.
    pub runtime: String,
}

impl Input {
    /// The client crate's name.
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
            deny_warnings: false,
            keep_going: false,
            tags: Vec::new(),
            operations: Vec::new(),
            left_out: Vec::new(),
            runtime: "path = \"../runtime\"".to_owned(),
        }
    }
}

/// An operation that a caller of the generator wants left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Method and path: `POST /path`.
    pub operation: String,
    /// Why, for the report.
    pub reason: String,
}
