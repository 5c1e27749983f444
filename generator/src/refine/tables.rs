//! Each operation as a table that the runtime reads.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{File, Item, ItemStatic, ReturnType, Type, parse_quote};

use crate::api::{Api, Operation, Reply, Status};

pub(super) fn apply(file: &mut File, api: &Api) {
    let methods: Vec<_> = file.items.iter().filter_map(methods_of).flatten().collect();
    for operation in &api.operations {
        let found = methods.iter().find(|(name, _)| *name == operation.function);
        if let Some((_, reply)) = found {
            let table = table(operation, reply);
            file.items.push(Item::Static(table));
        }
    }
}

/// The name and the reply's type of every method of an `impl`.
fn methods_of(item: &Item) -> Option<Vec<(String, Type)>> {
    let Item::Impl(block) = item else { return None };
    let functions = block.items.iter().filter_map(|item| match item {
        syn::ImplItem::Fn(function) => Some((function.sig.ident.to_string(), reply(&function.sig.output)?)),
        _ => None,
    });
    Some(functions.collect())
}

fn reply(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, ty) = output else { return None };
    super::generic_inner(super::generic_inner(ty, "Result")?, "Reply").cloned()
}

fn table(operation: &Operation, reply: &Type) -> ItemStatic {
    let name = format_ident!("{}", operation.constant);
    let error = format_ident!("{}", operation.error);
    let (id, path) = (&operation.id, &operation.path);
    let method = format_ident!("{}", operation.method);
    let accept =
        if operation.replies.iter().any(|reply| reply.body.is_some()) { "application/json" } else { "*/*" };
    let security = operation.security.iter().map(|alternative| quote!(&[#(#alternative),*]));
    let successes = operation.replies.iter().filter(|reply| reply.variant.is_none());
    let cases = successes.map(|reply| {
        let (status, decode) = (status(reply.status), decode(reply));
        quote!(Case(#status, #decode))
    });
    parse_quote! {
        static #name: Operation<#reply, #error> = Operation {
            route: Route {
                id: #id,
                method: Method::#method,
                path: #path,
                accept: #accept,
                security: &[#(#security),*],
            },
            replies: &[#(#cases),*],
            errors: PhantomData,
        };
    }
}

/// The key of a reply, as the runtime has it.
pub(super) fn status(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(Status::Code(#code))
        }
        Status::Class(class) => {
            let class = Literal::u16_unsuffixed(class);
            quote!(Status::Class(#class))
        }
        Status::Default => quote!(Status::Default),
    }
}

/// What reads a reply's body.
pub(super) fn decode(reply: &Reply) -> TokenStream {
    if reply.body.is_some() { quote!(json) } else { quote!(empty) }
}
