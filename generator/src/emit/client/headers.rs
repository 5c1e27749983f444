//! The documented response headers of an operation, as a struct.

use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use crate::emit::{docs, types};
use crate::ir::{Operation, Type};

pub(super) fn items(operation: &Operation) -> Vec<Item> {
    if operation.response_headers.is_empty() {
        return Vec::new();
    }
    let name = format_ident!("{}", operation.headers);
    let words = docs::attributes(&[
        format!("The documented response headers of [`Client::{}`].", operation.function),
        String::new(),
        "A header that is absent or invalid is `None`. `headers()` of the response has all headers."
            .to_owned(),
    ]);
    let fields = operation.response_headers.iter().map(|header| {
        let words = docs::described(header.description.as_deref(), &header.wire);
        let name = format_ident!("{}", header.name);
        let ty = types::written(&header.ty, Some("models"));
        quote!(#(#words)* pub #name: Option<#ty>)
    });
    let reads = operation.response_headers.iter().map(|header| {
        let (name, wire) = (format_ident!("{}", header.name), &header.wire);
        match header.ty {
            Type::List(_) => quote!(#name: header_values(headers, #wire)),
            _ => quote!(#name: header_value(headers, #wire)),
        }
    });
    vec![
        parse_quote! {
            #(#words)*
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub struct #name { #(#fields),* }
        },
        parse_quote! {
            impl runtime::ResponseHeaders for #name {
                fn read(headers: &runtime::HeaderMap) -> Self {
                    Self { #(#reads),* }
                }
            }
        },
    ]
}
