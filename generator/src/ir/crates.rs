//! The code of the two crates, passed from `emit` to `render`, and what it needs.

use serde::{Deserialize, Serialize};

/// The code of the two crates. A top-level module becomes a file.
#[derive(Debug, Clone)]
pub struct Crates {
    /// The model crate.
    pub models: syn::File,
    /// The client crate.
    pub client: syn::File,
    /// The `README.md` of the model crate.
    pub models_readme: String,
    /// The `README.md` of the client crate.
    pub client_readme: String,
}

/// What the manifest of a crate with a generated module must have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// The lines of `[dependencies]`, and the sections for some targets.
    pub manifest: String,
    /// The commands that add them.
    pub commands: Vec<String>,
}
