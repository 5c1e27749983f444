//! The engine's names, which are places, to the names of the [`Api`].

use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::visit_mut::{VisitMut, visit_path_mut};
use syn::{File, Ident, Item, Path, PathSegment};

use crate::api::Api;
use crate::lower::schema_key;

/// In the model crate types stand side by side.
pub(super) fn models(file: &mut File, api: &Api) {
    let mut rename = Rename { api, prefix: None };
    rename.visit_file_mut(file);
    for item in &mut file.items {
        if let Item::Struct(structure) = item
            && let Some(name) = rename.name(&structure.ident)
        {
            structure.ident = format_ident!("{name}");
        }
    }
}

/// In the client crate types stand in `models`.
pub(super) fn client(file: &mut File, api: &Api) {
    Rename { api, prefix: Some("models") }.visit_file_mut(file);
}

struct Rename<'a> {
    api: &'a Api,
    prefix: Option<&'static str>,
}

impl Rename<'_> {
    fn name(&self, ident: &Ident) -> Option<&str> {
        let place: usize = ident.to_string().strip_prefix('M')?.parse().ok()?;
        let schema = self.api.schemas.get(place)?;
        (*ident == schema_key(place)).then_some(schema.name.as_str())
    }
}

impl VisitMut for Rename<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_path_mut(self, path);
        let Some(name) = path.segments.last().and_then(|last| self.name(&last.ident)) else { return };
        let segments = self.prefix.into_iter().chain([name]);
        let segments: Punctuated<_, _> =
            segments.map(|segment| PathSegment::from(format_ident!("{segment}"))).collect();
        *path = Path { leading_colon: None, segments };
    }
}
