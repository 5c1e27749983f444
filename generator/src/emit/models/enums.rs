//! Open enums and unions.
//!
//! They are written as `enum`s with a marker, `#[by_macro(name)]`; `render` writes a marked enum as `name! { ... }`, a
//! macro that the model crate has in a file of its own.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Item, parse_quote};

use crate::emit::{docs, marks, types};
use crate::ir::{Api, TagKind, Union, UnionTag, Variant};

pub(super) fn of_strings(name: &str, variants: &[Variant<String>], words: Vec<Attribute>) -> Item {
    let variants = variants.iter().map(|variant| {
        let value = Literal::string(&variant.value);
        (variant.name.as_str(), value, words_of(&variant.value, variant))
    });
    values("open_enum", name, words, variants)
}

pub(super) fn of_integers(name: &str, variants: &[Variant<i64>], words: Vec<Attribute>) -> Item {
    let variants = variants.iter().map(|variant| {
        let value = Literal::i64_unsuffixed(variant.value);
        (variant.name.as_str(), value, words_of(&variant.value.to_string(), variant))
    });
    values("open_number", name, words, variants)
}

/// The error codes of all operations, if there are any.
pub(in crate::emit) fn error_codes(api: &Api) -> Option<Item> {
    let words = format!("The error codes of the {}.", docs::one_line(&api.title));
    let variants = api.error_codes.iter().map(|known| {
        let meaning = known.meaning.as_deref().unwrap_or_default();
        let words = format!("{} {meaning}", docs::code(&known.value));
        (known.variant.as_str(), Literal::string(&known.value), docs::prose(words.trim()))
    });
    let has_codes = !api.error_codes.is_empty();
    has_codes.then(|| values("open_enum", "ErrorCode", docs::attributes(&[words]), variants))
}

fn words_of<V>(value: &str, variant: &Variant<V>) -> Vec<Attribute> {
    let description = variant.description.as_deref().filter(|text| !docs::says_nothing(text, value));
    let mut words = match description {
        Some(text) => docs::prose(&format!("{}: {text}", docs::code(value))),
        None => docs::prose(&docs::code(value)),
    };
    words.extend(marks::deprecated(variant.deprecated));
    words
}

fn values<'v>(
    by: &str,
    name: &str,
    words: Vec<Attribute>,
    variants: impl Iterator<Item = (&'v str, Literal, Vec<Attribute>)>,
) -> Item {
    let (by, name) = (format_ident!("{by}"), format_ident!("{name}"));
    let variants = variants.map(|(variant, value, words)| {
        let variant = format_ident!("{variant}");
        quote!(#(#words)* #variant = #value)
    });
    parse_quote! {
        #[by_macro(#by)]
        #(#words)*
        pub enum #name { #(#variants),* }
    }
}

pub(super) fn one_of(
    name: &str,
    (words, hash): (Vec<Attribute>, Option<Attribute>),
    union: &Union,
    is_sent: bool,
) -> Item {
    let by = match (&union.tag, &union.several) {
        (Some(_), _) => "tagged_union",
        (None, None) => "untagged_union",
        (None, Some(_)) => "any_of",
    };
    let (by, name) = (format_ident!("{by}"), format_ident!("{name}"));
    let tag = union.tag.as_ref().map(tag);
    let several = union.several.as_ref().map(|several| {
        let several = format_ident!("{several}");
        quote!(#[several(#several)])
    });
    let variants = union.variants.iter().map(|variant| {
        let (name, ty) = (format_ident!("{}", variant.name), types::written(&variant.ty, None));
        let tags =
            union.tag.iter().flat_map(|tag| variant.tags.iter().map(|value| tag_value(tag.kind, value)));
        let tags = tags.map(|value| quote!(#[value(#value)]));
        let words = union.tag.as_ref().and(variant.tags.first()).zip(union.tag.as_ref());
        let words =
            words.map(|(value, tag)| format!("{} is {}.", docs::code(&tag.property), docs::code(value)));
        let words = docs::attributes(words.as_slice());
        let from = (variant.unique && is_sent).then(|| types::written(variant.ty.unboxed(), None));
        let from = from.map(|ty| quote!(#[from(#ty)]));
        quote!(#(#words)* #(#tags)* #from #name(#ty))
    });
    parse_quote! {
        #[by_macro(#by)]
        #(#words)*
        #hash
        #tag
        #several
        pub enum #name { #(#variants),* }
    }
}

/// The name of a tag, and how its value is read.
fn tag(tag: &UnionTag) -> TokenStream {
    let property = &tag.property;
    let reader = format_ident!(
        "{}",
        match tag.kind {
            TagKind::String => "as_str",
            TagKind::Integer => "as_i64",
            TagKind::Boolean => "as_bool",
        }
    );
    quote!(#[tag(#property, #reader)])
}

fn tag_value(kind: TagKind, value: &str) -> TokenStream {
    match kind {
        TagKind::String => value.to_token_stream(),
        TagKind::Integer => Literal::i64_suffixed(value.parse().unwrap_or_default()).to_token_stream(),
        TagKind::Boolean => value.parse::<bool>().unwrap_or_default().to_token_stream(),
    }
}
