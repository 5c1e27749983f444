//! Detects repeated pages in bounded memory.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The maximum number of pages that are remembered.
const MOST: usize = 16 * 1024;

/// The hashes of pages.
///
/// A repeated hash is found if it is among the first pages of a window. Each window has twice the length of the previous
/// one, so that a cycle of any length is found eventually, as in Brent's algorithm.
pub(super) struct Seen {
    marks: HashSet<u64>,
    /// The number of pages in this window so far.
    pages: usize,
    window: usize,
}

impl Seen {
    pub(super) fn new() -> Self {
        Self { marks: HashSet::new(), pages: 0, window: MOST }
    }

    /// Returns whether a page is not remembered yet. Remembers it if there is room.
    pub(super) fn is_new(&mut self, page: impl Hash) -> bool {
        if self.pages == self.window {
            self.marks.clear();
            self.pages = 0;
            self.window = self.window.saturating_mul(2);
        }
        self.pages += 1;
        let mut hasher = DefaultHasher::new();
        page.hash(&mut hasher);
        let mark = hasher.finish();
        if self.marks.len() < MOST { self.marks.insert(mark) } else { !self.marks.contains(&mark) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the number of pages of a cycle after which a page is recognized.
    fn known_after(circle: usize) -> usize {
        let mut seen = Seen::new();
        (0..).take_while(|page| seen.is_new(page % circle)).count()
    }

    #[test]
    fn circle_of_any_length_is_found() {
        for circle in [1, 2, 1000, MOST - 1] {
            assert_eq!(known_after(circle), circle);
        }
        for circle in [MOST, MOST + 1, 3 * MOST, 5 * MOST + 7] {
            assert!(known_after(circle) <= 4 * circle, "{circle}");
        }
    }

    #[test]
    fn pages_that_never_repeat_take_bounded_memory() {
        let mut seen = Seen::new();
        assert!((0..20 * MOST).all(|page| seen.is_new(page)));
        assert!(seen.marks.capacity() <= 2 * MOST);
    }
}
