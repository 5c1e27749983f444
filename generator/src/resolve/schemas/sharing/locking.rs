//! Keeps the names of an earlier version of the document, and records those of this one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::super::Schemas;
use super::groups::Groups;
use super::locked::{Inline, found};
use super::written::Written;
use super::{labels, prints};
use crate::lock::{Kind, Lock, LockedType};
use crate::names::{NameAllocator, camel};

/// The types that earlier versions told apart or merged.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// The components that were also the type of inline schemas.
    joined: HashSet<String>,
    /// The hoisted types that were no component.
    inline: HashSet<String>,
}

impl Before {
    pub(super) fn of(lock: &Lock, schemas: &Schemas<'_>) -> Self {
        let keys = keys(schemas);
        let joined = lock.joined().filter_map(|key| schemas.names.get(key).cloned()).collect();
        let places: HashSet<&str> = lock.types().flat_map(|line| line.places).map(String::as_str).collect();
        let mut written = Written::new(&schemas.places, &keys);
        let is_inline =
            |name: &&String| written.all(name).iter().any(|place| places.contains(place.as_str()));
        Self { joined, inline: schemas.places.origins.keys().filter(is_inline).cloned().collect() }
    }

    /// Whether a component was also the type of inline schemas.
    pub(super) fn is_joined(&self, name: &str) -> bool {
        self.joined.contains(name)
    }

    /// Whether a hoisted type was no component.
    pub(super) fn is_inline(&self, name: &str) -> bool {
        self.inline.contains(name)
    }
}

/// Returns the keys of components by the names of their types.
fn keys<'s>(schemas: &'s Schemas<'_>) -> HashMap<&'s str, &'s str> {
    schemas.names.iter().map(|(key, name)| (name.as_str(), *key)).collect()
}

/// The lock, and what its lines name in this version.
pub(super) struct Locking<'l> {
    lock: &'l Lock,
    /// The keys of components by their provisional names.
    keys: BTreeMap<String, String>,
    prints: HashMap<String, String>,
    /// The places of the inline schemas of each type.
    places: HashMap<String, BTreeSet<String>>,
    lines: HashMap<String, LockedType<'l>>,
}

impl<'l> Locking<'l> {
    /// `merged` has the name of the type that is kept, for each type.
    pub(super) fn new(
        lock: &'l Lock,
        schemas: &Schemas<'_>,
        groups: &Groups,
        merged: &HashMap<&str, &str>,
    ) -> Self {
        let keys = keys(schemas);
        let prints = prints::prints(&schemas.done, groups, &keys);
        let mut places: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut written = Written::new(&schemas.places, &keys);
        for (name, kept) in merged.iter().filter(|(name, _)| schemas.places.origins.contains_key(**name)) {
            places.entry((*kept).to_owned()).or_default().extend(written.all(name));
        }
        let mut inline = Vec::new();
        for ((schema, print), index) in schemas.done.iter().zip(&prints).zip(0..) {
            let is_kept = merged.get(schema.name.as_str()).is_some_and(|kept| *kept == schema.name);
            let Some(places) = places.get(&schema.name).filter(|_| is_kept && !groups.is_component(index))
            else {
                continue;
            };
            let is_large = labels::size(&schema.shape) >= super::groups::LARGE;
            inline.push(Inline { name: &schema.name, print, places, is_large });
        }
        let lines = found(lock, &inline);
        let named = schemas.done.iter().map(|schema| schema.name.clone()).zip(prints.clone()).collect();
        let keys = keys.into_iter().map(|(name, key)| (name.to_owned(), key.to_owned())).collect();
        Self { lock, keys, prints: named, lines, places }
    }

    /// Returns the name that a type has.
    pub(super) fn name(&self, name: &str) -> Option<&'l str> {
        self.lines.get(name).map(|line| line.name)
    }

    /// Reserves the names that no type has now.
    pub(super) fn reserve(&self, names: &mut NameAllocator) {
        let found: HashSet<&str> = self.lines.values().map(|line| line.name).collect();
        for line in self.lock.types().filter(|line| !self.lock.prunes || found.contains(line.name)) {
            if !names.is_taken(line.name) {
                names.allocate(line.name.to_owned());
            }
        }
    }

    /// Records the names of this version. `names` are those of types, and `settings` those that components get from the
    /// settings.
    pub(super) fn record<'n>(
        &self,
        named: &mut Lock,
        names: impl Iterator<Item = (&'n str, Option<String>)>,
        components: impl Fn(&str) -> Option<String>,
        settings: &BTreeMap<String, String>,
    ) {
        for (name, given) in names {
            let line = self.lines.get(name).copied();
            let places: Vec<String> = self.places.get(name).into_iter().flatten().cloned().collect();
            // A type that the settings name keeps its line.
            let Some(locked) = given.or(line.map(|line| line.name.to_owned())) else { continue };
            let print = self.prints.get(name).cloned().unwrap_or_default();
            named.add_type(locked, print, &places, line);
        }
        for (name, key) in &self.keys {
            let places: Vec<String> = self.places.get(name).into_iter().flatten().cloned().collect();
            let plain = camel(key);
            let is_set = settings.contains_key(key);
            let Some(name) = components(name).map(|name| if is_set { plain.clone() } else { name }) else {
                continue;
            };
            if (name != plain || !places.is_empty()) && !named.has(Kind::Type, &name) {
                named.add_component(name, crate::lock::token(key), &places, self.lock);
            }
        }
    }
}
