//! The public surface of a crate: a line for each thing that a caller can name, without bodies and without words.
//!
//! It is read from source text, so it needs no build. Modules are given as files, the crate's root first. An
//! `open_enum! { ... }` counts as what it makes of itself.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Fields, ImplItem, Item, TraitItem, Visibility};

/// The surface of a crate, from its files by module name (`lib` for the root). Lines are sorted.
///
/// # Errors
/// When a file is no Rust.
pub fn of_crate(files: &BTreeMap<String, String>) -> syn::Result<String> {
    let mut lines = Vec::new();
    let visible = visible_modules(files)?;
    for (module, text) in files {
        let prefix = match (module.as_str(), visible.contains(module)) {
            ("lib", _) => String::new(),
            (_, true) => format!("{module}::"),
            // What a private module has is seen through the root, which re-exports it.
            (_, false) => String::new(),
        };
        let items = syn::parse_file(text)?.items;
        let own: Vec<String> = items.iter().filter_map(type_name).collect();
        for item in &items {
            // An `impl` of a type from elsewhere belongs to that type.
            let foreign = matches!(item, Item::Impl(block) if !own.contains(&short(&block.self_ty)));
            surface(item, if foreign { "" } else { &prefix }, &mut lines)?;
        }
    }
    lines.sort();
    lines.dedup();
    Ok(lines.join("\n"))
}

fn visible_modules(files: &BTreeMap<String, String>) -> syn::Result<Vec<String>> {
    let Some(root) = files.get("lib") else { return Ok(Vec::new()) };
    let modules = syn::parse_file(root)?.items.into_iter().filter_map(|item| match item {
        Item::Mod(module) if is_public(&module.vis) => Some(module.ident.to_string()),
        _ => None,
    });
    Ok(modules.collect())
}

fn type_name(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn surface(item: &Item, prefix: &str, lines: &mut Vec<String>) -> syn::Result<()> {
    match item {
        Item::Struct(item) if is_public(&item.vis) => structure(item, prefix, lines),
        Item::Enum(item) if is_public(&item.vis) => enumeration(item, prefix, lines),
        Item::Type(item) if is_public(&item.vis) => {
            lines.push(format!("{prefix}{} = {}", item.ident, short(&item.ty)));
        }
        Item::Fn(item) if is_public(&item.vis) => lines.push(format!("{prefix}{}", short(&item.sig))),
        Item::Const(item) if is_public(&item.vis) => {
            lines.push(format!("{prefix}const {}: {}", item.ident, short(&item.ty)));
        }
        Item::Trait(item) if is_public(&item.vis) => interface(item, prefix, lines),
        Item::Use(item)
            if is_public(&item.vis) && !item.tree.to_token_stream().to_string().ends_with('*') =>
        {
            lines.push(format!("{prefix}use {}", short(&item.tree)));
        }
        Item::Macro(item) if item.mac.path.is_ident("open_enum") => {
            let mut open: syn::ItemEnum = item.mac.parse_body()?;
            open.attrs.push(syn::parse_quote!(#[open_enum]));
            enumeration(&open, prefix, lines);
        }
        Item::Impl(item) => implementation(item, prefix, lines),
        _ => {}
    }
    Ok(())
}

fn structure(item: &syn::ItemStruct, prefix: &str, lines: &mut Vec<String>) {
    let name = format!("{prefix}{}{}", item.ident, short(&item.generics));
    lines.push(format!("{name}{}", traits(&item.attrs)));
    if let Fields::Named(fields) = &item.fields {
        for field in fields.named.iter().filter(|field| is_public(&field.vis)) {
            let field_name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            lines.push(format!("{name}.{field_name}: {}", short(&field.ty)));
        }
    }
    if let Fields::Unnamed(fields) = &item.fields {
        for (place, field) in fields.unnamed.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
            lines.push(format!("{name}.{place}: {}", short(&field.ty)));
        }
    }
}

fn enumeration(item: &syn::ItemEnum, prefix: &str, lines: &mut Vec<String>) {
    let name = format!("{prefix}{}", item.ident);
    lines.push(format!("{name}{}{}", short(&item.generics), traits(&item.attrs)));
    for variant in &item.variants {
        let text =
            variant.discriminant.as_ref().map(|(_, text)| format!(" = {}", short(text))).unwrap_or_default();
        lines.push(format!("{name}::{}{}{text}", variant.ident, short(&variant.fields)));
    }
}

fn interface(item: &syn::ItemTrait, prefix: &str, lines: &mut Vec<String>) {
    let name = format!("{prefix}trait {}", item.ident);
    lines.push(format!("{name}: {}", short(&item.supertraits)));
    for item in &item.items {
        match item {
            TraitItem::Fn(item) => lines.push(format!("{name}::{}", short(&item.sig))),
            TraitItem::Type(item) => {
                lines.push(format!("{name}::type {}: {}", item.ident, short(&item.bounds)))
            }
            TraitItem::Const(item) => {
                lines.push(format!("{name}::const {}: {}", item.ident, short(&item.ty)))
            }
            _ => {}
        }
    }
}

fn implementation(item: &syn::ItemImpl, prefix: &str, lines: &mut Vec<String>) {
    let owner = format!("{prefix}{}", short(&item.self_ty));
    if let Some((path, _)) = &item.trait_ {
        lines.push(format!("{owner}: {}", short(path)));
        return;
    }
    for item in &item.items {
        match item {
            ImplItem::Fn(item) if is_public(&item.vis) => {
                lines.push(format!("{owner}::{}", short(&item.sig)))
            }
            ImplItem::Const(item) if is_public(&item.vis) => {
                lines.push(format!("{owner}::const {}: {}", item.ident, short(&item.ty)));
            }
            _ => {}
        }
    }
}

/// What is derived, and whether the type may grow.
fn traits(attributes: &[syn::Attribute]) -> String {
    let mut words = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("derive")
            && let Ok(list) = attribute.meta.require_list()
        {
            words.push(short(&list.tokens));
        }
        if attribute.path().is_ident("non_exhaustive") || attribute.path().is_ident("open_enum") {
            words.push(short(attribute.path()));
        }
    }
    if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) }
}

/// Tokens as a person writes them.
fn short(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    let tight = ["::", "<", ">", "(", ")", "[", "]", ",", "&", ".", ";", "'", "?"];
    let mut text = tight.iter().fold(text, |text, mark| {
        let after = matches!(*mark, "::" | "<" | "(" | "[" | "&" | "." | "'");
        let before = !matches!(*mark, "&" | "'" | "(" | "[") || *mark == "(";
        let text = if before { text.replace(&format!(" {mark}"), mark) } else { text };
        if after { text.replace(&format!("{mark} "), mark) } else { text }
    });
    for (loose, tight) in [(" :", ":"), ("->", " -> "), ("  ", " "), ("{ ", "{"), (" }", "}")] {
        text = text.replace(loose, tight);
    }
    text.replace("- >", "->").replace(",>", ">").replace(",)", ")").trim().to_owned()
}
