//! `layout`: how the generated files are arranged.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the generated files are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A workspace of two crates.
    #[default]
    Workspace,
    /// Two crates without a workspace, as members of an existing one or as nested folders.
    Crates,
    /// A module tree for the `src` of a crate: `mod.rs` and the files below it.
    Module,
}

impl FromStr for Layout {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "workspace" => Ok(Self::Workspace),
            "crates" => Ok(Self::Crates),
            "module" => Ok(Self::Module),
            _ => Err("write `workspace`, `crates` or `module`".to_owned()),
        }
    }
}
