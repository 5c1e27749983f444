//! The modules of the model crate that are the same for every API, and how types of other crates are read.

use std::collections::BTreeSet;

use quote::{ToTokens, format_ident};
use syn::{Item, parse_quote};

use crate::emit::types;
use crate::ir::{Api, DateTimes, Format, Part, SUPPORT, Type};

/// Types that are decoded by their `FromStr`, also if the settings name them.
const BY_FORMAT: [Format; 5] =
    [Format::ChronoDateTime, Format::ChronoDate, Format::JiffTimestamp, Format::JiffDate, Format::Uuid];

/// How types of other crates are read.
pub(super) fn foreign(api: &Api) -> Vec<Item> {
    let used = api.types();
    let named = used.iter().filter(|ty| match ty {
        Type::Format(format) => format.facts().module.is_none(),
        ty => matches!(ty, Type::External(_)),
    });
    let mut seen = BTreeSet::new();
    let mut items = Vec::new();
    for ty in named.map(|ty| types::written(ty, None)) {
        // What the settings name may be a type that is read here anyway.
        let text = ty.to_token_stream().to_string().replace(' ', "");
        let is_known = ["String", "std::string::String", "serde_json::Value"].contains(&text.as_str());
        if is_known || !seen.insert(text.clone()) {
            continue;
        }
        let format = BY_FORMAT.into_iter().find(|format| format.facts().path == text);
        items.push(match format.map(|format| (format, format.facts().expected)) {
            Some((Format::JiffDate, expected)) => parse_quote!(by_format!(#ty, #expected, exact);),
            Some((_, expected)) => parse_quote!(by_format!(#ty, #expected);),
            None => parse_quote!(foreign!(#ty);),
        });
    }
    items.extend(unix_time(api));
    items
}

/// How a Unix time converts from and into the chosen type of `date-time`.
fn unix_time(api: &Api) -> Option<Item> {
    let library = api.supported_formats().find_map(|format| match format {
        Format::UnixTime(library) => Some(library),
        _ => None,
    });
    match library? {
        DateTimes::Chrono => Some(parse_quote! {
            unix_time!(
                chrono::DateTime<chrono::Utc>,
                |seconds| chrono::DateTime::from_timestamp(seconds, 0),
                |time| time.timestamp()
            );
        }),
        DateTimes::Jiff => Some(parse_quote! {
            unix_time!(
                jiff::Timestamp,
                |seconds| jiff::Timestamp::from_second(seconds).ok(),
                |time| time.as_second()
            );
        }),
        DateTimes::Time => Some(parse_quote! {
            unix_time!(
                time::OffsetDateTime,
                |seconds| time::OffsetDateTime::from_unix_timestamp(seconds).ok(),
                |time| time.unix_timestamp()
            );
        }),
        DateTimes::String => None,
    }
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
            Part::PublicMacros => parse_quote!(#[macro_use] #[rustfmt::skip] pub mod #name;),
            Part::Feature(feature) => {
                parse_quote!(#[macro_use] #[cfg(feature = #feature)] #[rustfmt::skip] mod #name;)
            }
            Part::Private => parse_quote!(#[rustfmt::skip] mod #name;),
        }
    });
    modules.collect()
}
