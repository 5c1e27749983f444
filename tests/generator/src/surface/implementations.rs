//! The lines of `impl` blocks and of what is derived.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, GenericArgument, ImplItem, Item, ItemImpl, PathArguments, Type};

use super::items::function;
use super::source::{Source, conditions as when, is_for_tests, is_public, name};
use super::tokens::{bounds, conditions, last, named, short};
use super::when_there;

/// What is known of a crate's own names.
pub(super) struct Names {
    /// The paths of what callers can name, by name.
    pub(super) public: BTreeMap<String, Vec<String>>,
    /// What they cannot.
    hidden: BTreeSet<String>,
}

impl Names {
    pub(super) fn of(source: &Source, public: BTreeMap<String, Vec<String>>) -> Self {
        let all = source.items().filter_map(|(item, _)| name(item));
        let hidden = all.filter(|name| !public.contains_key(name)).collect();
        Self { public, hidden }
    }
}

/// The lines of all `impl` blocks of a crate.
pub(super) fn lines(source: &Source, names: &Names) -> Vec<super::Line> {
    let mut lines = Vec::new();
    for (item, conditions) in source.items() {
        if let Item::Impl(block) = item
            && !is_for_tests(&block.attrs)
        {
            let conditions: Vec<String> = conditions.iter().cloned().chain(when(&block.attrs)).collect();
            let made = implementation(source, names, block);
            lines.extend(made.into_iter().map(|(line, own)| {
                when_there(line, &conditions.iter().cloned().chain(own).collect::<Vec<_>>())
            }));
        }
    }
    lines
}

type Line = (String, Vec<String>);

fn implementation(source: &Source, names: &Names, block: &ItemImpl) -> Vec<Line> {
    let own = named(&block.self_ty).filter(|(_, path)| source.is_own(path)).map(|(name, _)| name);
    let parameter = own.as_ref().is_some_and(|name| is_parameter(block, name));
    let paths = own.as_ref().and_then(|name| names.public.get(name)).filter(|_| !parameter);
    let called = |path: &syn::Path| source.renamed(last(path));
    let Some((path, trait_name)) = block.trait_.as_ref().map(|(path, _)| (path, called(path))) else {
        return paths.into_iter().flatten().flat_map(|path| inherent(path, block)).collect();
    };
    let bare = trait_name.split('<').next().unwrap_or_default().to_owned();
    let before = path.segments.iter().take(path.segments.len() - 1);
    let before: Vec<String> = before.map(|segment| segment.ident.to_string()).collect();
    let is_of_this_crate = source.is_own(&before);
    if is_of_this_crate && names.hidden.contains(&bare) {
        return Vec::new();
    }
    let text = format!("impl {trait_name}{}{}", given(block), conditions(bounds(&block.generics)));
    match (paths, own.filter(|_| !parameter)) {
        (Some(paths), _) => {
            let of = if is_plain(&block.self_ty) {
                String::new()
            } else {
                format!(" for {}", short(&block.self_ty))
            };
            let text = text.replacen(&format!("impl {trait_name}"), &format!("impl {trait_name}{of}"), 1);
            paths.iter().map(|path| (format!("{path}: {text}"), Vec::new())).collect()
        }
        // A type that callers cannot name has no surface.
        (None, Some(own)) if names.hidden.contains(&own) => Vec::new(),
        _ => vec![(format!("{}: {text}", short(&block.self_ty)), Vec::new())],
    }
}

fn is_parameter(block: &ItemImpl, name: &str) -> bool {
    block.generics.type_params().any(|parameter| parameter.ident == name)
}

/// Whether a type stands with its own parameters, rather than with types put in for them.
fn is_plain(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.iter().all(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(list) => list.args.iter().all(|argument| match argument {
            GenericArgument::Lifetime(_) => true,
            GenericArgument::Type(inner) => short(inner).chars().all(|letter| letter.is_ascii_uppercase()),
            _ => false,
        }),
        _ => true,
    })
}

/// The associated types that a block gives.
fn given(block: &ItemImpl) -> String {
    let types = block.items.iter().filter_map(|item| match item {
        ImplItem::Type(item) => Some(format!("{} = {}", item.ident, short(&item.ty))),
        _ => None,
    });
    let types: Vec<String> = types.collect();
    if types.is_empty() { String::new() } else { format!(" {{ {} }}", types.join(", ")) }
}

fn inherent(path: &str, block: &ItemImpl) -> Vec<Line> {
    let mut lines = Vec::new();
    let around = bounds(&block.generics);
    for item in &block.items {
        match item {
            ImplItem::Fn(item) if is_public(&item.vis) => {
                let signature = function(&item.sig, around.clone());
                lines.push((format!("{path}::{}: {signature}", item.sig.ident), when(&item.attrs)));
            }
            ImplItem::Const(item) if is_public(&item.vis) => {
                lines.push((format!("{path}::{}: const {}", item.ident, short(&item.ty)), when(&item.attrs)));
            }
            _ => {}
        }
    }
    lines
}

/// The traits that a type derives.
pub(super) fn derived(path: &str, item: &Item) -> Vec<String> {
    let (attributes, generics) = match item {
        Item::Struct(item) => (&item.attrs, &item.generics),
        Item::Enum(item) => (&item.attrs, &item.generics),
        _ => return Vec::new(),
    };
    let mut lines = Vec::new();
    for name in attributes.iter().flat_map(derives) {
        let asked = generics.type_params().map(|parameter| format!("{}: {name}", parameter.ident));
        let asked = conditions(asked.chain(bounds(generics)).collect());
        let name = if name == "Deserialize" { format!("{name}<'de>") } else { name };
        lines.push(format!("{path}: impl {name}{asked}"));
        if name == "Error" {
            lines.push(format!("{path}: impl Display"));
            lines.extend(sources(item).into_iter().map(|ty| format!("{path}: impl From<{ty}>")));
        }
    }
    lines
}

fn derives(attribute: &Attribute) -> Vec<String> {
    let mut names = Vec::new();
    if attribute.path().is_ident("derive") {
        // What cannot be read derives nothing that could be named.
        drop(attribute.parse_nested_meta(|meta| {
            names.extend(meta.path.segments.last().map(|name| name.ident.to_string()));
            Ok(())
        }));
    }
    names
}

/// The types of fields that `thiserror` converts from.
fn sources(item: &Item) -> Vec<String> {
    let fields: Vec<&syn::Field> = match item {
        Item::Struct(item) => item.fields.iter().collect(),
        Item::Enum(item) => item.variants.iter().flat_map(|variant| &variant.fields).collect(),
        _ => Vec::new(),
    };
    let is_from = |field: &&syn::Field| field.attrs.iter().any(|attribute| attribute.path().is_ident("from"));
    fields.into_iter().filter(is_from).map(|field| short(&field.ty)).collect()
}
