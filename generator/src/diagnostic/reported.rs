//! Diagnostics with their locations in the files.

use serde::{Deserialize, Serialize};

use super::Diagnostic;
use crate::document::{Location, Sources};

/// A diagnostic with resolved locations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The diagnostic.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// The location.
    pub location: Location,
    /// The related locations.
    pub related_locations: Vec<Location>,
}

/// Resolves the locations of diagnostics, sorts them by location and removes duplicates.
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
