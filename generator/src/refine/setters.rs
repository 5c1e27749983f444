//! `new` with what is required, and a setter for each optional field.

use quote::{format_ident, quote};
use syn::{File, Item, ItemImpl, ItemStruct, Type, parse_quote};

use super::generic_inner;

use crate::api::{self, Api, Shape};

pub(super) fn apply(file: &mut File, api: &Api) {
    let mut items = Vec::with_capacity(file.items.len() * 2);
    for item in std::mem::take(&mut file.items) {
        let block = match &item {
            Item::Struct(structure) => constructors(structure, api),
            _ => None,
        };
        items.push(item);
        items.extend(block.map(Item::Impl));
    }
    file.items = items;
}

fn constructors(structure: &ItemStruct, api: &Api) -> Option<ItemImpl> {
    let name = &structure.ident;
    let schema = api.schema(&name.to_string())?;
    let Shape::Struct(fields) = &schema.shape else { return None };
    let types: Vec<&Type> = structure.fields.iter().map(|field| &field.ty).collect();
    let pairs: Vec<(&api::Field, &Type)> = fields.iter().zip(types).collect();
    let required = pairs.iter().filter(|(field, _)| field.required);
    let (arguments, conversions): (Vec<_>, Vec<_>) = required.map(|(field, ty)| argument(field, ty)).unzip();
    let defaults =
        pairs.iter().filter(|(field, _)| !field.required).map(|(field, _)| format_ident!("{}", field.name));
    let setters =
        pairs.iter().filter(|(field, _)| !field.required).filter_map(|(field, ty)| setter(field, ty));
    let words = match arguments.is_empty() {
        true => " Nothing set: every field is optional.",
        false => " With what is required, and nothing else set.",
    };
    Some(parse_quote! {
        impl #name {
            #[doc = #words]
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#conversions,)* #(#defaults: None),* }
            }
            #(#setters)*
        }
    })
}

/// An argument for a field, and the field's value.
fn argument(field: &api::Field, ty: &Type) -> (proc_macro2::TokenStream, proc_macro2::TokenStream) {
    let name = format_ident!("{}", field.name);
    match field.ty == api::Type::Text && !field.nullable {
        true => (quote!(#name: impl Into<String>), quote!(#name: #name.into())),
        false => (quote!(#name: #ty), quote!(#name)),
    }
}

fn setter(field: &api::Field, ty: &Type) -> Option<syn::ImplItemFn> {
    let name = format_ident!("{}", field.name);
    let inner = generic_inner(ty, "Option")?;
    let words = format!(" Sets `{}`.", field.wire.replace('`', "'").replace(char::is_control, " "));
    let (argument, value) = match (&field.ty, generic_inner(inner, "Box")) {
        (api::Type::Text, _) => (quote!(impl Into<String>), quote!(value.into())),
        (_, Some(bare)) => (quote!(#bare), quote!(Box::new(value))),
        (_, None) => (quote!(#inner), quote!(value)),
    };
    Some(parse_quote! {
        #[doc = #words]
        #[must_use]
        pub fn #name(mut self, value: #argument) -> Self {
            self.#name = Some(#value);
            self
        }
    })
}
