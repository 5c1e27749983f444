//! Files: an operation is in the file of its first tag. A model is in the file of the tag whose operations alone reach it, otherwise in
//! `shared`. Its `Deserialize` and `Serialize` are in a sibling file, so that a file of models reads as types and docs.
//!
//! A file is compiled if one of its tags is enabled, and `shared` always. So a new operation moves a model once, from its tag to
//! `shared`, and changes neither names nor conditions of files.

mod imports;
mod support;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, File, Item, ItemMod, parse_quote};

use crate::emit::client::client_struct;
use crate::emit::models::enums::error_codes;
use crate::emit::models::json_schema;
use crate::emit::{crate_docs, docs};
use crate::ir::Api;

/// The file of operations without a tag, and of models that several tags or none reach.
const SHARED: &str = "shared";

/// Groups models by the tag that reaches them. There is a list of items for each schema.
pub(super) fn models(items: Vec<Vec<Item>>, api: &Api) -> File {
    let mut modules: BTreeMap<&str, Module> = BTreeMap::new();
    for (schema, items) in api.schemas.iter().zip(items) {
        let tag = schema.tags.first().filter(|_| schema.tags.len() == 1).and_then(|tag| api.tags.get(*tag));
        let module = modules.entry(tag.map_or(SHARED, |tag| tag.module.as_str())).or_default();
        module.words = match tag {
            Some(tag) => format!("Models of the tag {}.", docs::code(&tag.name)),
            None => "Models that several tags use, or operations without a tag.".to_owned(),
        };
        module.tags.extend(schema.tags.iter().filter(|_| tag.is_some()));
        module.items.extend(items);
    }
    if let Some(codes) = error_codes(api) {
        let words = "Error codes of the API.".to_owned();
        modules.insert("error_code", Module { words, tags: BTreeSet::new(), items: vec![codes] });
    }
    let names: HashSet<&str> = api.schemas.iter().map(|schema| schema.name.as_str()).collect();
    let mut items = support::modules(api);
    items.extend(support::foreign(api));
    let mut exports: Vec<Item> = Vec::new();
    for (name, Module { words, tags, items: own }) in modules {
        let (schemas, own): (Vec<Item>, Vec<Item>) =
            own.into_iter().partition(|item| calls(item).is_some_and(|by| by.is_ident(json_schema::MACRO)));
        let (serde, types): (Vec<Item>, _) = own.into_iter().partition(|item| calls(item).is_some());
        let (condition, imports) = (condition(&tags, api), imports::of_models(&types, &names));
        let ident = format_ident!("{name}");
        items.push(Item::Mod(module(name, &condition, &words, &imports, &types, false)));
        if !serde.is_empty() {
            let words = format!("Decoding and encoding of the models in `{name}.rs`.");
            let imports = quote!(use crate::#ident::*;);
            let name = format!("{}_serde", name.trim_end_matches('_'));
            items.push(Item::Mod(module(&name, &condition, &words, &imports, &serde, false)));
        }
        if !schemas.is_empty() {
            let words = format!("JSON Schemas of the models in `{name}.rs`.");
            let name = format!("{}_json_schema", name.trim_end_matches('_'));
            let mut module = module(
                &name,
                &condition,
                &words,
                &quote!(
                    use crate::*;
                ),
                &schemas,
                false,
            );
            module.attrs.insert(0, parse_quote!(#[cfg(feature = "schemars")]));
            items.push(Item::Mod(module));
        }
        exports.push(parse_quote!(#condition pub use #ident::*;));
    }
    items.extend(exports);
    let attrs = docs::inner_attributes(&crate_docs::models(api));
    File { shebang: None, frontmatter: None, attrs, items }
}

/// Returns the macro that an item calls.
fn calls(item: &Item) -> Option<&syn::Path> {
    match item {
        Item::Macro(call) => Some(&call.mac.path),
        _ => None,
    }
}

/// Groups operations by their first tag. There is a list of items for each operation.
pub(super) fn client(items: Vec<Vec<Item>>, api: &Api) -> File {
    let mut modules: BTreeMap<&str, Module> = BTreeMap::new();
    for (operation, items) in api.operations.iter().zip(items) {
        let first = operation.tags.first().and_then(|tag| api.tags.get(*tag));
        let module = modules.entry(first.map_or(SHARED, |tag| tag.module.as_str())).or_default();
        module.words = match first {
            Some(tag) => format!("Operations of the tag {}.", docs::code(&tag.name)),
            None => "Operations without a tag.".to_owned(),
        };
        module.tags.extend(&operation.tags);
        module.items.extend(items);
    }
    let modules = modules.iter().map(|(name, Module { words, tags, items })| {
        Item::Mod(module(name, &condition(tags, api), words, &imports::of_client(items), items, true))
    });
    let items = client_struct::root(modules.collect(), api);
    let attrs = docs::inner_attributes(&crate_docs::client(api));
    File { shebang: None, frontmatter: None, attrs, items }
}

/// A module of one of the crates.
#[derive(Default)]
struct Module {
    words: String,
    tags: BTreeSet<usize>,
    items: Vec<Item>,
}

fn module(
    name: &str,
    condition: &Option<Attribute>,
    words: &str,
    imports: &TokenStream,
    items: &[Item],
    public: bool,
) -> ItemMod {
    let name = format_ident!("{name}");
    let visibility = if public { quote!(pub) } else { quote!() };
    let words = format!(" {words}");
    parse_quote! {
        #condition
        #[rustfmt::skip]
        #visibility mod #name {
            #![doc = #words]
            #imports
            #(#items)*
        }
    }
}

/// `#[cfg(feature = ...)]` for any of some tags; nothing without tags.
fn condition(tags: &BTreeSet<usize>, api: &Api) -> Option<Attribute> {
    let features: Vec<&str> =
        tags.iter().filter_map(|tag| api.tags.get(*tag)).map(|tag| tag.feature.as_str()).collect();
    match features.as_slice() {
        [] => None,
        [feature] => Some(parse_quote!(#[cfg(feature = #feature)])),
        features => Some(parse_quote!(#[cfg(any(#(feature = #features),*))])),
    }
}
