//! The engine's names, which are places, to the names of the [`Api`].

use quote::format_ident;
use syn::visit_mut::{VisitMut, visit_type_mut};
use syn::{File, Ident, Item, Path, PathSegment, Type};

use crate::emit::{Code, types};
use crate::engine::lower::{schema_key, type_key};
use crate::ir::{self, Api};

/// In the model crate types stand side by side.
pub(super) fn models(file: &mut File, code: &Code<'_>) {
    let mut rename = Rename { api: code.api, types: code.types, prefix: None };
    rename.visit_file_mut(file);
    for item in &mut file.items {
        if let Item::Struct(structure) = item
            && let Some(name) = rename.schema(&structure.ident)
        {
            structure.ident = format_ident!("{name}");
        }
    }
}

/// In the client crate types stand in `models`.
pub(super) fn client(file: &mut File, code: &Code<'_>) {
    Rename { api: code.api, types: code.types, prefix: Some("models") }.visit_file_mut(file);
}

struct Rename<'a> {
    api: &'a Api,
    types: &'a [ir::Type],
    prefix: Option<&'static str>,
}

impl Rename<'_> {
    fn schema(&self, ident: &Ident) -> Option<&str> {
        let place: usize = ident.to_string().strip_prefix('M')?.parse().ok()?;
        let schema = self.api.schemas.get(place)?;
        (*ident == schema_key(place)).then_some(schema.name.as_str())
    }

    fn stand_in(&self, ident: &Ident) -> Option<Type> {
        let place: usize = ident.to_string().strip_prefix('T')?.parse().ok()?;
        let ty = self.types.get(place)?;
        (*ident == type_key(place)).then(|| types::written(ty, self.prefix))
    }
}

impl VisitMut for Rename<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_type_mut(self, ty);
        let Type::Path(path) = ty else { return };
        let Some(last) = path.path.segments.last() else { return };
        if let Some(written) = self.stand_in(&last.ident) {
            *ty = written;
        } else if let Some(name) = self.schema(&last.ident) {
            let segments = self.prefix.into_iter().chain([name]);
            let segments = segments.map(|segment| PathSegment::from(format_ident!("{segment}"))).collect();
            path.path = Path { leading_colon: None, segments };
        }
    }
}
