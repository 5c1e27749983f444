//! What an operation replies, by status: its documented errors, and its successes where they differ.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Item, parse_quote};

use crate::emit::client::operation_static;
use crate::emit::{docs, types};
use crate::ir::{Api, Operation, Reply, ReplyBody};

pub(super) fn error_type(operation: &Operation, api: &Api) -> [Item; 2] {
    let name = format_ident!("{}", operation.error);
    let words = docs::attributes(&[format!(
        "The documented errors of [`Client::{}`], by status.",
        operation.function
    )]);
    let variants = operation.failures().map(variant);
    let cases =
        operation.failures().map(|reply| operation_static::case(reply, Some(&format_ident!("Self")), api));
    let code = if api.error_codes.is_empty() { quote!(String) } else { quote!(ErrorCode) };
    let headers = match operation.reply_headers.is_empty() {
        true => quote!(()),
        false => format_ident!("{}", operation.headers).to_token_stream(),
    };
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
                type Headers = #headers;
                const RESPONSES: &'static [ResponseCase<Self>] = &[#(#cases),*];
            }
        },
    ]
}

pub(super) fn response_type(operation: &Operation) -> Item {
    let name = format_ident!("{}", operation.reply);
    let words =
        docs::attributes(&[format!("The responses of [`Client::{}`], by status.", operation.function)]);
    let variants = operation.successes().map(variant);
    // A stream is read once.
    let derives = match operation.successes().any(|reply| reply.body.is_stream()) {
        true => quote!(#[derive(Debug)]),
        false => quote!(#[derive(Clone, Debug, PartialEq)]),
    };
    parse_quote! {
        #(#words)*
        #derives
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    }
}

fn variant(reply: &Reply) -> TokenStream {
    let words = docs::prose(&words(reply));
    let name = format_ident!("{}", reply.variant);
    let body = (reply.body != ReplyBody::Empty).then(|| {
        let ty = types::reply(&reply.body);
        quote!((#ty))
    });
    quote!(#(#words)* #name #body)
}

/// Returns the status and its description in the document. If the response lists codes, the operation's table has the description.
fn words(reply: &Reply) -> String {
    let status = reply.status;
    match reply.description.is_empty() || !reply.codes.is_empty() {
        // A line of a number and a full stop would be an item of a list.
        true => format!("Status {status}."),
        false => format!("{status}: {}", reply.description),
    }
}
