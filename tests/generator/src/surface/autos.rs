//! Whether types go to other threads, which no one writes down: `Send` and `Sync`, as far as the crate's own text tells.
//!
//! A type of another crate counts as both, but for those of the standard library that are known not to be.

use std::collections::{BTreeMap, BTreeSet};

use syn::{GenericArgument, Item, PathArguments, Type, TypeParamBound};

use super::source::Source;
use super::tokens::{named, names};

/// The two traits that the compiler gives by itself and that callers stand on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Auto {
    Send,
    Sync,
}

/// The types, aliases and traits of a crate by name.
pub(super) struct Known<'s> {
    fields: BTreeMap<String, Vec<&'s Type>>,
    /// The traits that each of its traits stands on.
    above: BTreeMap<String, BTreeSet<String>>,
}

impl<'s> Known<'s> {
    pub(super) fn of(source: &'s Source) -> Self {
        let mut known = Self { fields: BTreeMap::new(), above: BTreeMap::new() };
        for (item, _) in source.items() {
            let (name, types): (_, Vec<&Type>) = match item {
                Item::Struct(item) => (&item.ident, item.fields.iter().map(|field| &field.ty).collect()),
                Item::Enum(item) => {
                    let fields = item.variants.iter().flat_map(|variant| &variant.fields);
                    (&item.ident, fields.map(|field| &field.ty).collect())
                }
                Item::Type(item) => (&item.ident, vec![&item.ty]),
                Item::Trait(item) => {
                    let above = item.supertraits.iter().filter_map(names).collect();
                    known.above.insert(item.ident.to_string(), above);
                    continue;
                }
                _ => continue,
            };
            known.fields.entry(name.to_string()).or_insert(types);
        }
        known
    }

    /// Whether a type of the crate is one of the two.
    pub(super) fn is(&self, auto: Auto, name: &str) -> bool {
        self.all(auto, name, &mut BTreeSet::new())
    }

    fn all(&self, auto: Auto, name: &str, open: &mut BTreeSet<(Auto, String)>) -> bool {
        // A type in itself adds nothing.
        if !open.insert((auto, name.to_owned())) {
            return true;
        }
        self.fields.get(name).is_none_or(|types| types.iter().all(|ty| self.holds(auto, ty, open)))
    }

    fn holds(&self, auto: Auto, ty: &Type, open: &mut BTreeSet<(Auto, String)>) -> bool {
        match ty {
            Type::Ptr(_) => false,
            Type::Reference(reference) if reference.mutability.is_none() => {
                self.holds(Auto::Sync, &reference.elem, open)
            }
            Type::Reference(reference) => self.holds(auto, &reference.elem, open),
            Type::Tuple(tuple) => tuple.elems.iter().all(|ty| self.holds(auto, ty, open)),
            Type::Array(array) => self.holds(auto, &array.elem, open),
            Type::Slice(slice) => self.holds(auto, &slice.elem, open),
            Type::Paren(paren) => self.holds(auto, &paren.elem, open),
            Type::TraitObject(object) => self.is_bound(auto, object.bounds.iter().filter_map(names)),
            Type::ImplTrait(one) => {
                self.is_bound(auto, one.bounds.iter().filter_map(|bound: &TypeParamBound| names(bound)))
            }
            Type::Path(_) => self.path(auto, ty, open),
            _ => true,
        }
    }

    fn is_bound(&self, auto: Auto, mut names: impl Iterator<Item = String>) -> bool {
        let wanted = format!("{auto:?}");
        names.any(|name| name == wanted || self.above.get(&name).is_some_and(|above| above.contains(&wanted)))
    }

    fn path(&self, auto: Auto, ty: &Type, open: &mut BTreeSet<(Auto, String)>) -> bool {
        let Some((name, _)) = named(ty) else { return true };
        let inner = arguments(ty);
        let mut all = |auto: Auto| inner.iter().all(|ty| self.holds(auto, ty, open));
        match (name.as_str(), auto) {
            ("Rc", _) => false,
            ("MutexGuard" | "RwLockReadGuard" | "RwLockWriteGuard", Auto::Send) => false,
            ("Cell" | "RefCell" | "UnsafeCell" | "OnceCell" | "Receiver", Auto::Sync) => false,
            ("Arc", _) => all(Auto::Send) && all(Auto::Sync),
            ("Mutex", _) => all(Auto::Send),
            ("RwLock", Auto::Sync) => all(Auto::Send) && all(Auto::Sync),
            _ => all(auto) && self.all(auto, &name, open),
        }
    }
}

fn arguments(ty: &Type) -> Vec<&Type> {
    let Type::Path(path) = ty else { return Vec::new() };
    let lists = path.path.segments.iter().filter_map(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(list) => Some(&list.args),
        _ => None,
    });
    lists
        .flatten()
        .filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
        .collect()
}
