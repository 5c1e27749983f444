//! Methods: the engine's types with the names of the [`Api`], typed errors, and a body that hands everything to the
//! runtime.
//!
//! What is required is positional; what is optional is named, in a struct of options.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{FnArg, ImplItemFn, Type, parse_quote};

use crate::emit::{docs, generic_inner, marks, types};
use crate::ir::{
    self, Api, BodyContent, Constant, EngineItemError, EngineMethod, Operation, Parameter, ParameterLocation,
    ResponseBody, ResponseType, Style,
};

/// The method of an operation, and the type of the body that it returns.
pub(super) fn method(
    operation: &Operation,
    mut engine: EngineMethod,
    api: &Api,
) -> Result<(ImplItemFn, Type), EngineItemError> {
    let named = |error: EngineItemError| error.of(&operation.function);
    let mut inputs: Vec<FnArg> = vec![parse_quote!(&self)];
    for (index, parameter) in operation.parameters.iter().enumerate().filter(|(_, known)| known.is_argument())
    {
        let ty = engine.take_argument(index, &parameter.argument).map_err(named)?;
        let (name, ty) = (format_ident!("{}", parameter.argument), argument_type(ty, &parameter.ty));
        inputs.push(parse_quote!(#name: #ty));
    }
    inputs.extend(body_argument(operation, &mut engine).map_err(named)?);
    if operation.has_options() {
        let options = format_ident!("{}", operation.options);
        inputs.push(parse_quote!(options: &#options));
    }
    let response = response_type(operation, &mut engine).map_err(named)?;
    let (function, error) = (format_ident!("{}", operation.function), format_ident!("{}", operation.error));
    let headers = (!operation.response_headers.is_empty()).then(|| format_ident!("{}", operation.headers));
    let headers = headers.map(|headers| quote!(, #headers));
    let mut attributes = docs::operation(operation, api);
    attributes.extend(marks::deprecated(operation.deprecated));
    attributes.extend(marks::uses_deprecated(has_deprecated_options(operation)));
    if inputs.len() > 7 {
        attributes.push(
            parse_quote!(#[allow(clippy::too_many_arguments, reason = "the document requires them all")]),
        );
    }
    let (table, calls) = (format_ident!("{}", operation.constant), arguments(operation, api));
    let method = parse_quote! {
        #(#attributes)*
        pub async fn #function(#(#inputs),*) -> Result<Response<#response #headers>, Error<#error>> {
            self.core.call(&#table) #calls .send().await
        }
    };
    Ok((method, response))
}

/// Whether any optional argument is deprecated.
pub(in crate::emit) fn has_deprecated_options(operation: &Operation) -> bool {
    operation.parameters.iter().any(|parameter| !parameter.required && parameter.deprecated)
}

/// The argument for the body. The engine knows JSON and forms that are required, and nothing else.
fn body_argument(operation: &Operation, engine: &mut EngineMethod) -> Result<Option<FnArg>, EngineItemError> {
    let Some(body) = &operation.body else { return Ok(None) };
    let name = format_ident!("{}", body.argument);
    let ty: Type = match &body.content {
        BodyContent::Json(ty) | BodyContent::Form { ty, .. } if body.required => {
            argument_type(engine.take_body()?, ty)
        }
        BodyContent::Json(ir::Type::List(item)) => {
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
    let argument = if body.required { parse_quote!(#name: #ty) } else { parse_quote!(#name: Option<#ty>) };
    Ok(Some(argument))
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
    let value = match (&parameter.constant, parameter.required, api.is_copy(&parameter.ty)) {
        (Some(constant), ..) => literal(constant),
        (None, true, _) => quote!(#argument),
        (None, false, true) => quote!(options.#argument),
        (None, false, false) => quote!(&options.#argument),
    };
    let place = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    if parameter.allow_reserved {
        let style = style(parameter.style);
        return quote!(.query_reserved(#style, #name, #value));
    }
    if parameter.style == parameter.location.default_style() {
        let method = format_ident!("{place}");
        return quote!(.#method(#name, #value));
    }
    let (method, style) = (format_ident!("{place}_as"), style(parameter.style));
    quote!(.#method(#style, #name, #value))
}

fn literal(constant: &Constant) -> TokenStream {
    match constant {
        Constant::String(text) => quote!(#text),
        Constant::Number(number) | Constant::Integer(number) => {
            Literal::i64_suffixed(*number).into_token_stream()
        }
        Constant::Boolean(value) => quote!(#value),
    }
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

/// The engine's type of an argument: a slice for a list, and numbers by value, which it takes by reference if it does not know
/// them itself.
fn argument_type(mut ty: Type, of: &ir::Type) -> Type {
    let Type::Reference(reference) = &mut ty else { return ty };
    if let Some(item) = generic_inner(&reference.elem, "Vec").cloned() {
        *reference.elem = parse_quote!([#item]);
    }
    match of {
        ir::Type::Integer(_) => (*reference.elem).clone(),
        _ => ty,
    }
}

/// The type of the body that a call returns: the engine's if it is JSON.
fn response_type(operation: &Operation, engine: &mut EngineMethod) -> Result<Type, EngineItemError> {
    Ok(match operation.response_type() {
        ResponseType::Nothing => parse_quote!(()),
        ResponseType::Body(ResponseBody::Json(_)) => engine.take_response()?,
        ResponseType::Body(body) => types::response(body),
        ResponseType::Enum => {
            let name = format_ident!("{}", operation.response);
            parse_quote!(#name)
        }
    })
}
