//! Files: operations stand in the module of their first tag, models in one for each set of tags that reaches them, and
//! a module is compiled when one of its tags is wanted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::visit::{Visit, visit_path, visit_type_path};
use syn::{Attribute, File, Ident, ImplItem, Item, ItemMod, parse_quote};

use crate::emit::{Code, docs, types};
use crate::ir::{Api, BodyContent, Field, Operation, Shape, Type, Union};

/// Where operations and models of no tag stand.
const SHARED: &str = "shared";

type Needs = fn(&Api) -> bool;

/// How a file of the model crate is part of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It has macros.
    Macros,
    /// It has macros, and what the client uses of it.
    Used,
    /// What callers and the macros use of it.
    Public,
    /// What the macros use.
    Private,
}

/// Files of the model crate that are the same for every API, in the order in which they have to stand.
const SUPPORT: [(&str, Part, Needs); 11] = [
    ("decode", Part::Used, |_| true),
    ("unknown", Part::Public, |_| true),
    ("any_of", Part::Macros, |api| unions(api).any(|union| union.several.is_some())),
    ("flatten", Part::Private, |api| fields(api).any(|field| field.flatten)),
    ("newtype", Part::Macros, |api| has(api, |shape| matches!(shape, Shape::Newtype(_)))),
    ("object", Part::Macros, |api| has(api, |shape| matches!(shape, Shape::Struct(_)))),
    ("open_enum", Part::Macros, |api| {
        !api.error_codes.is_empty() || has(api, |shape| matches!(shape, Shape::StringEnum(_)))
    }),
    ("open_number", Part::Macros, |api| has(api, |shape| matches!(shape, Shape::IntEnum(_)))),
    ("tagged_union", Part::Macros, |api| unions(api).any(|union| union.tag.is_some())),
    ("tuple", Part::Macros, |api| has(api, |shape| matches!(shape, Shape::Tuple(_)))),
    ("untagged_union", Part::Macros, |api| {
        unions(api).any(|union| union.tag.is_none() && union.several.is_none())
    }),
];

/// Types of other crates that are read from texts of a format, and what errors say that they expect.
const FORMATS: [(&str, &str); 3] = [
    (
        "chrono::DateTime<chrono::Utc>",
        "an RFC 3339 date-time with an offset, such as `2020-01-31T12:00:00Z` or `2020-01-31T12:00:00+01:00`",
    ),
    ("chrono::NaiveDate", "an RFC 3339 full-date, such as `2020-01-31`"),
    ("uuid::Uuid", "a UUID, such as `67e55044-10b1-426f-9247-bb680e5fe0c8`"),
];

/// How types of other crates are read.
fn foreign(api: &Api) -> Vec<Item> {
    let used = api.types();
    let named =
        used.iter().filter(|ty| matches!(ty, Type::DateTime | Type::Date | Type::Uuid | Type::External(_)));
    let mut seen = BTreeSet::new();
    let mut items = Vec::new();
    for ty in named.map(|ty| types::written(ty, None)) {
        // What the settings name may be a type that is read here anyway.
        let text = ty.to_token_stream().to_string().replace(' ', "");
        let is_known = ["String", "std::string::String", "serde_json::Value"].contains(&text.as_str());
        if is_known || !seen.insert(text.clone()) {
            continue;
        }
        items.push(match FORMATS.iter().find(|(name, _)| *name == text) {
            Some((_, expected)) => parse_quote!(by_format!(#ty, #expected);),
            None => parse_quote!(foreign!(#ty);),
        });
    }
    items
}

fn has(api: &Api, is_it: fn(&Shape) -> bool) -> bool {
    api.schemas.iter().any(|schema| is_it(&schema.shape))
}

fn unions(api: &Api) -> impl Iterator<Item = &Union> {
    api.schemas.iter().filter_map(|schema| match &schema.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    })
}

fn fields(api: &Api) -> impl Iterator<Item = &Field> {
    api.schemas.iter().flat_map(|schema| match &schema.shape {
        Shape::Struct(object) => object.fields.as_slice(),
        _ => &[],
    })
}

/// Groups models.
pub(super) fn models(file: &mut File, code: &Code<'_>) {
    let api = code.api;
    let mut groups: BTreeMap<BTreeSet<usize>, Vec<(usize, Item)>> = BTreeMap::new();
    let mut codes = Vec::new();
    for item in std::mem::take(&mut file.items) {
        let place = item_name(&item).and_then(|name| code.place(&name.to_string()));
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
    file.attrs = docs::inner_attributes(&crate::emit::crate_docs::models(api));
    for (name, part, _) in SUPPORT.iter().filter(|(_, _, is_used)| is_used(api)) {
        let name = format_ident!("{name}");
        file.items.push(match part {
            Part::Macros => parse_quote!(#[macro_use] #[rustfmt::skip] mod #name;),
            Part::Used => parse_quote!(#[macro_use] #[doc(hidden)] #[rustfmt::skip] pub mod #name;),
            Part::Public => parse_quote!(#[rustfmt::skip] pub mod #name;),
            Part::Private => parse_quote!(#[rustfmt::skip] mod #name;),
        });
    }
    file.items.extend(foreign(api));
    for (name, condition, words, items) in &modules {
        let imports = model_imports(items, code);
        file.items.push(Item::Mod(module(name, condition, words, &imports, items, false)));
    }
    for (name, condition, _, _) in &modules {
        let name = format_ident!("{name}");
        file.items.push(parse_quote!(#condition pub use #name::*;));
    }
}

/// Groups operations with their tables, arguments and replies.
pub(super) fn client(file: &mut File, code: &Code<'_>) {
    let api = code.api;
    let mut methods: HashMap<String, ImplItem> = HashMap::new();
    let mut named: HashMap<String, Vec<Item>> = HashMap::new();
    for item in std::mem::take(&mut file.items) {
        match item {
            Item::Impl(block) if block.self_ty == parse_quote!(Client) => {
                methods.extend(block.items.into_iter().filter_map(|item| match &item {
                    ImplItem::Fn(function) => Some((function.sig.ident.to_string(), item)),
                    _ => None,
                }));
            }
            other => {
                if let Some(name) = item_name(&other) {
                    named.entry(name.to_string()).or_default().push(other);
                }
            }
        }
    }
    let mut modules: BTreeMap<String, Module> = BTreeMap::new();
    for operation in &api.operations {
        let first = operation.tags.first().and_then(|tag| api.tags.get(*tag));
        let module = modules.entry(first.map_or(SHARED, |tag| tag.module.as_str()).to_owned()).or_default();
        module.words = match first {
            Some(tag) => format!("Operations of the tag {}.", docs::code(&tag.name)),
            None => "Operations without a tag.".to_owned(),
        };
        module.tags.extend(&operation.tags);
        if let Some(method) = methods.remove(&operation.function) {
            module.items.push(parse_quote!(impl Client { #method }));
        }
        if let Some(paging) = operation.paging.as_ref().filter(|_| !operation.is_variant) {
            let method = methods.remove(&paging.function);
            module.items.extend(method.map(|method| -> Item { parse_quote!(impl Client { #method }) }));
            module.items.extend(named.remove(&paging.constant).into_iter().flatten());
        }
        let Operation { options, constant, reply, error, headers, .. } = operation;
        let mut names = vec![options, constant, reply, error, headers];
        if let Some(BodyContent::Multipart { name, .. }) = operation.body.as_ref().map(|body| &body.content) {
            names.insert(1, name);
        }
        for name in names {
            module.items.extend(named.remove(name).into_iter().flatten());
        }
    }
    file.attrs = docs::inner_attributes(&crate::emit::crate_docs::client(api));
    for (name, Module { words, tags, items }) in &modules {
        let imports = client_imports(items);
        file.items.push(Item::Mod(module(name, &condition(tags, api), words, &imports, items, true)));
    }
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

fn item_name(item: &Item) -> Option<Ident> {
    match item {
        Item::Struct(item) => Some(item.ident.clone()),
        Item::Enum(item) => Some(item.ident.clone()),
        Item::Type(item) => Some(item.ident.clone()),
        Item::Static(item) => Some(item.ident.clone()),
        // `object! { Name ... }`.
        Item::Macro(item) => match item.mac.tokens.clone().into_iter().next() {
            Some(TokenTree::Ident(name)) => Some(name),
            _ => None,
        },
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

/// The types of other modules.
fn model_imports(items: &[Item], code: &Code<'_>) -> TokenStream {
    let own: BTreeSet<String> = items.iter().filter_map(item_name).map(|name| name.to_string()).collect();
    // A variant may have the name of a type that stands elsewhere and is not meant.
    let types = type_names(items);
    let foreign = types.iter().filter(|name| !own.contains(*name) && code.place(name).is_some());
    let foreign: Vec<_> = foreign.map(|name| format_ident!("{name}")).collect();
    match foreign.is_empty() {
        true => quote!(),
        false => quote!(use crate::{#(#foreign),*};),
    }
}

/// The names that stand for types in some items.
fn type_names(items: &[Item]) -> BTreeSet<String> {
    struct Names(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
            self.0.extend(path.path.get_ident().map(ToString::to_string));
            visit_type_path(self, path);
        }
    }
    let mut names = Names(BTreeSet::new());
    items.iter().for_each(|item| names.visit_item(item));
    names.0
}

/// What operations use of the runtime and of the crate.
fn client_imports(items: &[Item]) -> TokenStream {
    const RUNTIME: [&str; 20] = [
        "DocumentedError",
        "Error",
        "Method",
        "Operation",
        "Response",
        "ResponseCase",
        "Route",
        "Status",
        "Style",
        "header_value",
        "header_values",
        "open_bytes",
        "open_events",
        "open_lines",
        "open_text_events",
        "read_bytes",
        "read_empty",
        "read_json",
        "read_text",
        "read_unlabelled_json",
    ];
    const CRATE: [&str; 3] = ["Client", "ErrorCode", "models"];
    let used = paths(items);
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

/// What the paths of some items begin with: a method of that name is none.
fn paths(items: &[Item]) -> BTreeSet<String> {
    struct Paths(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Paths {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.0.extend(path.segments.first().map(|first| first.ident.to_string()));
            visit_path(self, path);
        }
    }
    let mut paths = Paths(BTreeSet::new());
    items.iter().for_each(|item| paths.visit_item(item));
    paths.0
}
