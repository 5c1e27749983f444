//! Splits types into classes of equal types.

use std::collections::HashMap;

/// Returns the class of each type: the coarsest division in which the members of a class agree in their first class and
/// in the classes of the types that they refer to.
pub(super) fn refine(first: Vec<usize>, edges: &[Vec<usize>]) -> Vec<usize> {
    let mut classes = numbered(first.into_iter());
    let mut count = 0;
    loop {
        let class = |index: &usize| classes.get(*index).copied();
        let keys = classes.iter().zip(edges);
        let keys = keys.map(|(own, edges)| (*own, edges.iter().map(class).collect::<Vec<_>>()));
        let next = numbered(keys);
        let found = next.iter().max().map_or(0, |last| last + 1);
        classes = next;
        if found == count {
            return classes;
        }
        count = found;
    }
}

/// Numbers keys in the order of their first occurrence.
pub(super) fn numbered<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = K>) -> Vec<usize> {
    let mut numbers: HashMap<K, usize> = HashMap::new();
    keys.map(|key| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
    })
    .collect()
}

/// Sets of types that are merged.
pub(super) struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    pub(super) fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    /// Returns the representative of a type's set.
    pub(super) fn find(&mut self, index: usize) -> usize {
        let mut root = index;
        while let Some(parent) = self.parents.get(root).copied().filter(|parent| *parent != root) {
            root = parent;
        }
        let mut at = index;
        while let Some(parent) = self.parents.get_mut(at).filter(|parent| **parent != root) {
            at = std::mem::replace(parent, root);
        }
        root
    }

    /// Merges the sets of two types, and those of the types that they refer to.
    pub(super) fn join(&mut self, one: usize, other: usize, edges: &[Vec<usize>]) {
        let mut todo = vec![(one, other)];
        while let Some((one, other)) = todo.pop() {
            let (from, to) = (self.find(one), self.find(other));
            if from == to {
                continue;
            }
            if let Some(parent) = self.parents.get_mut(from) {
                *parent = to;
            }
            let (Some(ones), Some(others)) = (edges.get(from), edges.get(to)) else { continue };
            todo.extend(ones.iter().copied().zip(others.iter().copied()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_cycles_are_one_class() {
        // Two types that refer to themselves, one that refers to the first, and one that differs.
        let edges = [vec![0], vec![1], vec![0], vec![2]];
        let classes = refine(vec![0, 0, 0, 1], &edges);
        assert_eq!(classes, [0, 0, 0, 1]);
        let classes = refine(vec![0, 0, 1, 0], &[vec![1], vec![2], vec![2], vec![2]]);
        assert_eq!(classes, [0, 1, 2, 1]);
    }

    #[test]
    fn joined_types_join_what_they_contain() {
        let edges = [vec![2], vec![3], vec![], vec![]];
        let mut sets = Sets::new(4);
        sets.join(0, 1, &edges);
        assert_eq!(sets.find(2), sets.find(3));
        assert_ne!(sets.find(0), sets.find(2));
    }
}
