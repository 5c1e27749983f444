//! The headers that an operation's replies document, as a struct.

use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use crate::emit::{docs, types};
use crate::ir::{Operation, Type};

pub(super) fn items(operation: &Operation) -> Vec<Item> {
    if operation.reply_headers.is_empty() {
        return Vec::new();
    }
    let name = format_ident!("{}", operation.headers);
    let words = docs::attributes(&[
        format!("Headers that the replies of [`Client::{}`] document.", operation.function),
        String::new(),
        "One that is absent, or is not what the document says, is `None`; `headers()` has them all."
            .to_owned(),
    ]);
    let fields = operation.reply_headers.iter().map(|header| {
        let words = docs::prose_or_default(header.description.as_deref());
        let name = format_ident!("{}", header.name);
        let ty = types::written(&header.ty, Some("models"));
        quote!(#(#words)* pub #name: Option<#ty>)
    });
    let reads = operation.reply_headers.iter().map(|header| {
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
