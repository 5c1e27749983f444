//! Structs: the document's order of fields, and their words.

use quote::{format_ident, quote};
use syn::{Field, Fields, File, Item, ItemStruct, parse_quote};

use crate::emit::{Code, docs, marks, types};
use crate::engine::lower::field_key;
use crate::ir::{self, Shape, Struct, Type};

pub(in crate::emit) fn apply(file: &mut File, code: &Code<'_>) {
    for item in &mut file.items {
        if let Item::Struct(structure) = item
            && let Some(schema) = code.schema(&structure.ident.to_string())
            && let Shape::Struct(object) = &schema.shape
        {
            rewrite(structure, schema, object);
        }
    }
}

fn rewrite(structure: &mut ItemStruct, schema: &ir::Schema, object: &Struct) {
    let default = object.fields.iter().all(|field| !field.required);
    let mut attributes = docs::prose_or_default(schema.description.as_deref());
    // A recursive type is cloned as it is read: without copies of it on the stack.
    let clone = (!schema.recursive).then(|| quote!(Clone,));
    let debug = object.fields.iter().all(|field| !field.secret).then(|| quote!(Debug,));
    let default = default.then(|| quote!(Default,));
    attributes.push(parse_quote!(#[derive(#clone #debug #default PartialEq)]));
    attributes.push(parse_quote!(#[non_exhaustive]));
    structure.attrs = attributes;
    // Of an object without properties the engine makes a wrapper of a map.
    if object.fields.is_empty() && object.rest.is_none() {
        structure.fields = Fields::Named(parse_quote!({}));
        structure.semi_token = None;
    }
    let Fields::Named(named) = &mut structure.fields else { return };
    let mut made: Vec<Option<Field>> = std::mem::take(&mut named.named).into_iter().map(Some).collect();
    for (place, field) in object.fields.iter().enumerate() {
        let key = field_key(place);
        let is_it = |made: &&mut Option<Field>| {
            made.as_ref().and_then(|made| made.ident.as_ref()).is_some_and(|ident| *ident == key)
        };
        let found = made.iter_mut().find(is_it).and_then(Option::take);
        named.named.extend(match found {
            Some(found) => Some(refined(found, field)),
            None if field.flatten => Some(flattened(field)),
            None => None,
        });
    }
    named.named.extend(object.rest.as_ref().map(rest));
}

fn refined(mut made: Field, field: &ir::Field) -> Field {
    made.attrs = docs::prose_or_default(field.description.as_deref());
    made.attrs.extend(marks::deprecated(field.deprecated));
    made.ident = Some(format_ident!("{}", field.name));
    if is_three_state(field) {
        let ty = &made.ty;
        made.ty = parse_quote!(Option<#ty>);
    }
    made
}

/// Whether a field may be absent, null or there.
pub(in crate::emit) fn is_three_state(field: &ir::Field) -> bool {
    field.nullable && !field.required && field.ty != Type::Any
}

fn flattened(field: &ir::Field) -> Field {
    let words = docs::prose_or_default(field.description.as_deref());
    let (name, ty) = (format_ident!("{}", field.name), types::written(&field.ty, None));
    parse_quote!(#(#words)* pub #name: #ty)
}

fn rest(ty: &Type) -> Field {
    let ty = types::written(ty, None);
    parse_quote! {
        #[doc = " Properties that the document has no name for."]
        pub additional_properties: std::collections::BTreeMap<String, #ty>
    }
}
