//! Writes types as Rust code.

use quote::format_ident;
use syn::{GenericArgument, PathArguments, Type, parse_quote};

use crate::ir::{self, ResponseBody};

/// Returns a type as Rust code, with a prefix for types of the model crate.
pub fn written(ty: &ir::Type, prefix: Option<&str>) -> Type {
    let inner = |ty: &ir::Type| written(ty, prefix);
    match ty {
        ir::Type::Named(name) => {
            let name = format_ident!("{name}");
            match prefix.map(|prefix| format_ident!("{prefix}")) {
                Some(prefix) => parse_quote!(#prefix::#name),
                None => parse_quote!(#name),
            }
        }
        ir::Type::String => parse_quote!(String),
        ir::Type::Format(format) => {
            let facts = format.facts();
            let path = match facts.module {
                Some(module) => format!("{}::{module}::{}", prefix.unwrap_or("crate"), facts.path),
                None => facts.path.to_owned(),
            };
            parsed(&path)
        }
        ir::Type::Integer(name) => {
            let name = format_ident!("{name}");
            parse_quote!(#name)
        }
        ir::Type::Float => parse_quote!(f64),
        ir::Type::Boolean => parse_quote!(bool),
        ir::Type::List(ty) => {
            let ty = inner(ty);
            parse_quote!(Vec<#ty>)
        }
        ir::Type::Map(ty) => {
            let ty = inner(ty);
            parse_quote!(std::collections::BTreeMap<String, #ty>)
        }
        ir::Type::Nullable(ty) => {
            let ty = inner(ty);
            parse_quote!(Option<#ty>)
        }
        ir::Type::Boxed(ty) => {
            let ty = inner(ty);
            parse_quote!(Box<#ty>)
        }
        ir::Type::Any => parse_quote!(serde_json::Value),
        // The configuration was checked, so this parses.
        ir::Type::External(path) => parsed(path),
    }
}

fn parsed(path: &str) -> Type {
    syn::parse_str(path).unwrap_or_else(|_| parse_quote!(serde_json::Value))
}

/// Returns the type of a response body in the client crate.
pub fn response(body: &ResponseBody) -> Type {
    let inner = |ty: &ir::Type| written(ty, Some("models"));
    match body {
        ResponseBody::Empty => parse_quote!(()),
        ResponseBody::Json(ty) => inner(ty),
        ResponseBody::Text => parse_quote!(String),
        ResponseBody::Bytes => parse_quote!(runtime::Bytes),
        ResponseBody::Stream => parse_quote!(runtime::ByteStream),
        ResponseBody::Events(ty) => {
            let ty = inner(ty);
            parse_quote!(runtime::Events<#ty>)
        }
        ResponseBody::Lines(ty) => {
            let ty = inner(ty);
            parse_quote!(runtime::Lines<#ty>)
        }
    }
}

/// Returns the first type argument of a path that ends in a name: the `T` of `Option<T>`.
pub fn generic_inner<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    })
}
