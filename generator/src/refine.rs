//! The engine's syntax tree to the two crates, pass by pass.
//!
//! A pass is a function over one crate's tree and the [`Api`]. To add one: a file with
//! `pub(super) fn apply(file: &mut syn::File, code: &Code<'_>)`, and a line in [`MODEL_PASSES`] or [`CLIENT_PASSES`].
//! Passes of a crate run in the order of its list. A pass adds a form that the engine has not, or takes away one that
//! nobody wants; what a form holds comes from the [`Api`] alone.

mod aliases;
mod client;
pub(crate) mod docs;
mod enums;
mod errors;
mod fields;
mod front;
mod headers;
mod marks;
mod methods;
mod modules;
mod names;
mod options;
mod pages;
mod paths;
mod recipe;
mod setters;
mod split;
mod tables;
mod types;
mod wire;

use std::collections::HashMap;

use syn::{GenericArgument, PathArguments, Type};

use crate::api::{self, Api, Schema};

/// The code of the two crates. A module at the top level becomes a file.
#[derive(Debug, Clone)]
pub struct Crates {
    /// The model crate.
    pub models: syn::File,
    /// The client crate.
    pub client: syn::File,
}

/// What a pass looks things up in.
pub(crate) struct Code<'a> {
    api: &'a Api,
    /// What stands behind the names that the engine was given for types it cannot say.
    types: &'a [api::Type],
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
    paths::shorten,
    fields::apply,
    setters::apply,
    enums::apply,
    aliases::apply,
    wire::apply,
    modules::models,
];

/// Passes over the client crate.
const CLIENT_PASSES: &[Pass] = &[
    names::client,
    methods::apply,
    pages::apply,
    tables::apply,
    options::apply,
    errors::apply,
    headers::apply,
    modules::client,
    client::apply,
];

/// Makes the two crates of what the engine made. `types` are those that the engine could not say.
pub fn refine(engine: syn::File, types: &[api::Type], api: &Api) -> Crates {
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
