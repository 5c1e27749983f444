//! Features in a module: the manifest of the crate does not have them, so each is on or off.

use std::borrow::Cow;

use syn::punctuated::Punctuated;
use syn::{Attribute, Item, Meta, Token};

use crate::ir::{RUNTIME_FEATURES, RuntimeFeature};

/// Whether a feature is on: those of the runtime by default, and those of tags.
pub(super) fn is_on(feature: &str) -> bool {
    RUNTIME_FEATURES.iter().find(|known| known.name == feature).is_none_or(|known| known.is_default)
}

/// Removes a condition that is met. Returns false for an item whose condition is not.
pub(super) fn decide(item: &mut Item) -> bool {
    let attrs = match item {
        Item::Mod(item) => &mut item.attrs,
        Item::Use(item) => &mut item.attrs,
        _ => return true,
    };
    let values: Vec<_> = attrs.iter().map(value).collect();
    let mut place = 0;
    attrs.retain(|_| {
        place += 1;
        values.get(place - 1) != Some(&Some(true))
    });
    !values.contains(&Some(false))
}

/// Returns the value of `#[cfg(...)]`, if features decide it.
fn value(attribute: &Attribute) -> Option<bool> {
    if !attribute.path().is_ident("cfg") {
        return None;
    }
    evaluated(&attribute.parse_args::<Meta>().ok()?)
}

fn evaluated(condition: &Meta) -> Option<bool> {
    match condition {
        Meta::NameValue(pair) if pair.path.is_ident("feature") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) => Some(is_on(&name.value())),
            _ => None,
        },
        Meta::List(list) => {
            let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
            let values: Vec<_> = parts.iter().map(evaluated).collect();
            let all = |value: bool| values.iter().all(|part| *part == Some(value));
            let any = |value: bool| values.contains(&Some(value));
            match list.path.get_ident()?.to_string().as_str() {
                "not" => values.first().copied().flatten().map(|value| !value),
                "all" if any(false) => Some(false),
                "all" if all(true) => Some(true),
                "any" if any(true) => Some(true),
                "any" if all(false) => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Decides the conditions of a copied text, one per line.
pub(super) fn decided(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let bare = line.trim_start();
        let value = match bare.starts_with("#[cfg(") && bare.contains("feature") {
            true => syn::parse::Parser::parse_str(Attribute::parse_outer, bare)
                .ok()
                .and_then(|attrs| value(attrs.first()?)),
            false => None,
        };
        if let Some((feature, rest)) = attribute(bare) {
            if is_on(feature) {
                out.push_str(&format!("{}#[{rest}]\n", " ".repeat(line.len() - bare.len())));
            }
            continue;
        }
        let is_one_line = lines.peek().is_some_and(|next| next.ends_with(';'));
        match value {
            Some(true) => continue,
            Some(false) if is_one_line => drop(lines.next()),
            Some(false) => out.push_str(&format!("{}#[cfg(false)]\n", " ".repeat(line.len() - bare.len()))),
            None => {
                out.push_str(&in_expression(line));
                out.push('\n');
            }
        }
    }
    out
}

/// Decides the features of a `cfg!`.
fn in_expression(line: &str) -> Cow<'_, str> {
    if !line.contains("cfg!(") {
        return line.into();
    }
    let decide = |line: String, feature: &RuntimeFeature| {
        line.replace(&format!("feature = {:?}", feature.name), &is_on(feature.name).to_string())
    };
    RUNTIME_FEATURES.iter().fold(line.to_owned(), decide).into()
}

/// Returns the feature and the attribute of `#[cfg_attr(feature = "...", ...)]`.
fn attribute(line: &str) -> Option<(&str, &str)> {
    let (feature, rest) = line.strip_prefix("#[cfg_attr(feature = \"")?.split_once("\", ")?;
    Some((feature, rest.strip_suffix(")]")?))
}

/// Marks the examples of a documentation, so that the crate's `cargo test` does not compile them.
pub(super) fn not_compiled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_open = false;
    for line in text.lines() {
        let doc = line.trim_start();
        let fence = ["//! ```", "/// ```"].into_iter().find_map(|sign| doc.strip_prefix(sign));
        match fence {
            Some(language) if !is_open => {
                is_open = true;
                let is_code = language.is_empty()
                    || ["rust", "no_run", "compile_fail"].iter().any(|word| language.starts_with(word));
                let kept = line.len() - language.len();
                out.push_str(line.get(..kept).unwrap_or(line));
                out.push_str(if is_code { "rust,ignore" } else { language });
            }
            Some(_) => {
                is_open = false;
                out.push_str(line);
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feature_is_on_or_off() {
        let text = "#[cfg(feature = \"http2\")]\nfn a() {}\n#[cfg(not(feature = \"http2\"))]\nfn b() {\n}\n\
            #[cfg(all(feature = \"blocking\", not(target_arch = \"wasm32\")))]\npub mod blocking;\n#[cfg(test)]\nmod c;\n";
        let text = format!(
            "{text}#[cfg_attr(feature = \"tracing\", a)]\n#[cfg_attr(feature = \"hash\", derive(Eq))]\n"
        );
        let expected = "fn a() {}\n#[cfg(false)]\nfn b() {\n}\n#[cfg(test)]\nmod c;\n#[derive(Eq)]\n";
        assert_eq!(decided(&text), expected);
        let text = "let a = cfg!(any(feature = \"gzip\", feature = \"brotli\"));\n";
        assert_eq!(decided(text), "let a = cfg!(any(true, false));\n");
    }

    #[test]
    fn example_is_not_compiled() {
        let text = "/// ```\n/// a\n/// ```\n//! ```toml\n//! ```\n    /// ```no_run\n    /// ```\n";
        let expected =
            "/// ```rust,ignore\n/// a\n/// ```\n//! ```toml\n//! ```\n    /// ```rust,ignore\n    /// ```\n";
        assert_eq!(not_compiled(text), expected);
    }
}
