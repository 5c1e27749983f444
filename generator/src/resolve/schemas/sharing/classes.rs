//! Splits types into classes of equal types.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;

/// Returns the class of each type: the coarsest division in which the members of a class agree in their first class and
/// in the classes of the types that they refer to.
pub(super) fn refine(first: Vec<usize>, edges: &[Vec<usize>]) -> Vec<usize> {
    let mut division = Division::new(first);
    let users = users(edges);
    let mut dirty: Vec<usize> = (0..edges.len()).collect();
    while !dirty.is_empty() {
        let moved = division.split(&dirty, edges);
        let users = moved.iter().filter_map(|index| users.get(*index)).flatten().copied();
        dirty = users.collect::<BTreeSet<usize>>().into_iter().collect();
    }
    division.classes
}

/// Returns the types that refer to each type.
fn users(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut users = vec![Vec::new(); edges.len()];
    for (from, edges) in edges.iter().enumerate() {
        for to in edges {
            if let Some(users) = users.get_mut(*to) {
                users.push(from);
            }
        }
    }
    users
}

/// Types in classes.
struct Division {
    classes: Vec<usize>,
    /// The number of members of each class.
    sizes: Vec<usize>,
    /// The references that the members of each class have, as classes. Empty before the first split.
    references: Vec<Option<Vec<usize>>>,
}

impl Division {
    fn new(first: Vec<usize>) -> Self {
        let classes = numbered(first.into_iter());
        let mut sizes = vec![0; classes.iter().max().map_or(0, |last| last + 1)];
        for class in &classes {
            if let Some(size) = sizes.get_mut(*class) {
                *size += 1;
            }
        }
        Self { references: vec![None; sizes.len()], classes, sizes }
    }

    /// Moves types whose references differ from those of their class to new classes, and returns them. `dirty` are the
    /// types that may differ.
    fn split(&mut self, dirty: &[usize], edges: &[Vec<usize>]) -> Vec<usize> {
        let class = |index: &usize| self.classes.get(*index).copied().unwrap_or_default();
        let mut found: BTreeMap<usize, IndexMap<Vec<usize>, Vec<usize>>> = BTreeMap::new();
        for index in dirty {
            let references = edges.get(*index).into_iter().flatten().map(class).collect();
            found.entry(class(index)).or_default().entry(references).or_default().push(*index);
        }
        let mut moved = Vec::new();
        for (class, mut groups) in found {
            let size = self.sizes.get(class).copied().unwrap_or_default();
            let is_whole = groups.values().map(Vec::len).sum::<usize>() == size;
            // If no member stays as it was, the largest group does, so that few types move.
            let largest =
                || groups.iter().max_by_key(|(_, members)| members.len()).map(|(key, _)| key.clone());
            let stays = if is_whole { largest() } else { self.references.get(class).cloned().flatten() };
            if let Some(stays) = &stays {
                groups.shift_remove(stays);
            }
            if let Some(references) = self.references.get_mut(class) {
                *references = stays;
            }
            for (references, members) in groups {
                let new = self.sizes.len();
                self.sizes.push(members.len());
                self.references.push(Some(references));
                if let Some(size) = self.sizes.get_mut(class) {
                    *size -= members.len();
                }
                for index in &members {
                    if let Some(class) = self.classes.get_mut(*index) {
                        *class = new;
                    }
                }
                moved.extend(members);
            }
        }
        moved
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
        let classes = numbered(refine(vec![0, 0, 0, 1], &edges).into_iter());
        assert_eq!(classes, [0, 0, 0, 1]);
        let edges = [vec![1], vec![2], vec![2], vec![2]];
        let classes = numbered(refine(vec![0, 0, 1, 0], &edges).into_iter());
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
