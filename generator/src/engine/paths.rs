//! Rewrites `::std::option::Option` to `Option`. No type of an [`Api`](crate::ir::Api) takes a name of the prelude, so the
//! meaning is the same.

use syn::visit_mut::{VisitMut, visit_path_mut, visit_type_reference_mut};
use syn::{Path, Type, TypeReference};

/// Last segments that need no path.
const PRELUDE: [&str; 4] = ["Option", "Vec", "String", "Box"];

/// Shortens the paths in a type, and leaves out its lifetimes.
pub(super) fn shorten(ty: &mut Type) {
    Shorten.visit_type_mut(ty);
}

struct Shorten;

impl VisitMut for Shorten {
    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        visit_type_reference_mut(self, reference);
        reference.lifetime = None;
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_path_mut(self, path);
        let is_std = path.segments.first().is_some_and(|first| first.ident == "std");
        let last = path.segments.last().filter(|last| PRELUDE.iter().any(|name| last.ident == name));
        if let Some(last) = last.filter(|_| is_std && path.leading_colon.is_some()).cloned() {
            *path = Path::from(last);
        } else {
            path.leading_colon = None;
        }
    }
}
