//! Cuts progenitor's file into types, and keys each by the schema or the operation that it was made for.
//!
//! What progenitor makes besides (conversions, an error type, a client that sends) is not used.

use quote::format_ident;
use syn::visit_mut::{VisitMut, visit_type_mut};
use syn::{
    Fields, File, FnArg, Ident, ImplItem, Item, ItemStruct, Pat, Path, PathSegment, ReturnType, Signature,
    Type,
};

use super::paths;
use crate::ir::rust_type::{self, generic_inner};
use crate::ir::{self, Api, EngineItems, EngineMethod, EngineStruct};

/// Keys the items of a file. `types` are those that the engine has stand-ins for.
pub(super) fn keyed(file: File, types: &[ir::Type], api: &Api) -> EngineItems {
    let mut items = EngineItems::default();
    let mut models = Rename { api, types, prefix: None };
    let mut client = Rename { api, types, prefix: Some("models") };
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => {
                for item in module.content.into_iter().flat_map(|(_, items)| items) {
                    if let Item::Struct(item) = item
                        && let Some(name) = models.schema(&item.ident)
                    {
                        items.structs.insert(name.to_owned(), structure(item, &mut models));
                    }
                }
            }
            Item::Impl(block) if block.trait_.is_none() => {
                for item in block.items {
                    if let ImplItem::Fn(function) = item
                        && function.sig.asyncness.is_some()
                        && let Some(operation) =
                            index(&function.sig.ident, 'o').and_then(|index| api.operations.get(index))
                    {
                        items.methods.insert(operation.function.clone(), method(function.sig, &mut client));
                    }
                }
            }
            _ => {}
        }
    }
    items
}

/// The number in a name that `lower` gave.
fn index(ident: &Ident, prefix: char) -> Option<usize> {
    ident.to_string().strip_prefix(prefix)?.parse().ok()
}

fn structure(item: ItemStruct, rename: &mut Rename<'_>) -> EngineStruct {
    let Fields::Named(named) = item.fields else { return EngineStruct::default() };
    let fields = named.named.into_iter();
    let fields =
        fields.filter_map(|field| Some((index(field.ident.as_ref()?, 'f')?, rename.apply(field.ty))));
    EngineStruct { fields: fields.collect() }
}

fn method(signature: Signature, rename: &mut Rename<'_>) -> EngineMethod {
    let mut method = EngineMethod::default();
    for argument in signature.inputs {
        let FnArg::Typed(typed) = argument else { continue };
        let Pat::Ident(pattern) = *typed.pat else { continue };
        let ty = rename.apply(*typed.ty);
        match index(&pattern.ident, 'a') {
            Some(index) => drop(method.arguments.insert(index, ty)),
            None => method.body = Some(ty),
        }
    }
    if let ReturnType::Type(_, ty) = signature.output {
        // `Result<ResponseValue<T>, _>`.
        let response = generic_inner(&ty, "Result").and_then(|ty| generic_inner(ty, "ResponseValue"));
        method.response = response.map(|ty| rename.apply(ty.clone()));
    }
    method
}

/// The engine's names to those of the [`Api`]: side by side in the model crate, with a prefix in the client crate.
struct Rename<'a> {
    api: &'a Api,
    types: &'a [ir::Type],
    prefix: Option<&'static str>,
}

impl<'a> Rename<'a> {
    fn apply(&mut self, mut ty: Type) -> Type {
        self.visit_type_mut(&mut ty);
        paths::shorten(&mut ty);
        ty
    }

    fn schema(&self, ident: &Ident) -> Option<&'a str> {
        Some(self.api.schemas.get(index(ident, 'M')?)?.name.as_str())
    }

    fn stand_in(&self, ident: &Ident) -> Option<Type> {
        Some(rust_type::written(self.types.get(index(ident, 'T')?)?, self.prefix))
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
