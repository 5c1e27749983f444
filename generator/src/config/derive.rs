//! Further traits for the models, a crate each.

use serde::{Deserialize, Serialize};

/// A crate whose trait every model implements, behind a feature of the crate's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeriveGroup {
    /// `schemars::JsonSchema`: the JSON Schema of what is on the wire.
    Schemars,
}
