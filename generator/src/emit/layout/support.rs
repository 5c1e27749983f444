//! The modules of the model crate that are the same for every API, and how types of other crates are read.

use std::collections::BTreeSet;

use quote::{ToTokens, format_ident};
use syn::{Item, parse_quote};

use crate::emit::types;
use crate::ir::{Api, Part, SUPPORT, Type};

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

/// The declarations of the support modules.
pub(super) fn modules(api: &Api) -> Vec<Item> {
    let used = SUPPORT.iter().filter(|module| (module.is_needed)(api));
    let modules = used.map(|module| {
        let name = format_ident!("{}", module.name);
        match module.part {
            Part::Macros => parse_quote!(#[macro_use] #[rustfmt::skip] mod #name;),
            Part::Used => parse_quote!(#[macro_use] #[doc(hidden)] #[rustfmt::skip] pub mod #name;),
            Part::Public => parse_quote!(#[rustfmt::skip] pub mod #name;),
            Part::Private => parse_quote!(#[rustfmt::skip] mod #name;),
        }
    });
    modules.collect()
}
