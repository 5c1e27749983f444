//! The derives that depend on what a type consists of.

use syn::{Attribute, parse_quote};

use crate::ir::Traits;

/// `Eq` and `Hash` of a struct or a union. They cost some 5 % of the time to check a model crate, so a feature adds them.
pub(super) fn hash(traits: &Traits<'_>, name: &str) -> Option<Attribute> {
    traits.is_hashed(name).then(|| parse_quote!(#[cfg_attr(feature = "hash", derive(Eq, Hash))]))
}

/// The derives of a newtype or a tuple.
pub(super) fn of_tuple(traits: &Traits<'_>, name: &str) -> Vec<Attribute> {
    if traits.is_ordered(name) {
        return vec![parse_quote!(#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)])];
    }
    let always = parse_quote!(#[derive(Clone, Debug, PartialEq)]);
    [always].into_iter().chain(hash(traits, name)).collect()
}
