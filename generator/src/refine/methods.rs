//! Methods: the engine's signatures with the names of the [`Api`], typed errors, and a body that hands everything to
//! the runtime.

use quote::{format_ident, quote};
use syn::visit_mut::{VisitMut, visit_type_reference_mut};
use syn::{
    Attribute, File, FnArg, ImplItem, ImplItemFn, Item, Pat, ReturnType, Type, TypeReference, parse_quote,
};

use super::{docs, generic_inner};
use crate::api::{Api, Operation};
use crate::lower::{operation_key, parameter_key};

pub(super) fn apply(file: &mut File, api: &Api) {
    for item in &mut file.items {
        let Item::Impl(block) = item else { continue };
        for item in &mut block.items {
            let ImplItem::Fn(function) = item else { continue };
            let mut places = api.operations.iter().enumerate();
            let found = places.find(|(place, _)| function.sig.ident == operation_key(*place));
            if let Some((_, operation)) = found {
                rewrite(function, operation, api);
            }
        }
    }
}

fn rewrite(function: &mut ImplItemFn, operation: &Operation, api: &Api) {
    Elide.visit_signature_mut(&mut function.sig);
    super::paths::shorten_signature(&mut function.sig);
    function.sig.generics = Default::default();
    function.sig.ident = format_ident!("{}", operation.function);
    for argument in &mut function.sig.inputs {
        rename_argument(argument, operation);
    }
    let reply = reply_type(&function.sig.output);
    let error = format_ident!("{}", operation.error);
    function.sig.output = parse_quote!(-> Result<Reply<#reply>, Error<#error>>);
    function.attrs = docs::operation(operation, api);
    if operation.deprecated {
        let deprecated: Attribute = parse_quote!(#[deprecated]);
        function.attrs.push(deprecated);
    }
    function.block = body(operation);
}

fn body(operation: &Operation) -> syn::Block {
    let table = format_ident!("{}", operation.constant);
    let parameters = operation.parameters.iter().map(|parameter| {
        let (name, argument) = (&parameter.name, format_ident!("{}", parameter.argument));
        quote!(.path(#name, #argument))
    });
    let body = operation.body.as_ref().map(|body| {
        let argument = format_ident!("{}", body.argument);
        quote!(.json(#argument))
    });
    parse_quote!({ self.core.call(&#table) #(#parameters)* #body .send().await })
}

fn rename_argument(argument: &mut FnArg, operation: &Operation) {
    let FnArg::Typed(typed) = argument else { return };
    let Pat::Ident(pattern) = &mut *typed.pat else { return };
    let found =
        operation.parameters.iter().enumerate().find(|(place, _)| pattern.ident == parameter_key(*place));
    if let Some((_, parameter)) = found {
        pattern.ident = format_ident!("{}", parameter.argument);
    }
    if let Type::Reference(reference) = &mut *typed.ty
        && let Some(item) = generic_inner(&reference.elem, "Vec")
    {
        let item = item.clone();
        *reference.elem = parse_quote!([#item]);
    }
}

/// The `T` of `Result<ResponseValue<T>, _>`.
fn reply_type(output: &ReturnType) -> Type {
    let ReturnType::Type(_, ty) = output else { return parse_quote!(()) };
    let inner = generic_inner(ty, "Result").and_then(|value| generic_inner(value, "ResponseValue"));
    inner.cloned().unwrap_or_else(|| parse_quote!(()))
}

/// `&'a T` to `&T`.
struct Elide;

impl VisitMut for Elide {
    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        visit_type_reference_mut(self, reference);
        reference.lifetime = None;
    }

    fn visit_receiver_mut(&mut self, receiver: &mut syn::Receiver) {
        *receiver = parse_quote!(&self);
    }
}
