//! Schemas that are another type under a name, and those that had to become a type of their own for it.

use quote::{format_ident, quote};
use syn::{File, Item, parse_quote};

use crate::emit::{Code, docs, types};
use crate::ir::Shape;

pub(in crate::emit) fn apply(file: &mut File, code: &Code<'_>) {
    for schema in &code.api.schemas {
        let name = format_ident!("{}", schema.name);
        let words = docs::prose_or_default(schema.description.as_deref());
        match &schema.shape {
            Shape::Alias(ty) => {
                let ty = types::written(ty, None);
                file.items.push(Item::Type(parse_quote!(#(#words)* pub type #name = #ty;)));
            }
            Shape::Newtype(ty) => {
                let ty = types::written(ty, None);
                let derives = quote!(#[derive(Clone, Debug, PartialEq)]);
                file.items.push(Item::Struct(parse_quote!(#(#words)* #derives pub struct #name(pub #ty);)));
            }
            Shape::Tuple(items) => {
                let items = items.iter().map(|ty| types::written(ty, None));
                file.items.push(Item::Struct(parse_quote! {
                    #(#words)*
                    #[derive(Clone, Debug, PartialEq)]
                    pub struct #name(#(pub #items),*);
                }));
            }
            _ => {}
        }
    }
}
