//! The output of the generator.

mod method;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::config::Layout;
use crate::coverage::Coverage;
use crate::diagnostic::{Reported, Skipped};
use crate::document::Location;
use crate::ir;

pub use method::Method;
pub(crate) use method::all as methods;

/// The output of the generator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The client crate's name.
    pub package: String,
    /// The files by path below the folder of the two crates. None if the document was rejected.
    pub files: Option<BTreeMap<String, String>>,
    /// The new `names.lock`. None without one in the input, and if neither has any names.
    #[serde(default)]
    pub names: Option<String>,
    /// The version of OpenAPI in the document.
    pub version: String,
    /// The number of operations in the document.
    pub operations: usize,
    /// The number of generated operations.
    pub generated: usize,
    /// The generated methods, in document order.
    pub methods: Vec<Method>,
    /// The operations whose ids a framework wrote, as `operationId`, method and rule.
    pub renamed: Vec<(String, String, String)>,
    /// The skipped operations, with the location of the reason.
    pub skipped: Vec<(Skipped, Location)>,
    /// Referenced files that were not passed in, relative to the root document's folder. Run again with these files.
    pub missing_files: BTreeSet<String>,
    /// The diagnostics with their locations.
    pub diagnostics: Vec<Reported>,
    /// How much of the document was consumed.
    pub nodes: Coverage,
    /// How much of the document is typed.
    pub typing: ir::Typing,
    /// How the files are arranged.
    pub layout: Layout,
    /// What the crate around a module needs; None for crates.
    pub needs: Option<ir::Needs>,
}
