//! The files of the model crate that are the same for every API.

use std::collections::BTreeSet;

use quote::{ToTokens, format_ident};
use syn::{Item, parse_quote};

use crate::emit::types;
use crate::ir::{Api, Field, Shape, Type, Union};

type Needs = fn(&Api) -> bool;

/// How a file of the model crate is part of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It has macros.
    Macros,
    /// It has macros, and what the client uses of it.
    Used,
    /// What callers and the macros use of it.
    Public,
    /// What the macros use.
    Private,
}

/// Files of the model crate that are the same for every API, in the order in which they have to stand.
const SUPPORT: [(&str, Part, Needs); 11] = [
    ("decode", Part::Used, |_| true),
    ("unknown", Part::Public, |_| true),
    ("any_of", Part::Macros, |api| unions(api).any(|union| union.several.is_some())),
    ("flatten", Part::Private, |api| fields(api).any(|field| field.flatten)),
    ("newtype", Part::Macros, |api| has(api, |shape| matches!(shape, Shape::Newtype(_)))),
    ("object", Part::Macros, |api| has(api, |shape| matches!(shape, Shape::Struct(_)))),
    ("open_enum", Part::Macros, |api| {
        !api.error_codes.is_empty() || has(api, |shape| matches!(shape, Shape::StringEnum(_)))
    }),
    ("open_number", Part::Macros, |api| has(api, |shape| matches!(shape, Shape::IntEnum(_)))),
    ("tagged_union", Part::Macros, |api| unions(api).any(|union| union.tag.is_some())),
    ("tuple", Part::Macros, |api| has(api, |shape| matches!(shape, Shape::Tuple(_)))),
    ("untagged_union", Part::Macros, |api| {
        unions(api).any(|union| union.tag.is_none() && union.several.is_none())
    }),
];

/// Types of other crates that are read from texts of a format, and what errors say that they expect.
const FORMATS: [(&str, &str); 3] = [
    (
        "chrono::DateTime<chrono::Utc>",
        "an RFC 3339 date-time with an offset, such as `2020-01-31T12:00:00Z` or `2020-01-31T12:00:00+01:00`",
    ),
    ("chrono::NaiveDate", "an RFC 3339 full-date, such as `2020-01-31`"),
    ("uuid::Uuid", "a UUID, such as `67e55044-10b1-426f-9247-bb680e5fe0c8`"),
];

/// How types of other crates are read.
pub(super) fn foreign(api: &Api) -> Vec<Item> {
    let used = api.types();
    let named =
        used.iter().filter(|ty| matches!(ty, Type::DateTime | Type::Date | Type::Uuid | Type::External(_)));
    let mut seen = BTreeSet::new();
    let mut items = Vec::new();
    for ty in named.map(|ty| types::written(ty, None)) {
        // What the settings name may be a type that is read here anyway.
        let text = ty.to_token_stream().to_string().replace(' ', "");
        let is_known = ["String", "std::string::String", "serde_json::Value"].contains(&text.as_str());
        if is_known || !seen.insert(text.clone()) {
            continue;
        }
        items.push(match FORMATS.iter().find(|(name, _)| *name == text) {
            Some((_, expected)) => parse_quote!(by_format!(#ty, #expected);),
            None => parse_quote!(foreign!(#ty);),
        });
    }
    items
}

fn has(api: &Api, is_it: fn(&Shape) -> bool) -> bool {
    api.schemas.iter().any(|schema| is_it(&schema.shape))
}

fn unions(api: &Api) -> impl Iterator<Item = &Union> {
    api.schemas.iter().filter_map(|schema| match &schema.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    })
}

fn fields(api: &Api) -> impl Iterator<Item = &Field> {
    api.schemas.iter().flat_map(|schema| match &schema.shape {
        Shape::Struct(object) => object.fields.as_slice(),
        _ => &[],
    })
}

/// The modules that hold those files.
pub(super) fn modules(api: &Api) -> Vec<Item> {
    let used = SUPPORT.iter().filter(|(_, _, is_used)| is_used(api));
    let modules = used.map(|(name, part, _)| {
        let name = format_ident!("{name}");
        match part {
            Part::Macros => parse_quote!(#[macro_use] #[rustfmt::skip] mod #name;),
            Part::Used => parse_quote!(#[macro_use] #[doc(hidden)] #[rustfmt::skip] pub mod #name;),
            Part::Public => parse_quote!(#[rustfmt::skip] pub mod #name;),
            Part::Private => parse_quote!(#[rustfmt::skip] mod #name;),
        }
    });
    modules.collect()
}
