//! Operations whose responses are pages have a method more: their items, page after page.

use proc_macro2::Literal;
use quote::{format_ident, quote};
use syn::{FnArg, Item, Signature, parse_quote};

use crate::emit::client::methods;
use crate::emit::{docs, marks, types};
use crate::ir::{Api, NextPage, Operation, Pagination};

/// The method and the table of an operation whose responses are pages.
pub(super) fn items(operation: &Operation, signature: &Signature, api: &Api) -> Vec<Item> {
    let Some(pagination) = operation.pagination.as_ref().filter(|_| !operation.is_variant) else {
        return Vec::new();
    };
    let arguments = signature.inputs.iter().filter(|argument| matches!(argument, FnArg::Typed(_)));
    let (function, table, pages) = (
        format_ident!("{}", pagination.function),
        format_ident!("{}", operation.constant),
        format_ident!("{}", pagination.constant),
    );
    let item = types::written(&pagination.item, Some("models"));
    let error = format_ident!("{}", operation.error);
    let words = docs::attributes(&[
        format!("Returns the items of all pages of [`Client::{}`] as a stream.", operation.function),
        String::new(),
        "A page is requested after the items of the previous one have been read.".to_owned(),
    ]);
    let calls = methods::arguments(operation, api);
    let many: Option<syn::Attribute> = (signature.inputs.len() > 7).then(
        || parse_quote!(#[allow(clippy::too_many_arguments, reason = "the document requires them all")]),
    );
    let uses = marks::uses_deprecated(methods::has_deprecated_options(operation));
    let method: Item = parse_quote! {
        impl Client {
            #(#words)*
            #many
            #uses
            pub fn #function(&self, #(#arguments),*) -> runtime::Paginator<#item, #error> {
                self.core.call(&#table) #calls .pages(&#pages)
            }
        }
    };
    vec![method, table_of(operation, pagination)]
}

fn table_of(operation: &Operation, pagination: &Pagination) -> Item {
    let name = format_ident!("{}", pagination.constant);
    let words = docs::attributes(&[format!("The pagination of [`Client::{}`].", operation.function)]);
    let items = &pagination.items;
    let next = match &pagination.next {
        NextPage::Cursor { at, parameter } => quote!(Cursor { at: #at, parameter: #parameter }),
        NextPage::Link => quote!(LinkHeader),
        NextPage::Number { parameter, first } => {
            let first = Literal::u64_unsuffixed(*first);
            quote!(PageNumber { parameter: #parameter, first: #first })
        }
    };
    parse_quote! {
        #(#words)*
        static #name: runtime::Pagination = runtime::Pagination { items: #items, next: runtime::NextPage::#next };
    }
}
