//! Decoding and encoding of structs: names on the wire for names of fields, by a macro of the model crate. It takes a third of the
//! time that serde's derives take to compile.

use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use crate::ir::{Field, Schema, Shape, Struct};

pub(super) fn item(schema: &Schema) -> Option<Item> {
    let name = format_ident!("{}", schema.name);
    match &schema.shape {
        Shape::Struct(structure) => Some(object(&name, structure, schema.recursive)),
        Shape::Newtype(_) => Some(parse_quote!(newtype!(#name);)),
        Shape::Tuple(items) => {
            let items = (0..items.len()).map(|index| format_ident!("item{index}"));
            Some(parse_quote!(tuple!(#name, #(#items),*);))
        }
        _ => None,
    }
}

fn object(name: &syn::Ident, structure: &Struct, recursive: bool) -> Item {
    let (flattened, own): (Vec<&Field>, Vec<&Field>) =
        structure.fields.iter().partition(|field| field.flatten);
    let own = own.into_iter().map(|field| {
        let (wire, name, kind) =
            (&field.wire, format_ident!("{}", field.name), format_ident!("{}", kind(field)));
        quote!(#wire => #name: #kind)
    });
    let flattened: Vec<_> = flattened.iter().map(|field| format_ident!("{}", field.name)).collect();
    let flatten = (!flattened.is_empty()).then(|| quote!(flatten { #(#flattened),* }));
    let keep = structure.rest.as_ref().map(|_| quote!(keep { additional_properties }));
    let recursive = recursive.then(|| quote!(is { recursive }));
    parse_quote!(object! { #name { #(#own),* } #flatten #keep #recursive })
}

/// The macro's word for a field.
fn kind(field: &Field) -> &'static str {
    match field.required {
        true => "required",
        false if field.is_three_state() => "nullable",
        false => "optional",
    }
}
