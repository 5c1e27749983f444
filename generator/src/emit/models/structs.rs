//! Structs: the document's order of fields, and their words.

use quote::{format_ident, quote};
use syn::{Attribute, Field, Item, ItemStruct, parse_quote};

use crate::emit::models::setters;
use crate::emit::{docs, marks, types};
use crate::ir::{self, EngineItemError, EngineStruct, Schema, Struct, Type};

pub(super) fn items(
    schema: &Schema,
    object: &Struct,
    is_sent: bool,
    mut engine: EngineStruct,
    (words, hash): (Vec<Attribute>, Option<Attribute>),
) -> Result<Vec<Item>, EngineItemError> {
    let mut fields = Vec::with_capacity(object.fields.len() + 1);
    for (index, field) in object.fields.iter().enumerate() {
        fields.push(match field.flatten {
            true => flattened(field),
            false => {
                named(field, engine.take_field(index, &field.name).map_err(|error| error.of(&schema.name))?)
            }
        });
    }
    fields.extend(object.rest.as_ref().map(rest));
    let name = format_ident!("{}", schema.name);
    // A new required field in a response must not take `Default` from its callers.
    let default = is_sent && object.fields.iter().all(|field| !field.required && field.constant.is_none());
    // A recursive type is cloned as it is read: without copies of it on the stack.
    let clone = (!schema.recursive).then(|| quote!(Clone,));
    let debug = (!object.has_secret()).then(|| quote!(Debug,));
    let default = default.then(|| quote!(Default,));
    let structure: ItemStruct = parse_quote! {
        #(#words)*
        #[derive(#clone #debug #default PartialEq)]
        #hash
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    };
    let block = is_sent.then(|| Item::Impl(setters::constructors(&structure, object)));
    let default = setters::default(&name, object).filter(|_| is_sent);
    let debug = setters::debug(&structure, object);
    Ok([Item::Struct(structure)].into_iter().chain(block).chain(default).chain(debug).collect())
}

fn named(field: &ir::Field, ty: syn::Type) -> Field {
    let words = docs::described(field.description.as_deref(), &field.wire);
    let deprecated = marks::deprecated(field.deprecated);
    let name = format_ident!("{}", field.name);
    let ty = if field.is_three_state() { parse_quote!(Option<#ty>) } else { ty };
    parse_quote!(#(#words)* #deprecated pub #name: #ty)
}

fn flattened(field: &ir::Field) -> Field {
    let words = docs::described(field.description.as_deref(), &field.wire);
    let (name, ty) = (format_ident!("{}", field.name), types::written(&field.ty, None));
    parse_quote!(#(#words)* pub #name: #ty)
}

fn rest(ty: &Type) -> Field {
    let ty = types::written(ty, None);
    parse_quote! {
        #[doc = " Properties that the document does not name."]
        pub additional_properties: std::collections::BTreeMap<String, #ty>
    }
}
