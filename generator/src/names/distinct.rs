//! Allocates unique names that do not depend on the order of a list.

use std::collections::BTreeMap;

use super::NameAllocator;

/// The candidate names of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    /// From the shortest name to the most specific one.
    names: Vec<String>,
    /// If several things share their first name, the one with the lowest rank gets it.
    rank: usize,
}

impl Candidates {
    /// Creates candidates. A repetition of an earlier candidate is dropped, so that a thing does not get back a name
    /// that it gave up.
    pub fn new(names: Vec<String>, rank: usize) -> Self {
        let mut kept: Vec<String> = Vec::with_capacity(names.len());
        for name in names {
            if !kept.contains(&name) {
                kept.push(name);
            }
        }
        Self { names: kept, rank }
    }

    fn at(&self, level: usize) -> &str {
        self.names.get(level).map_or("", String::as_str)
    }
}

/// Returns a name for each thing, independent of their order.
///
/// If several share a name, the one with the lowest rank keeps it, provided that it is the only one of that rank. The
/// others take their next candidate, and so on. A thing that still has its first name does not give it up for one that
/// has moved on.
pub fn distinct(things: &[Candidates]) -> Vec<String> {
    let mut levels = vec![0_usize; things.len()];
    while advance(things, &mut levels) {}
    // Only things whose candidates are all equal still share a name.
    let mut names = NameAllocator::default();
    things.iter().zip(levels).map(|(thing, level)| names.allocate(thing.at(level).to_owned())).collect()
}

/// Advances the things that share a name. Returns false if none can advance.
fn advance(things: &[Candidates], levels: &mut [usize]) -> bool {
    let mut groups: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (thing, level) in things.iter().zip(levels.iter()) {
        groups.entry(thing.at(*level)).or_default().push((*level, thing.rank));
    }
    let mut has_moved = false;
    for (thing, level) in things.iter().zip(levels) {
        let own = (*level, thing.rank);
        let Some(group) = groups.get(thing.at(*level)).filter(|group| group.len() > 1) else { continue };
        let stays = group.iter().filter(|other| **other <= own).count() == 1;
        if !stays && *level + 1 < thing.names.len() {
            *level += 1;
            has_moved = true;
        }
    }
    has_moved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(names: &[&str], rank: usize) -> Candidates {
        Candidates::new(names.iter().map(|name| (*name).to_owned()).collect(), rank)
    }

    #[test]
    fn lowest_rank_alone_keeps_plain_name() {
        let things = [thing(&["a", "b"], 1), thing(&["a", "c"], 0)];
        assert_eq!(distinct(&things), ["b", "a"]);
        let things = [thing(&["a", "b"], 1), thing(&["a", "c"], 1)];
        assert_eq!(distinct(&things), ["b", "c"]);
    }

    #[test]
    fn plain_name_keeps_against_second_candidate() {
        let things = [thing(&["a", "b", "c"], 1), thing(&["a", "d"], 1), thing(&["b", "e"], 1)];
        assert_eq!(distinct(&things), ["c", "d", "b"]);
    }

    #[test]
    fn retired_plain_name_is_not_given_again() {
        let things = [thing(&["a", "b"], 1), thing(&["a", "a", "c"], 1)];
        assert_eq!(distinct(&things), ["b", "c"]);
    }
}
