//! Merges types that are equal except for their names, within one component or operation. Types of different owners
//! stay separate, so that a name does not depend on other parts of the document.

use std::collections::{HashMap, HashSet};

use super::Schemas;
use crate::ir::{Schema, Type};

/// Removed names, with the names that replace them.
#[derive(Debug, Default)]
pub(in super::super) struct Renames(HashMap<String, String>);

impl Renames {
    /// Renames the types in a type.
    pub(in super::super) fn apply(&self, ty: &mut Type) {
        match ty {
            Type::Named(name) => {
                if let Some(kept) = self.0.get(name) {
                    name.clone_from(kept);
                }
            }
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
                self.apply(inner)
            }
            _ => {}
        }
    }
}

impl Schemas<'_> {
    /// Returns the number of types, as the start for [`Self::share`].
    pub(in super::super) fn mark(&self) -> usize {
        self.done.len()
    }

    /// Merges equal types that were hoisted since a mark.
    pub(in super::super) fn share(&mut self, mark: usize) -> Renames {
        let components: HashSet<&String> = self.names.values().collect();
        let mut new = self.done.split_off(mark.min(self.done.len()));
        let mut all = Renames::default();
        loop {
            let round = duplicates(&new, &components);
            if round.0.is_empty() {
                break;
            }
            new.retain(|schema| !round.0.contains_key(&schema.name));
            for ty in new.iter_mut().flat_map(|schema| schema.shape.types_mut()) {
                round.apply(ty);
            }
            for kept in all.0.values_mut() {
                if let Some(newer) = round.0.get(kept) {
                    kept.clone_from(newer);
                }
            }
            all.0.extend(round.0);
        }
        self.done.append(&mut new);
        if !all.0.is_empty() {
            self.hoisted.values_mut().for_each(|ty| all.apply(ty));
        }
        all
    }
}

/// Returns each duplicate type with the earlier type that replaces it.
fn duplicates(schemas: &[Schema], components: &HashSet<&String>) -> Renames {
    let mut first: HashMap<String, &str> = HashMap::new();
    let mut found = Renames::default();
    for schema in schemas.iter().filter(|schema| !components.contains(&schema.name)) {
        let content = format!("{:?} {:?}", schema.description, schema.shape);
        match first.get(&content) {
            Some(name) => drop(found.0.insert(schema.name.clone(), (*name).to_owned())),
            None => drop(first.insert(content, &schema.name)),
        }
    }
    found
}
