//! What an operation returns, by status: its documented errors, and its successes where they differ.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Item, parse_quote};

use crate::emit::client::operation_static;
use crate::emit::{docs, types};
use crate::ir::{Api, Operation, Response, ResponseBody};

pub(super) fn error_type(operation: &Operation, api: &Api) -> [Item; 2] {
    let name = format_ident!("{}", operation.error);
    let words = docs::attributes(&[format!(
        "The documented errors of [`Client::{}`], by status.",
        operation.function
    )]);
    let variants = operation.failures().map(variant);
    let cases = operation
        .failures()
        .map(|response| operation_static::case(response, Some(&format_ident!("Self")), api));
    let code = if api.error_codes.is_empty() { quote!(String) } else { quote!(ErrorCode) };
    let headers = match operation.response_headers.is_empty() {
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
    let name = format_ident!("{}", operation.response);
    let words =
        docs::attributes(&[format!("The responses of [`Client::{}`], by status.", operation.function)]);
    let variants = operation.successes().map(variant);
    // A stream is read once.
    let derives = match operation.successes().any(|response| response.body.is_stream()) {
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

fn variant(response: &Response) -> TokenStream {
    let words = docs::prose(&words(response));
    let name = format_ident!("{}", response.variant);
    let body = (response.body != ResponseBody::Empty).then(|| {
        let ty = types::response(&response.body);
        quote!((#ty))
    });
    quote!(#(#words)* #name #body)
}

/// Returns the status and its description in the document. If the response lists codes, the operation's table has the description.
fn words(response: &Response) -> String {
    let status = response.status;
    match response.description.is_empty() || !response.codes.is_empty() {
        // A line of a number and a full stop would be an item of a list.
        true => format!("Status {status}."),
        false => format!("{status}: {}", response.description),
    }
}
