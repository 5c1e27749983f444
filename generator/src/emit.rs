//! The engine's syntax tree to the two crates, pass by pass.
//!
//! A pass is a function over one crate's tree and the [`Api`]. To add one: a file with
//! `pub(super) fn apply(file: &mut syn::File, code: &Code<'_>)`, and a line in [`MODEL_PASSES`] or [`CLIENT_PASSES`].
//! Passes of a crate run in the order of its list. A pass adds a form that the engine has not, or takes away one that
//! nobody wants; what a form holds comes from the [`Api`] alone.

mod client;
mod crate_docs;
pub(crate) mod docs;
mod layout;
mod marks;
mod models;
mod names;
mod split;
mod types;
pub mod verify;

use std::collections::HashMap;

use syn::{GenericArgument, PathArguments, Type};

use crate::ir::{self, Api, Crates, Schema};

/// What a pass looks things up in.
pub(crate) struct Code<'a> {
    api: &'a Api,
    /// What stands behind the names that the engine was given for types it cannot say.
    types: &'a [ir::Type],
    schemas: HashMap<&'a str, usize>,
}

impl<'a> Code<'a> {
    fn place(&self, name: &str) -> Option<usize> {
        self.schemas.get(name).copied()
    }

    fn schema(&self, name: &str) -> Option<&'a Schema> {
        self.api.schemas.get(self.place(name)?)
    }
}

type Pass = fn(&mut syn::File, &Code<'_>);

/// Passes over the model crate.
const MODEL_PASSES: &[Pass] = &[
    names::models,
    models::paths::shorten,
    models::fields::apply,
    models::setters::apply,
    models::enums::apply,
    models::aliases::apply,
    models::serde::apply,
    layout::models,
];

/// Passes over the client crate.
const CLIENT_PASSES: &[Pass] = &[
    names::client,
    client::methods::apply,
    client::pagers::apply,
    client::operation_static::apply,
    client::options::apply,
    client::error_enums::apply,
    client::headers::apply,
    layout::client,
    client::client_struct::apply,
];

/// Makes the two crates of what the engine made. `types` are those that the engine could not say.
pub fn emit(engine: syn::File, types: &[ir::Type], api: &Api) -> Crates {
    let schemas =
        api.schemas.iter().enumerate().map(|(place, schema)| (schema.name.as_str(), place)).collect();
    let code = Code { api, types, schemas };
    let mut crates = split::split(engine);
    MODEL_PASSES.iter().for_each(|pass| pass(&mut crates.models, &code));
    CLIENT_PASSES.iter().for_each(|pass| pass(&mut crates.client, &code));
    crates
}

/// The first type argument of a path that ends in a name: the `T` of `Option<T>`.
fn generic_inner<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    })
}
