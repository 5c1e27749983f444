//! Structs of the client crate: an operation's optional arguments, and the parts of its multipart body.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Item, Type, parse_quote};

use crate::emit::client::methods;
use crate::emit::marks::{self, Shown};
use crate::emit::models::setters::{self, Kind, Settable};
use crate::emit::{docs, types};
use crate::ir::{Operation, PartContent, PartField};

pub(super) fn options(operation: &Operation) -> Vec<Item> {
    let name = format_ident!("{}", operation.options);
    let words = docs::attributes(&[format!("The optional arguments of [`Client::{}`].", operation.function)]);
    let parameters: Vec<_> = operation.parameters.iter().filter(|parameter| !parameter.required).collect();
    let types: Vec<Type> = parameters
        .iter()
        .map(|parameter| {
            let ty = types::written(&parameter.ty, Some("models"));
            parse_quote!(Option<#ty>)
        })
        .collect();
    let fields = parameters.iter().zip(&types).map(|(parameter, ty)| {
        let words = docs::described(parameter.description.as_deref(), &parameter.name);
        let name = format_ident!("{}", parameter.argument);
        let deprecated = marks::deprecated(parameter.deprecated);
        quote!(#(#words)* #deprecated pub #name: #ty)
    });
    let settable: Vec<_> = parameters
        .iter()
        .zip(&types)
        .map(|(parameter, ty)| Settable {
            name: &parameter.argument,
            wire: &parameter.name,
            ty,
            is_converted: parameter.ty.is_converted(),
            kind: Kind::Optional,
            constant: None,
            deprecated: parameter.deprecated,
        })
        .collect();
    let block = setters::of(&name, &settable);
    let shown: Vec<_> = parameters
        .iter()
        .map(|parameter| Shown {
            name: &parameter.argument,
            is_secret: parameter.secret,
            is_option: true,
            is_deprecated: parameter.deprecated,
        })
        .collect();
    let own_debug = marks::debug(&name, &shown);
    let debug = own_debug.is_none().then(|| quote!(Debug,));
    let mut items = vec![
        parse_quote! {
            #(#words)*
            #[derive(Clone, #debug Default, PartialEq)]
            #[non_exhaustive]
            pub struct #name { #(#fields),* }
        },
        Item::Impl(block),
    ];
    items.extend(own_debug);
    items
}

pub(super) fn form(operation: &Operation, name: &str, fields: &[PartField]) -> Vec<Item> {
    let name = format_ident!("{name}");
    let words = docs::attributes(&[format!("The parts of the body of [`Client::{}`].", operation.function)]);
    let types: Vec<Type> = fields.iter().map(part_type).collect();
    let members = fields.iter().zip(&types).map(|(field, ty)| {
        let words = docs::described(field.description.as_deref(), &field.wire);
        let name = format_ident!("{}", field.name);
        let deprecated = marks::deprecated(field.deprecated);
        quote!(#(#words)* #deprecated pub #name: #ty)
    });
    let settable: Vec<_> = fields
        .iter()
        .zip(&types)
        .map(|(field, ty)| Settable {
            name: &field.name,
            wire: &field.wire,
            ty,
            is_converted: matches!(&field.content, PartContent::Value(ty) if ty.is_converted()),
            kind: if field.required { Kind::Required } else { Kind::Optional },
            constant: field.constant.as_ref(),
            deprecated: field.deprecated,
        })
        .collect();
    let block = setters::of(&name, &settable);
    let calls = fields.iter().map(part_call);
    let shown: Vec<_> = fields
        .iter()
        .map(|field| Shown {
            name: &field.name,
            is_secret: field.secret,
            is_option: !field.required,
            is_deprecated: field.deprecated,
        })
        .collect();
    let own_debug = marks::debug(&name, &shown);
    let debug = own_debug.is_none().then(|| quote!(, Debug));
    let default = fields.iter().all(|field| !field.required).then(|| quote!(, Default));
    let uses = marks::uses_deprecated(fields.iter().any(|field| field.deprecated));
    let mut items = vec![
        parse_quote! {
            #(#words)*
            #[derive(Clone #debug #default)]
            #[non_exhaustive]
            pub struct #name { #(#members),* }
        },
        Item::Impl(block),
        parse_quote! {
            #uses
            impl #name {
                fn into_parts(self) -> runtime::Parts {
                    runtime::Parts::new() #(#calls)*
                }
            }
        },
    ];
    items.extend(own_debug);
    items
}

fn part_type(field: &PartField) -> Type {
    let ty: Type = match &field.content {
        PartContent::File => parse_quote!(runtime::Part),
        PartContent::Files => parse_quote!(Vec<runtime::Part>),
        PartContent::Value(ty) => types::written(ty, Some("models")),
    };
    if field.required { ty } else { parse_quote!(Option<#ty>) }
}

fn part_call(field: &PartField) -> TokenStream {
    let (wire, name) = (&field.wire, format_ident!("{}", field.name));
    let given = if field.required { quote!(Some(self.#name)) } else { quote!(self.#name) };
    let call = match (&field.content, field.style.map(methods::style)) {
        (PartContent::File, _) => quote!(.file(#wire, #given)),
        (PartContent::Files, _) if field.required => quote!(.files(#wire, self.#name)),
        (PartContent::Files, _) => quote!(.files(#wire, self.#name.unwrap_or_default())),
        (PartContent::Value(_), Some(style)) => quote!(.value_as(#style, #wire, #given)),
        (PartContent::Value(_), None) => quote!(.value(#wire, #given)),
    };
    let content_type =
        field.content_type.as_ref().map(|media_type| quote!(.content_type(#wire, #media_type)));
    quote!(#call #content_type)
}
