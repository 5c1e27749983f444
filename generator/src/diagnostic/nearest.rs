//! The name that somebody most likely meant.

/// Below this, two names have nothing to do with each other.
const ALIKE: f64 = 0.7;

/// The most similar of some names, if one is similar enough to be proposed.
pub fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let (name, likeness) = names
        .map(|name| (name, strsim::jaro_winkler(&name.to_lowercase(), &wanted.to_lowercase())))
        .max_by(|left, right| left.1.total_cmp(&right.1))?;
    (likeness > ALIKE).then_some(name)
}
