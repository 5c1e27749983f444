//! Schemas that are another type under a name, and those that had to become a type of their own for it.

use quote::format_ident;
use syn::{Attribute, Item, parse_quote};

use crate::emit::types;
use crate::ir::Type;

pub(super) fn alias(name: &str, ty: &Type, words: Vec<Attribute>) -> Item {
    let (name, ty) = (format_ident!("{name}"), types::written(ty, None));
    Item::Type(parse_quote!(#(#words)* pub type #name = #ty;))
}

pub(super) fn newtype(name: &str, ty: &Type, words: Vec<Attribute>, derives: Vec<Attribute>) -> Item {
    let (name, ty) = (format_ident!("{name}"), types::written(ty, None));
    Item::Struct(parse_quote!(#(#words)* #(#derives)* pub struct #name(pub #ty);))
}

pub(super) fn tuple(name: &str, items: &[Type], words: Vec<Attribute>, derives: Vec<Attribute>) -> Item {
    let name = format_ident!("{name}");
    let items = items.iter().map(|ty| types::written(ty, None));
    Item::Struct(parse_quote! {
        #(#words)*
        #(#derives)*
        pub struct #name(#(pub #items),*);
    })
}
