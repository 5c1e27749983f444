//! Open enums: one of the texts that the document lists, or another that it does not know of.
//!
//! They are written as `enum`s with a text for a discriminant and the marker `#[open_enum]`; `render` writes a marked
//! enum as `open_enum! { ... }`, the macro that the model crate has.

use quote::{format_ident, quote};
use syn::{Attribute, File, Item, ItemEnum, parse_quote};

use super::docs;
use crate::api::{Api, Shape};

pub(super) fn apply(file: &mut File, api: &Api) {
    for schema in &api.schemas {
        if let Shape::Enum(variants) = &schema.shape {
            let words = schema.description.as_deref().unwrap_or("(The document says nothing about it.)");
            let variants = variants.iter().map(|variant| {
                (variant.name.as_str(), variant.value.as_str(), docs::prose(&docs::code(&variant.value)))
            });
            file.items.push(Item::Enum(open_enum(&schema.name, docs::prose(words), variants)));
        }
    }
    if !api.error_codes.is_empty() {
        let words = format!("An error code of the {}.", api.title);
        let variants = api.error_codes.iter().map(|code| {
            let meaning = code.meaning.as_deref().unwrap_or_default();
            let words = format!("{} {meaning}", docs::code(&code.value));
            (code.variant.as_str(), code.value.as_str(), docs::prose(words.trim()))
        });
        file.items.push(Item::Enum(open_enum("ErrorCode", docs::prose(&words), variants)));
    }
}

fn open_enum<'v>(
    name: &str,
    words: Vec<Attribute>,
    variants: impl Iterator<Item = (&'v str, &'v str, Vec<Attribute>)>,
) -> ItemEnum {
    let name = format_ident!("{name}");
    let variants = variants.map(|(variant, value, words)| {
        let variant = format_ident!("{variant}");
        quote!(#(#words)* #variant = #value)
    });
    parse_quote! {
        #(#words)*
        #[open_enum]
        pub enum #name { #(#variants),* }
    }
}
