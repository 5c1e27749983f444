//! Words of a document to documentation.
//!
//! A document's text is data: it may not become a doctest, HTML, or a link to an item. What Markdown it has survives as
//! far as that goes.

mod links;
mod markdown;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use crate::document::is_hidden;
use crate::ir::{Api, Operation, Response};

pub(crate) use markdown::markdown;
use markdown::web_link;

/// Doc comments for a document's text, one attribute a line.
pub(crate) fn prose(text: &str) -> Vec<Attribute> {
    attributes(&markdown(text))
}

/// Doc comments for what a document says about an item; none if that only repeats the item's name.
pub(crate) fn described(text: Option<&str>, name: &str) -> Vec<Attribute> {
    let text = text.unwrap_or_default();
    if says_nothing(text, name) { Vec::new() } else { prose(text) }
}

/// Returns whether a text consists of a name, an article aside: "The account id." of `accountId`.
pub(crate) fn says_nothing(text: &str, name: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    // A name is short, and most texts are not.
    if text.len() > 2 * name.len() + 8 {
        return false;
    }
    let (text, name) = (text.trim_start(), letters(name));
    let article =
        ["The ", "the ", "A ", "a ", "An ", "an "].into_iter().find_map(|word| text.strip_prefix(word));
    letters(text) == name || article.is_some_and(|rest| letters(rest) == name)
}

/// Doc comments for lines that are ours, or that have been through [`markdown`].
pub(crate) fn attributes(lines: &[String]) -> Vec<Attribute> {
    let attribute = |line: &String| -> Attribute {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        syn::parse_quote!(#[doc = #line])
    };
    lines.iter().map(attribute).collect()
}

/// The same at the top of a file.
pub(crate) fn inner_attributes(lines: &[String]) -> Vec<Attribute> {
    let inner = |mut attribute: Attribute| {
        attribute.style = syn::AttrStyle::Inner(Default::default());
        attribute
    };
    attributes(lines).into_iter().map(inner).collect()
}

/// A text of the document as inline code.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().filter(|letter| !is_hidden(*letter) && *letter != '`').collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { "`\"\"`".to_owned() } else { format!("`{text}`") }
}

/// A text of the document on one line, fit for a table's cell.
pub(crate) fn one_line(text: &str) -> String {
    markdown(text).join(" ").split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// The documentation of an operation's method.
pub(crate) fn operation(operation: &Operation, api: &Api) -> Vec<Attribute> {
    let mut lines = Vec::new();
    let mut paragraph = |words: Vec<String>| {
        if !words.is_empty() {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(words);
        }
    };
    paragraph(operation.summary.as_deref().map(markdown).unwrap_or_default());
    paragraph(operation.description.as_deref().map(markdown).unwrap_or_default());
    // An example of the call belongs here.
    paragraph(vec![code(&format!("{} {}", operation.method, operation.path))]);
    let id = operation.rule.map(|_| format!("The document calls it {}.", code(&operation.id)));
    paragraph(id.into_iter().collect());
    paragraph(source(operation));
    paragraph(variant(operation));
    paragraph(arguments(operation));
    paragraph(constants(operation));
    paragraph(vec!["# Errors".to_owned()]);
    paragraph(error_table(operation, api));
    attributes(&lines)
}

/// What the operation was captured from, as a link where it has an address.
fn source(operation: &Operation) -> Vec<String> {
    let Some(source) = &operation.source else { return Vec::new() };
    let link = web_link(&format!("[Reference]({})", source.name));
    let name = link.map_or_else(|| format!("Captured from {}", one_line(&source.name)), |(link, _)| link);
    let day = source.retrieved.as_deref().map(|day| format!(", as of {}", one_line(day)));
    vec![format!("{name}{}.", day.unwrap_or_default())]
}

/// How a variant of an operation differs from it.
fn variant(operation: &Operation) -> Vec<String> {
    if !operation.is_variant {
        return Vec::new();
    }
    if operation.successes().any(|response| response.body.is_stream()) {
        let words = "The response is a stream. If the API streams only on request, ask for it in the body.";
        return vec![words.to_owned()];
    }
    let media_type = operation.body.iter().map(|body| code(&body.media_type));
    media_type.map(|media_type| format!("The body is sent as {media_type}.")).collect()
}

fn arguments(operation: &Operation) -> Vec<String> {
    let required = operation.parameters.iter().filter(|parameter| parameter.is_argument());
    let required =
        required.map(|parameter| (&parameter.argument, &parameter.description, parameter.deprecated));
    let body = operation.body.iter().map(|body| (&body.argument, &body.description, false));
    let words = required.chain(body).filter_map(|(name, text, deprecated)| {
        let text = text.as_deref().map(one_line).filter(|text| !says_nothing(text, name));
        // Rust has no attribute for a deprecated argument.
        match (text, deprecated) {
            (None, false) => None,
            (None, true) => Some(format!("* `{name}` (deprecated)")),
            (Some(text), false) => Some(format!("* `{name}`: {text}")),
            (Some(text), true) => Some(format!("* `{name}` (deprecated): {text}")),
        }
    });
    words.collect()
}

/// What every call sends.
fn constants(operation: &Operation) -> Vec<String> {
    let each = operation.parameters.iter().filter_map(|parameter| {
        let value = code(&parameter.constant.as_ref()?.to_string());
        Some(format!("{} is always {value}.", code(&parameter.name)))
    });
    let sentences: Vec<String> = each.collect();
    if sentences.is_empty() { sentences } else { vec![sentences.join(" ")] }
}

/// Which status brings which code, and what it means.
fn error_table(operation: &Operation, api: &Api) -> Vec<String> {
    if operation.failures().next().is_none() {
        return vec![
            "The document lists no errors. [`ErrorKind`](crate::ErrorKind) lists those of every call."
                .to_owned(),
        ];
    }
    if operation.failures().all(|response| response.codes.is_empty()) {
        let head = ["| status | meaning |".to_owned(), "|---|---|".to_owned()];
        let row =
            |response: &Response| format!("| {} | {} |", response.status, one_line(&response.description));
        return head.into_iter().chain(operation.failures().map(row)).collect();
    }
    let mut rows = vec!["| status | code | meaning |".to_owned(), "|---|---|---|".to_owned()];
    for response in operation.failures() {
        if response.codes.is_empty() {
            rows.push(format!("| {} | | {} |", response.status, one_line(&response.description)));
        }
        for listed in &response.codes {
            let Some(code) = api.error_codes.get(listed.code) else { continue };
            let meaning = listed.meaning.as_deref().map(one_line).unwrap_or_default();
            let link = format!("[{}](ErrorCode::{})", self::code(&code.value), code.variant);
            rows.push(format!("| {} | {link} | {meaning} |", response.status));
        }
    }
    rows
}

/// Tokens of doc comments, where a list of attributes is not at hand.
pub(crate) fn tokens(text: &str) -> TokenStream {
    let attributes = prose(text);
    quote!(#(#attributes)*)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn description_that_repeats_the_name_says_nothing() {
        for (text, name) in [("The account id.", "accountId"), ("Name", "name"), ("An `e-mail`.", "email")] {
            assert!(says_nothing(text, name), "{text}");
        }
        assert!(!says_nothing("The name of the pet.", "name"));
        assert!(!says_nothing("Theater", "ater"));
    }
}
