//! Methods: the engine's signatures with the names of the [`Api`], typed errors, and a body that hands everything to
//! the runtime.
//!
//! What is required is positional; what is optional is named, in a struct of options.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::{VisitMut, visit_type_reference_mut};
use syn::{File, FnArg, ImplItem, ImplItemFn, Item, Pat, ReturnType, Type, TypeReference, parse_quote};

use crate::emit::models::paths;
use crate::emit::{Code, docs, generic_inner, marks, types};
use crate::engine::lower::parameter_key;
use crate::ir::{Api, BodyContent, Operation, Parameter, ParameterLocation, ReplyBody, Style};

pub(in crate::emit) fn apply(file: &mut File, code: &Code<'_>) {
    for item in &mut file.items {
        let Item::Impl(block) = item else { continue };
        for item in &mut block.items {
            let ImplItem::Fn(function) = item else { continue };
            let place = function
                .sig
                .ident
                .to_string()
                .strip_prefix('o')
                .and_then(|place| place.parse::<usize>().ok());
            if let Some(operation) = place.and_then(|place| code.api.operations.get(place)) {
                rewrite(function, operation, code);
            }
        }
    }
}

fn rewrite(function: &mut ImplItemFn, operation: &Operation, code: &Code<'_>) {
    Elide.visit_signature_mut(&mut function.sig);
    paths::shorten_signature(&mut function.sig);
    function.sig.generics = Default::default();
    function.sig.ident = format_ident!("{}", operation.function);
    for argument in &mut function.sig.inputs {
        rename_argument(argument, operation);
    }
    function.sig.inputs.extend(body_argument(operation));
    if has_options(operation) {
        let options = format_ident!("{}", operation.options);
        function.sig.inputs.push(parse_quote!(options: &#options));
    }
    let reply = reply_type(operation, &function.sig.output);
    let error = format_ident!("{}", operation.error);
    let headers = (!operation.reply_headers.is_empty()).then(|| format_ident!("{}", operation.headers));
    let headers = headers.map(|headers| quote!(, #headers));
    function.sig.output = parse_quote!(-> Result<Response<#reply #headers>, Error<#error>>);
    function.attrs = docs::operation(operation, code.api);
    function.attrs.extend(marks::deprecated(operation.deprecated));
    function.attrs.extend(marks::uses_deprecated(has_deprecated_options(operation)));
    if function.sig.inputs.len() > 7 {
        function.attrs.push(
            parse_quote!(#[allow(clippy::too_many_arguments, reason = "the document requires them all")]),
        );
    }
    function.block = block(operation, code.api);
}

/// Whether an operation takes anything that may be left out.
pub(in crate::emit) fn has_options(operation: &Operation) -> bool {
    operation.parameters.iter().any(|parameter| !parameter.required)
}

/// Whether any of that is deprecated.
pub(in crate::emit) fn has_deprecated_options(operation: &Operation) -> bool {
    operation.parameters.iter().any(|parameter| !parameter.required && parameter.deprecated)
}

/// The body's argument, where the engine has made none: it knows JSON that has to be given, and nothing else.
fn body_argument(operation: &Operation) -> Option<FnArg> {
    let body = operation.body.as_ref()?;
    let name = format_ident!("{}", body.argument);
    let ty: Type = match &body.content {
        BodyContent::Json(_) | BodyContent::Form { .. } if body.required => return None,
        BodyContent::Json(crate::ir::Type::List(item)) => {
            let item = types::written(item, Some("models"));
            parse_quote!(&[#item])
        }
        BodyContent::Json(ty) | BodyContent::Form { ty, .. } => {
            let ty = types::written(ty, Some("models"));
            parse_quote!(&#ty)
        }
        BodyContent::Multipart { name, .. } => {
            let name = format_ident!("{name}");
            parse_quote!(#name)
        }
        BodyContent::Text => parse_quote!(&str),
        BodyContent::Bytes if body.required => parse_quote!(impl Into<runtime::Body>),
        BodyContent::Bytes => parse_quote!(runtime::Body),
    };
    Some(if body.required { parse_quote!(#name: #ty) } else { parse_quote!(#name: Option<#ty>) })
}

fn block(operation: &Operation, api: &Api) -> syn::Block {
    let table = format_ident!("{}", operation.constant);
    let arguments = arguments(operation, api);
    parse_quote!({ self.core.call(&#table) #arguments .send().await })
}

/// The calls that hand over a method's arguments.
pub(in crate::emit) fn arguments(operation: &Operation, api: &Api) -> TokenStream {
    let parameters = operation.parameters.iter().map(|parameter| parameter_call(parameter, api));
    let body = operation.body.as_ref().map(|body| {
        let argument = format_ident!("{}", body.argument);
        let method = format_ident!(
            "{}",
            match &body.content {
                BodyContent::Json(_) => "json",
                BodyContent::Form { styles, .. } if styles.is_empty() => "form",
                BodyContent::Form { .. } => "form_as",
                BodyContent::Multipart { .. } => "multipart",
                BodyContent::Text => "text",
                BodyContent::Bytes => "bytes",
            }
        );
        let parts = matches!(body.content, BodyContent::Multipart { .. });
        let styles = styles(&body.content);
        match (body.required, parts) {
            (true, true) => quote!(.#method(#argument.into_parts())),
            (true, false) => quote!(.#method(#argument #styles)),
            (false, true) => quote!(.maybe(#argument, |call, body| call.#method(body.into_parts()))),
            (false, false) => quote!(.maybe(#argument, |call, body| call.#method(body #styles))),
        }
    });
    quote!(#(#parameters)* #body)
}

fn parameter_call(parameter: &Parameter, api: &Api) -> TokenStream {
    let (name, argument) = (&parameter.name, format_ident!("{}", parameter.argument));
    let value = match (parameter.required, api.is_copy(&parameter.ty)) {
        (true, _) => quote!(#argument),
        (false, true) => quote!(options.#argument),
        (false, false) => quote!(&options.#argument),
    };
    let place = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    let usual = match parameter.location {
        ParameterLocation::Path | ParameterLocation::Header => Style::Simple { explode: false },
        ParameterLocation::Query | ParameterLocation::Cookie => Style::Form { explode: true },
    };
    if parameter.allow_reserved {
        let style = style(parameter.style);
        return quote!(.query_reserved(#style, #name, #value));
    }
    if parameter.style == usual {
        let method = format_ident!("{place}");
        return quote!(.#method(#name, #value));
    }
    let (method, style) = (format_ident!("{place}_as"), style(parameter.style));
    quote!(.#method(#style, #name, #value))
}

pub(in crate::emit) fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple { explode } => quote!(Style::Simple { explode: #explode }),
        Style::Label { explode } => quote!(Style::Label { explode: #explode }),
        Style::Matrix { explode } => quote!(Style::Matrix { explode: #explode }),
        Style::Form { explode } => quote!(Style::Form { explode: #explode }),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Json => quote!(Style::Json),
    }
}

/// The styles of a form's properties, as an argument more.
fn styles(content: &BodyContent) -> Option<TokenStream> {
    let BodyContent::Form { styles, .. } = content else { return None };
    let pairs = styles.iter().map(|(name, kind)| {
        let style = style(*kind);
        quote!((#name, #style))
    });
    (!styles.is_empty()).then(|| quote!(, &[#(#pairs),*]))
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
    // The engine takes numbers that it does not know itself by reference.
    if let Type::Reference(reference) = &*typed.ty
        && found.is_some_and(|(_, parameter)| matches!(parameter.ty, crate::ir::Type::Integer(_)))
    {
        *typed.ty = (*reference.elem).clone();
    }
}

/// What a call returns: the engine's type where there is one JSON reply.
fn reply_type(operation: &Operation, output: &ReturnType) -> Type {
    let mut replies = operation.successes().map(|reply| &reply.body);
    match (replies.next(), replies.next()) {
        (None, _) => parse_quote!(()),
        (Some(body @ ReplyBody::Json(_)), None) => engine_reply(output).unwrap_or_else(|| types::reply(body)),
        (Some(first), _) if operation.successes().all(|reply| reply.body == *first) => types::reply(first),
        _ => {
            let name = format_ident!("{}", operation.reply);
            parse_quote!(#name)
        }
    }
}

/// The `T` of the engine's `Result<ResponseValue<T>, _>`.
fn engine_reply(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, ty) = output else { return None };
    let mut ty = generic_inner(generic_inner(ty, "Result")?, "ResponseValue")?.clone();
    paths::shorten_type(&mut ty);
    Some(ty)
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
