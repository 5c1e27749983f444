//! Files: operations stand in the module of their first tag, models in one for each set of tags that reaches them, and
//! a module is compiled when one of its tags is wanted.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, File, Ident, Item, ItemMod, parse_quote};

use super::docs;
use crate::api::{Api, Schema};

/// Where operations and models of no tag stand.
const SHARED: &str = "shared";

/// Groups models.
pub(super) fn models(file: &mut File, api: &Api) {
    let mut groups: BTreeMap<BTreeSet<usize>, Vec<(usize, Item)>> = BTreeMap::new();
    let mut codes = Vec::new();
    for item in std::mem::take(&mut file.items) {
        let place =
            item_name(&item).and_then(|name| api.schemas.iter().position(|schema| name == schema.name));
        match place.and_then(|place| Some((place, api.schemas.get(place)?))) {
            Some((place, schema)) => groups.entry(schema.tags.clone()).or_default().push((place, item)),
            None => codes.push(item),
        }
    }
    let mut modules = Vec::new();
    for (tags, mut items) in groups {
        items.sort_by_key(|(place, _)| *place);
        let items: Vec<Item> = items.into_iter().map(|(_, item)| item).collect();
        modules.push((group_name(&tags, api), condition(&tags, api), model_words(&tags, api), items));
    }
    if !codes.is_empty() {
        modules.push(("error_code".to_owned(), None, "Error codes of the API.".to_owned(), codes));
    }
    modules.sort_by(|left, right| left.0.cmp(&right.0));
    file.attrs = docs::inner_attributes(&super::client::model_crate_words(api));
    if api.schemas.iter().any(|schema| matches!(schema.shape, crate::api::Shape::Enum(_)))
        || !api.error_codes.is_empty()
    {
        file.items.push(parse_quote!(
            #[macro_use]
            mod open_enum;
        ));
    }
    for (name, condition, words, items) in &modules {
        let imports = model_imports(items, api);
        file.items.push(Item::Mod(module(name, condition, words, &imports, items, false)));
    }
    for (name, condition, _, _) in &modules {
        let name = format_ident!("{name}");
        file.items.push(parse_quote!(#condition pub use #name::*;));
    }
}

/// Groups operations with their tables and errors.
pub(super) fn client(file: &mut File, api: &Api) {
    let items = std::mem::take(&mut file.items);
    let mut modules: BTreeMap<String, (Option<Attribute>, String, Vec<Item>)> = BTreeMap::new();
    for operation in &api.operations {
        let first = operation.tags.first().and_then(|tag| api.tags.get(*tag));
        let name = first.map_or(SHARED, |tag| tag.module.as_str());
        let tags: BTreeSet<usize> = api
            .operations
            .iter()
            .filter(|other| other.tags.first() == operation.tags.first())
            .flat_map(|other| other.tags.clone())
            .collect();
        let words = match first {
            Some(tag) => format!("Operations of the tag `{}`.", docs::code(&tag.name).trim_matches('`')),
            None => "Operations without a tag.".to_owned(),
        };
        let (_, _, held) =
            modules.entry(name.to_owned()).or_insert_with(|| (condition(&tags, api), words, Vec::new()));
        let methods = items.iter().filter_map(|item| method(item, &operation.function));
        held.extend(methods);
        let named = |item: &&Item| {
            item_name(item).is_some_and(|name| name == operation.constant || name == operation.error)
        };
        held.extend(items.iter().filter(named).cloned());
    }
    file.attrs = docs::inner_attributes(&super::client::client_crate_words(api));
    for (name, (condition, words, items)) in &modules {
        let imports = client_imports(items);
        file.items.push(Item::Mod(module(name, condition, words, &imports, items, true)));
    }
}

/// One method as an `impl` of its own, out of the engine's single one.
fn method(item: &Item, function: &str) -> Option<Item> {
    let Item::Impl(block) = item else { return None };
    let is_it =
        |item: &&syn::ImplItem| matches!(item, syn::ImplItem::Fn(method) if method.sig.ident == function);
    let found = block.items.iter().find(is_it)?;
    Some(parse_quote!(impl Client { #found }))
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

fn item_name(item: &Item) -> Option<Ident> {
    match item {
        Item::Struct(item) => Some(item.ident.clone()),
        Item::Enum(item) => Some(item.ident.clone()),
        Item::Type(item) => Some(item.ident.clone()),
        Item::Static(item) => Some(item.ident.clone()),
        Item::Impl(item) => match &*item.self_ty {
            syn::Type::Path(path) => path.path.get_ident().cloned(),
            _ => None,
        },
        _ => None,
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

/// serde's derives, and the types of other modules.
fn model_imports(items: &[Item], api: &Api) -> TokenStream {
    let own: Vec<Ident> = items.iter().filter_map(item_name).collect();
    let used = identifiers(items);
    let serde = used.contains("Deserialize").then(|| {
        quote!(
            use serde::{Deserialize, Serialize};
        )
    });
    let foreign =
        |schema: &&Schema| used.contains(&schema.name) && !own.iter().any(|name| *name == schema.name);
    let foreign: BTreeSet<_> =
        api.schemas.iter().filter(foreign).map(|schema| schema.name.as_str()).collect();
    let foreign: Vec<_> = foreign.into_iter().map(|name| format_ident!("{name}")).collect();
    let crate_use = (!foreign.is_empty()).then(|| quote!(use crate::{#(#foreign),*};));
    quote!(#serde #crate_use)
}

/// What operations use of the runtime and of the crate.
fn client_imports(items: &[Item]) -> TokenStream {
    const RUNTIME: [&str; 10] = [
        "Case",
        "DocumentedError",
        "Error",
        "Method",
        "Operation",
        "Reply",
        "Route",
        "Status",
        "empty",
        "json",
    ];
    const CRATE: [&str; 3] = ["Client", "ErrorCode", "models"];
    let used = identifiers(items);
    let names = |names: &'static [&str]| {
        names
            .iter()
            .filter(|name| used.contains(**name))
            .map(|name| format_ident!("{name}"))
            .collect::<Vec<_>>()
    };
    let (runtime, own) = (names(&RUNTIME), names(&CRATE));
    quote! {
        use std::marker::PhantomData;
        use runtime::{#(#runtime),*};
        use crate::{#(#own),*};
    }
}

/// All identifiers of some items.
fn identifiers(items: &[Item]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut todo: Vec<TokenStream> = items.iter().map(ToTokens::to_token_stream).collect();
    while let Some(tokens) = todo.pop() {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => drop(found.insert(ident.to_string())),
                TokenTree::Group(group) => todo.push(group.stream()),
                _ => {}
            }
        }
    }
    found
}
