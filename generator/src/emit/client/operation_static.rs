//! Each operation as a table that the runtime reads.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{Ident, ItemStatic, Type, parse_quote};

use crate::document::openapi::{MULTIPART, sent_template};
use crate::emit::types;
use crate::ir::{
    Api, BodyContent, Operation, Response, ResponseBody, ResponseType, Shape, Status, Type as ApiType,
};

pub(super) fn table(operation: &Operation, response: &Type, api: &Api) -> ItemStatic {
    let name = format_ident!("{}", operation.constant);
    let error = format_ident!("{}", operation.error);
    let (id, path, accept) = (&operation.id, sent_template(&operation.path), accept(operation));
    let method = format_ident!("{}", operation.method);
    let security = operation.security.iter().map(|alternative| quote!(&[#(#alternative),*]));
    let server = option(operation.server.as_deref());
    let content_type = option(operation.body.as_ref().map(|body| match &body.content {
        // Its boundary is made with the body.
        BodyContent::Multipart { .. } => MULTIPART,
        _ => body.media_type.as_str(),
    }));
    let differ =
        (operation.response_type() == ResponseType::Enum).then(|| format_ident!("{}", operation.response));
    let cases = operation.successes().map(|response| case(response, differ.as_ref(), api));
    parse_quote! {
        static #name: Operation<#response, #error> = Operation {
            route: Route {
                id: #id,
                method: Method::#method,
                path: #path,
                server: #server,
                accept: #accept,
                content_type: #content_type,
                security: &[#(#security),*],
            },
            responses: &[#(#cases),*],
            errors: PhantomData,
        };
    }
}

fn option(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

/// The media types that are read, in the order of the responses; anything if the document names none, or says so.
fn accept(operation: &Operation) -> String {
    const ANY: &str = "*/*";
    let mut names: Vec<&str> = Vec::new();
    for name in operation.successes().chain(operation.failures()).flat_map(|response| &response.media_types) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let is_any = operation.successes().flat_map(|response| &response.media_types).any(|name| name == ANY);
    if names.is_empty() || is_any { ANY.to_owned() } else { names.join(", ") }
}

/// How a response is read, into a variant of a type where there is one.
pub(in crate::emit) fn case(response: &Response, of: Option<&Ident>, api: &Api) -> TokenStream {
    let status = status(response.status);
    let decode = match &response.body {
        ResponseBody::Empty => quote!(read_empty),
        ResponseBody::Json(_) if response.is_unlabelled_json() => quote!(read_unlabelled_json),
        ResponseBody::Json(_) => quote!(read_json),
        ResponseBody::Text => quote!(read_text),
        ResponseBody::Bytes => quote!(read_bytes),
        ResponseBody::Stream => quote!(open_bytes),
        ResponseBody::Events(ApiType::String) => quote!(open_text_events),
        ResponseBody::Events(_) => quote!(open_events),
        ResponseBody::Lines(_) => quote!(open_lines),
    };
    let case = if response.body.is_stream() {
        quote!(ResponseCase::Streaming)
    } else {
        quote!(ResponseCase::Buffered)
    };
    let variant = format_ident!("{}", response.variant);
    match (of, &response.body) {
        (of, ResponseBody::Json(ty)) if is_foreign(ty, api) => {
            let ty = types::written(ty, Some("models"));
            let wrap = of.map(|of| quote!(.map(#of::#variant)));
            let whole = quote!(models::decode::Whole);
            quote!(#case(#status, |response| #decode::<#whole<#ty>>(response).map(#whole::into_inner)#wrap))
        }
        (None, _) => quote!(#case(#status, #decode)),
        (Some(of), ResponseBody::Empty) => quote!(#case(#status, |_| Ok(#of::#variant))),
        (Some(of), _) => quote!(#case(#status, |response| #decode(response).map(#of::#variant))),
    }
}

/// Whether a type has a way to be read that is not the model crate's, so that it is read as part of a type that has.
fn is_foreign(ty: &ApiType, api: &Api) -> bool {
    match ty {
        ApiType::Named(name) => match api.schema(name).map(|schema| &schema.shape) {
            Some(Shape::Alias(ty)) => is_foreign(ty, api),
            _ => false,
        },
        ApiType::String | ApiType::Boolean | ApiType::Format(_) | ApiType::External(_) => false,
        _ => true,
    }
}

fn status(status: Status) -> TokenStream {
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
