//! Structs: the document's order of fields, their names on the wire, their words.
//!
//! A field that may be absent is `None` when it is, and is not sent when it is `None`. Null reads as absent.

use quote::format_ident;
use syn::{Attribute, Field, Fields, File, Item, ItemStruct, parse_quote};

use super::docs;
use crate::api::{self, Api, Shape};
use crate::lower::field_key;

pub(super) fn apply(file: &mut File, api: &Api) {
    for item in &mut file.items {
        if let Item::Struct(structure) = item
            && let Some(schema) = api.schema(&structure.ident.to_string())
            && let Shape::Struct(fields) = &schema.shape
        {
            rewrite(structure, schema, fields);
        }
    }
}

fn rewrite(structure: &mut ItemStruct, schema: &api::Schema, fields: &[api::Field]) {
    let default = fields.iter().all(|field| !field.required);
    let mut attributes =
        docs::prose(schema.description.as_deref().unwrap_or("(The document says nothing about it.)"));
    attributes.push(match default {
        true => parse_quote!(#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]),
        false => parse_quote!(#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]),
    });
    attributes.push(parse_quote!(#[non_exhaustive]));
    structure.attrs = attributes;
    if let Fields::Named(named) = &mut structure.fields {
        let mut made: Vec<Field> = std::mem::take(&mut named.named).into_iter().collect();
        for (place, field) in fields.iter().enumerate() {
            let key = field_key(place);
            let found = made.iter().position(|made| made.ident.as_ref().is_some_and(|ident| *ident == key));
            if let Some(found) = found {
                named.named.push(refined(made.swap_remove(found), field));
            }
        }
    }
}

fn refined(mut made: Field, field: &api::Field) -> Field {
    made.attrs = docs::prose(field.description.as_deref().unwrap_or("(The document says nothing about it.)"));
    made.attrs.extend(serde(field));
    made.ident = Some(format_ident!("{}", field.name));
    made
}

fn serde(field: &api::Field) -> Option<Attribute> {
    let wire = &field.wire;
    // serde reads an absent `Option` as `None` without being told.
    match (field.wire != field.name, field.required) {
        (false, true) => None,
        (true, true) => Some(parse_quote!(#[serde(rename = #wire)])),
        (false, false) => Some(parse_quote!(#[serde(skip_serializing_if = "Option::is_none")])),
        (true, false) => {
            Some(parse_quote!(#[serde(rename = #wire, skip_serializing_if = "Option::is_none")]))
        }
    }
}
