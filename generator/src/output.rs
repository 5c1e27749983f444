//! What comes of a run.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::coverage::Coverage;
use crate::diagnostic::{Diagnostic, Skipped};
use crate::document::{Location, Sources};
use crate::ir;

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The client crate's name.
    pub package: String,
    /// Files by path below the folder of the two crates. None when the document was rejected.
    pub files: Option<BTreeMap<String, String>>,
    /// The version that the document names.
    pub version: String,
    /// How many operations the document has.
    pub operations: usize,
    /// How many of them were generated.
    pub generated: usize,
    /// Those that were left out, with the place of the reason.
    pub skipped: Vec<(Skipped, Location)>,
    /// Files that the documents refer to and that were not given, relative to the root document's folder. Given them,
    /// a second run gets further.
    pub wanted: BTreeSet<String>,
    /// What was noticed, with places.
    pub diagnostics: Vec<Reported>,
    /// What became of each node of the document.
    pub nodes: Coverage,
    /// How much of what the document describes has a type of its own.
    pub typing: ir::Typing,
}

/// A diagnostic with its places resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The diagnostic.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// Where it is.
    pub location: Location,
    /// Where the places are that belong to it.
    pub related_locations: Vec<Location>,
}

/// Places diagnostics, in the order of the text, each once.
pub fn report(mut diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Reported> {
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    diagnostics.dedup();
    let place = |diagnostic: Diagnostic| {
        let location = sources.location(diagnostic.span);
        let related_locations = diagnostic.related.iter().map(|(span, _)| sources.location(*span)).collect();
        Reported { diagnostic, location, related_locations }
    };
    diagnostics.into_iter().map(place).collect()
}
