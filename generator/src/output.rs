//! What comes of a run.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::api;
use crate::finding::Finding;
use crate::prune::Skipped;
use crate::source::{Location, Sources};

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
    pub findings: Vec<Reported>,
    /// What became of each node of the document.
    pub nodes: Account,
    /// How much of what the document describes has a type of its own.
    pub typing: api::Typing,
}

/// A finding with its places resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Where it is.
    pub location: Location,
    /// Where the places are that belong to it.
    pub related_locations: Vec<Location>,
}

/// Places findings, in the order of the text, each once.
pub(crate) fn report(mut findings: Vec<Finding>, sources: &Sources) -> Vec<Reported> {
    findings.sort_by_key(|finding| finding.span);
    findings.dedup();
    let place = |finding: Finding| {
        let location = sources.location(finding.span);
        let related_locations = finding.related.iter().map(|(span, _)| sources.location(*span)).collect();
        Reported { finding, location, related_locations }
    };
    findings.into_iter().map(place).collect()
}
