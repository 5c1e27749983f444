//! Finds the inline types of a document that have a name in the lock.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::lock::{Lock, LockedType};

/// The names of alternatives that nothing else tells apart.
const KINDS: [&str; 4] = ["AnyOf", "List", "Object", "OneOf"];

/// An inline type.
pub(super) struct Inline<'s> {
    /// The provisional name.
    pub(super) name: &'s str,
    /// The hash of its structure.
    pub(super) print: &'s str,
    pub(super) places: &'s BTreeSet<String>,
    /// Whether it has so many parts that an equal structure is not chance.
    pub(super) is_large: bool,
}

/// How well a type and a line match, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    /// The same place and structure.
    Same,
    /// The same structure, which is not chance: the type is large, or the line has more places than it lists. Also that of an
    /// alternative without a name, whose number says nothing.
    Shape,
    /// The same place.
    Place,
    /// The same structure, and the places are gone.
    Moved,
}

/// Returns the line of each type that has one, by the provisional name of the type. The order of the document does not
/// matter.
pub(super) fn found<'l>(lock: &'l Lock, types: &[Inline<'_>]) -> HashMap<String, LockedType<'l>> {
    let mut finder =
        Finder { types, by_place: HashMap::new(), by_print: HashMap::new(), found: HashMap::new() };
    for (index, it) in types.iter().enumerate() {
        finder.by_print.entry(it.print).or_default().push(index);
        for place in it.places {
            finder.by_place.entry(place).or_default().push(index);
        }
    }
    let mut lines: Vec<LockedType<'l>> = lock.types().collect();
    // Most lines match exactly, and the others are compared without them.
    for matches in [[Match::Same].as_slice(), &[Match::Shape, Match::Place, Match::Moved]] {
        finder.assign(&lines, matches);
        let named: HashSet<&str> = finder.found.values().map(|line| line.name).collect();
        lines.retain(|line| !named.contains(line.name));
    }
    finder.found
}

struct Finder<'s, 'l> {
    types: &'s [Inline<'s>],
    by_place: HashMap<&'s str, Vec<usize>>,
    by_print: HashMap<&'s str, Vec<usize>>,
    found: HashMap<String, LockedType<'l>>,
}

impl<'l> Finder<'_, 'l> {
    fn assign(&mut self, lines: &[LockedType<'l>], matches: &[Match]) {
        let mut pairs = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let own = self.candidates(line).into_iter().filter(|(it, ..)| matches.contains(it));
            // A type keeps its name rather than taking one that is no longer used.
            let rank = |it| (line.is_unused && it != Match::Same, it);
            pairs.extend(own.map(|(it, score, ty)| (rank(it), Reverse(score), line.name, ty, index)));
        }
        pairs.sort_by_key(|(rank, score, line, ty, _)| {
            (*rank, *score, *line, self.types.get(*ty).map(|ty| (ty.places.first(), ty.name)))
        });
        let mut used: HashSet<usize> = HashSet::new();
        for (.., ty, index) in pairs {
            let (Some(ty), Some(line)) = (self.types.get(ty), lines.get(index)) else { continue };
            if !self.found.contains_key(ty.name) && used.insert(index) {
                self.found.insert(ty.name.to_owned(), *line);
            }
        }
    }

    /// Returns the types that may be that of a line, with a score.
    fn candidates(&self, line: &LockedType<'_>) -> Vec<(Match, usize, usize)> {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for place in line.places {
            for index in self.by_place.get(place.as_str()).into_iter().flatten() {
                *shared.entry(*index).or_default() += 1;
            }
        }
        let is_gone = shared.is_empty();
        let is = |index: &usize| self.types.get(*index).is_some_and(|it| it.print == line.print);
        let at_place = |(index, count): (&usize, &usize)| {
            (if is(index) { Match::Same } else { Match::Place }, *count, *index)
        };
        let mut all: Vec<_> = shared.iter().map(at_place).collect();
        for index in self.by_print.get(line.print).into_iter().flatten() {
            let Some(it) = self.types.get(*index).filter(|it| !self.found.contains_key(it.name)) else {
                continue;
            };
            let likeness =
                line.places.iter().flat_map(|place| it.places.iter().map(|other| ending(place, other)));
            let likeness = likeness.max().unwrap_or_default();
            if it.is_large || line.has_more || line.places.iter().all(|place| is_numbered(place)) {
                all.push((Match::Shape, likeness, *index));
            } else if is_gone {
                all.push((Match::Moved, likeness, *index));
            }
        }
        all
    }
}

/// Whether a place is within an alternative that is named by its kind, and by a number if there are several.
fn is_numbered(place: &str) -> bool {
    let stem = |name: &str| name.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    place.split('/').skip(1).any(|name| name.get(..stem(name)).is_some_and(|stem| KINDS.contains(&stem)))
}

/// Returns how many of the last names two places share.
fn ending(one: &str, other: &str) -> usize {
    one.rsplit('/').zip(other.rsplit('/')).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SourceFile;
    use crate::lock::read;

    /// The names of types, each at a place with a structure.
    fn names(lock: &str, types: &[(&'static str, &'static str)]) -> Vec<Option<String>> {
        let source = SourceFile { path: "names.lock".to_owned(), text: lock.to_owned() };
        let lock = read(0, &source, false, &mut Vec::new());
        let places: Vec<BTreeSet<String>> =
            types.iter().map(|(place, _)| BTreeSet::from([(*place).to_owned()])).collect();
        let inline = types.iter().zip(&places).map(|((name, print), places)| Inline {
            name,
            print,
            places,
            is_large: false,
        });
        let found = found(&lock, &inline.collect::<Vec<_>>());
        types.iter().map(|(name, _)| found.get(*name).map(|line| line.name.to_owned())).collect()
    }

    #[test]
    fn place_decides_between_small_types() {
        let lock = "type A 01 X/a\ntype B 02 X/b\n";
        let named = |names: &[&str]| names.iter().map(|name| Some((*name).to_owned())).collect::<Vec<_>>();
        assert_eq!(names(lock, &[("X/b", "02"), ("X/a", "01")]), named(&["B", "A"]));
        assert_eq!(names(lock, &[("X/a", "02"), ("X/b", "01")]), named(&["A", "B"]));
        assert_eq!(names(lock, &[("Y/a", "02"), ("Y/b", "01")]), named(&["B", "A"]));
        assert_eq!(names(lock, &[("X/c", "03"), ("X/a", "04")]), [None, Some("A".to_owned())]);
    }

    #[test]
    fn structure_decides_between_unnamed_alternatives() {
        let lock = "type A 01 X/Object\ntype B 02 X/Object2\n";
        let types = [("X/Object", "03"), ("X/Object2", "01"), ("X/Object3", "02")];
        assert_eq!(names(lock, &types), [None, Some("A".to_owned()), Some("B".to_owned())]);
    }
}
