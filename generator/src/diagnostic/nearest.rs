//! Suggests the name that was most likely meant.

/// The minimum similarity for a suggestion.
const ALIKE: f64 = 0.7;

/// Returns the most similar name, if it is similar enough.
pub fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let (name, likeness) = names
        .map(|name| (name, strsim::jaro_winkler(&name.to_lowercase(), &wanted.to_lowercase())))
        .max_by(|left, right| left.1.total_cmp(&right.1))?;
    (likeness > ALIKE).then_some(name)
}
