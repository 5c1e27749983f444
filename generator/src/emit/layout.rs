//! Files: operations stand in the module of their first tag, models in one for each set of tags that reaches them, and
//! a module is compiled when one of its tags is wanted.

mod imports;
mod support;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, File, Item, ItemMod, parse_quote};

use crate::emit::client::client_struct;
use crate::emit::models::enums::error_codes;
use crate::emit::{crate_docs, docs};
use crate::ir::Api;

/// Where operations and models of no tag stand.
const SHARED: &str = "shared";

/// Groups models by the tags that reach them. There is a list of items for each schema.
pub(super) fn models(items: Vec<Vec<Item>>, api: &Api) -> File {
    let mut groups: BTreeMap<&BTreeSet<usize>, Vec<Item>> = BTreeMap::new();
    for (schema, items) in api.schemas.iter().zip(items) {
        groups.entry(&schema.tags).or_default().extend(items);
    }
    let modules = groups.into_iter();
    let mut modules: Vec<_> = modules
        .map(|(tags, items)| (group_name(tags, api), condition(tags, api), model_words(tags, api), items))
        .collect();
    if let Some(codes) = error_codes(api) {
        modules.push(("error_code".to_owned(), None, "Error codes of the API.".to_owned(), vec![codes]));
    }
    modules.sort_by(|left, right| left.0.cmp(&right.0));
    let names: HashSet<&str> = api.schemas.iter().map(|schema| schema.name.as_str()).collect();
    let mut items = support::modules(api);
    items.extend(support::foreign(api));
    for (name, condition, words, own) in &modules {
        let imports = imports::of_models(own, &names);
        items.push(Item::Mod(module(name, condition, words, &imports, own, false)));
    }
    for (name, condition, _, _) in &modules {
        let name = format_ident!("{name}");
        items.push(parse_quote!(#condition pub use #name::*;));
    }
    let attrs = docs::inner_attributes(&crate_docs::models(api));
    File { shebang: None, frontmatter: None, attrs, items }
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

/// A module of the client crate.
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

/// `#[cfg(feature = ...)]` for any of some tags; nothing when there is none.
fn condition(tags: &BTreeSet<usize>, api: &Api) -> Option<Attribute> {
    let features: Vec<&str> =
        tags.iter().filter_map(|tag| api.tags.get(*tag)).map(|tag| tag.feature.as_str()).collect();
    match features.as_slice() {
        [] => None,
        [feature] => Some(parse_quote!(#[cfg(feature = #feature)])),
        features => Some(parse_quote!(#[cfg(any(#(feature = #features),*))])),
    }
}

fn group_name(tags: &BTreeSet<usize>, api: &Api) -> String {
    let names: Vec<&str> =
        tags.iter().filter_map(|tag| api.tags.get(*tag)).map(|tag| tag.module.as_str()).collect();
    match names.as_slice() {
        [] => SHARED.to_owned(),
        [_] | [_, _] => names.join("_and_"),
        // A name of a dozen tags is no name. This one changes when the set does, and only then.
        _ => format!("{SHARED}_{:08x}", fingerprint(&names.join(","))),
    }
}

/// FNV-1a, 32 bits.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn model_words(tags: &BTreeSet<usize>, api: &Api) -> String {
    let names: Vec<String> =
        tags.iter().filter_map(|tag| api.tags.get(*tag)).map(|tag| docs::code(&tag.name)).collect();
    match names.as_slice() {
        [] => "Models that are always there.".to_owned(),
        [name] => format!("Models of the tag {name}."),
        names => format!("Models that the tags {} share.", names.join(", ")),
    }
}
