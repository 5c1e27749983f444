//! Each operation's documented errors: a variant a status.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{File, Item, parse_quote};

use super::{docs, tables};
use crate::api::{Api, Operation, Reply, Type};

pub(super) fn apply(file: &mut File, api: &Api) {
    for operation in &api.operations {
        file.items.extend(error_type(operation, api));
    }
}

fn error_type(operation: &Operation, api: &Api) -> [Item; 2] {
    let name = format_ident!("{}", operation.error);
    let words = docs::attributes(&[format!(
        "The documented errors of [`Client::{}`], by status.",
        operation.function
    )]);
    let failures = operation.replies.iter().filter_map(|reply| Some((reply, reply.variant.as_ref()?)));
    let cases = failures.clone().map(|(reply, variant)| case(reply, variant));
    let variants = failures.map(|(reply, variant)| {
        let words = docs::prose(&variant_words(reply));
        let variant = format_ident!("{variant}");
        let body = reply.body.as_ref().map(|ty| {
            let ty = in_client(ty);
            quote!((#ty))
        });
        quote!(#(#words)* #variant #body)
    });
    let code = if api.error_codes.is_empty() { quote!(String) } else { quote!(ErrorCode) };
    [
        parse_quote! {
            #(#words)*
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        },
        parse_quote! {
            impl DocumentedError for #name {
                type Code = #code;
                const REPLIES: &'static [Case<Self>] = &[#(#cases),*];
            }
        },
    ]
}

/// How a variant is read.
fn case(reply: &Reply, variant: &str) -> TokenStream {
    let (status, decode) = (tables::status(reply.status), tables::decode(reply));
    let variant = format_ident!("{variant}");
    match reply.body {
        Some(_) => quote!(Case(#status, |reply| #decode(reply).map(Self::#variant))),
        None => quote!(Case(#status, |_| Ok(Self::#variant))),
    }
}

/// The status, and what the document says of it. Where it lists codes, the operation's table has the words.
fn variant_words(reply: &Reply) -> String {
    match reply.codes.is_empty() {
        true => format!("{}: {}", reply.status, docs::one_line(&reply.description)),
        false => format!("{}.", reply.status),
    }
}

/// A type as the client crate writes it.
fn in_client(ty: &Type) -> syn::Type {
    match ty {
        Type::Named(name) => {
            let name = format_ident!("{name}");
            parse_quote!(models::#name)
        }
        Type::List(inner) => {
            let inner = in_client(inner);
            parse_quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = in_client(inner);
            parse_quote!(std::collections::HashMap<String, #inner>)
        }
        plain => super::aliases::written(plain),
    }
}
