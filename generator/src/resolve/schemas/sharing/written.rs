//! Writes the places of hoisted types for the lock of names.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::places::{Known, Places, Root};
use crate::lock;

/// Writes places. A type that is used at several places counts at the first of them for the types in it, so that the place
/// at which it was hoisted does not matter.
pub(super) struct Written<'s> {
    places: &'s Places,
    /// The keys of components by their types.
    keys: &'s HashMap<&'s str, &'s str>,
    /// The first place of each type.
    first: HashMap<&'s str, Option<String>>,
    /// The types whose first place is being looked for.
    open: HashSet<&'s str>,
}

impl<'s> Written<'s> {
    pub(super) fn new(places: &'s Places, keys: &'s HashMap<&'s str, &'s str>) -> Self {
        Self { places, keys, first: HashMap::new(), open: HashSet::new() }
    }

    /// Returns the places of a hoisted type.
    pub(super) fn all(&mut self, name: &str) -> BTreeSet<String> {
        let places = self.places;
        let ids = places.origins.get(name).map(|origin| origin.places.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| self.place(places.all.get(*id)?)).collect()
    }

    fn place(&mut self, known: &'s Known) -> Option<String> {
        let container = match &known.root {
            Root::Operation(name) => lock::place(name, true),
            Root::Component(name) => {
                lock::place(self.keys.get(name.as_str()).copied().unwrap_or(name), false)
            }
            Root::Place(id) => {
                let outer = self.places.all.get(*id)?;
                match &outer.ty {
                    Some(ty) => self.first(ty)?,
                    None => self.place(outer)?,
                }
            }
        };
        Some(lock::within(container, &known.words))
    }

    /// Returns the first place of a type. None for a place within itself.
    fn first(&mut self, name: &'s str) -> Option<String> {
        if let Some(known) = self.first.get(name) {
            return known.clone();
        }
        if !self.open.insert(name) {
            return None;
        }
        let first =
            self.all(name).into_iter().min_by_key(|place| (place.matches('/').count(), place.clone()));
        self.open.remove(name);
        self.first.insert(name, first.clone());
        first
    }
}
