//! Schemas that are another type under a name.

use quote::format_ident;
use syn::{File, Item, Type, parse_quote};

use super::docs;
use crate::api::{self, Api, Shape};

pub(super) fn apply(file: &mut File, api: &Api) {
    for schema in &api.schemas {
        if let Shape::Alias(ty) = &schema.shape {
            let name = format_ident!("{}", schema.name);
            let ty = written(ty);
            let words =
                docs::prose(schema.description.as_deref().unwrap_or("(The document says nothing about it.)"));
            file.items.push(Item::Type(parse_quote!(#(#words)* pub type #name = #ty;)));
        }
    }
}

/// A type as the engine writes it.
pub(super) fn written(ty: &api::Type) -> Type {
    match ty {
        api::Type::Named(name) => {
            let name = format_ident!("{name}");
            parse_quote!(#name)
        }
        api::Type::Text => parse_quote!(String),
        api::Type::DateTime => parse_quote!(chrono::DateTime<chrono::Utc>),
        api::Type::Date => parse_quote!(chrono::NaiveDate),
        api::Type::Int32 => parse_quote!(i32),
        api::Type::Int64 => parse_quote!(i64),
        api::Type::Float => parse_quote!(f64),
        api::Type::Boolean => parse_quote!(bool),
        api::Type::List(inner) => {
            let inner = written(inner);
            parse_quote!(Vec<#inner>)
        }
        api::Type::Map(inner) => {
            let inner = written(inner);
            parse_quote!(std::collections::HashMap<String, #inner>)
        }
        api::Type::Any => parse_quote!(serde_json::Value),
    }
}
