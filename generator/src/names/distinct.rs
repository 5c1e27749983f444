//! Names that are all different, and that no order of a list decides.

use std::collections::BTreeMap;

use super::NameAllocator;

/// What one thing may be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    /// From the plainest name to the most exact one.
    names: Vec<String>,
    /// Of several things with the same plain name, the one with the lowest rank has it.
    rank: usize,
}

impl Candidates {
    /// Candidates from the plainest to the most exact. One that repeats an earlier one is dropped: a thing that gives up
    /// its plain name does not get it back.
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

/// A name for each thing, whatever the order of the things.
///
/// Where several share a name, the one with the lowest rank keeps it, if it is alone with that rank. The others take their
/// next candidate, and so on. Nothing gives way to a thing that has left its plain name.
pub fn distinct(things: &[Candidates]) -> Vec<String> {
    let mut levels = vec![0_usize; things.len()];
    while advance(things, &mut levels) {}
    // Only things that are alike in every candidate still share a name.
    let mut names = NameAllocator::default();
    things.iter().zip(levels).map(|(thing, level)| names.allocate(thing.at(level).to_owned())).collect()
}

/// Moves on what shares a name with another. False once nothing can move.
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
