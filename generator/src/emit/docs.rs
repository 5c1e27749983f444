//! Words of a document to documentation.
//!
//! A document's text is data: it may not become a doctest, HTML, or a link to an item. What Markdown it has survives as
//! far as that goes.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use crate::document::is_hidden;
use crate::ir::{Api, Operation};

/// How long a line of prose should be, in bytes.
const WIDTH: usize = 100;

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
fn says_nothing(text: &str, name: &str) -> bool {
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
    paragraph(source(operation));
    paragraph(variant(operation));
    paragraph(arguments(operation));
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
    if operation.successes().any(|reply| reply.body.is_stream()) {
        let words = "The response is a stream. If the API streams only on request, ask for it in the body.";
        return vec![words.to_owned()];
    }
    let media_type = operation.body.iter().map(|body| code(&body.media_type));
    media_type.map(|media_type| format!("The body is sent as {media_type}.")).collect()
}

fn arguments(operation: &Operation) -> Vec<String> {
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
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

/// Which status brings which code, and what it means.
fn error_table(operation: &Operation, api: &Api) -> Vec<String> {
    if operation.failures().next().is_none() {
        return vec![
            "The document lists no errors. [`runtime::ErrorKind`] lists those of every call.".to_owned(),
        ];
    }
    let mut rows = vec!["| status | code | meaning |".to_owned(), "|---|---|---|".to_owned()];
    for reply in operation.failures() {
        if reply.codes.is_empty() {
            rows.push(format!("| {} | | {} |", reply.status, one_line(&reply.description)));
        }
        for listed in &reply.codes {
            let Some(code) = api.error_codes.get(listed.code) else { continue };
            let meaning = listed.meaning.as_deref().map(one_line).unwrap_or_default();
            let link = format!("[{}](ErrorCode::{})", self::code(&code.value), code.variant);
            rows.push(format!("| {} | {link} | {meaning} |", reply.status));
        }
    }
    rows
}

/// A document's text as lines of Markdown that rustdoc takes for prose.
pub(crate) fn markdown(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fence: Option<char> = None;
    let text = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n")),
        false => Cow::Borrowed(text),
    };
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        let line = visible(line);
        let bare = line.trim();
        let marker = ['`', '~'].into_iter().find(|marker| bare.starts_with(&marker.to_string().repeat(3)));
        match (fence, marker) {
            (None, Some(marker)) if !bare.trim_start_matches(marker).contains(marker) => {
                fence = Some(marker);
                lines.push("```text".to_owned());
            }
            (Some(open), Some(marker)) if open == marker && bare.trim_matches(marker).is_empty() => {
                fence = None;
                lines.push("```".to_owned());
            }
            (Some(_), _) => lines.push(line.trim_end().replace("```", "'''")),
            (None, _) => lines.extend(wrapped(&inline(&line))),
        }
    }
    if fence.is_some() {
        lines.push("```".to_owned());
    }
    let blank = lines.iter().rev().take_while(|line| line.is_empty()).count();
    lines.truncate(lines.len() - blank);
    lines.drain(..lines.iter().take_while(|line| line.is_empty()).count());
    lines
}

/// A line of prose as lines of a readable length. A table's row, a heading and a link stay whole, and no line begins
/// with what would make it an item of a list, a heading or a quotation.
fn wrapped(line: &str) -> Vec<String> {
    if line.len() <= WIDTH || line.trim_start().starts_with(['|', '#']) {
        return vec![line.to_owned()];
    }
    let is_item = line.trim_start().starts_with(['*', '-', '+'])
        || line.trim_start().starts_with(|first: char| first.is_ascii_digit());
    let indent = if is_item { "  " } else { "" };
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let plain = word.starts_with(|first: char| first.is_alphabetic() || "(\"'`".contains(first));
        let Some(last) = lines.last_mut() else { break };
        let open =
            last.matches('`').count() % 2 == 1 || last.matches('[').count() > last.matches("](").count();
        if plain && !open && last.len() + word.len() >= WIDTH {
            lines.push(format!("{indent}{word}"));
        } else {
            if !last.is_empty() || word.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// The line without hidden characters, with a blank for each tab.
fn visible(line: &str) -> Cow<'_, str> {
    match line.contains(is_hidden) {
        true => Cow::Owned(line.replace('\t', " ").chars().filter(|letter| !is_hidden(*letter)).collect()),
        false => Cow::Borrowed(line),
    }
}

/// A line outside of fences. Runs of spaces become one, so nothing is indented far enough to be code.
fn inline(line: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = match words.contains("~~~") || words.contains("```") {
        true => words.replace("~~~", "\\~\\~\\~").replace("```", "`"),
        false => words,
    };
    let mut out = " ".repeat(indent.min(2));
    let closed = words.matches('`').count() / 2 * 2;
    for (place, part) in words.split('`').enumerate() {
        if place > 0 {
            out.push_str(if place <= closed { "`" } else { "\\`" });
        }
        match place % 2 == 1 && place < closed + 1 {
            true => out.push_str(part),
            false => out.push_str(&escaped(part)),
        }
    }
    out.trim_end().to_owned()
}

/// Text outside of code: no HTML, no links but those to the web.
fn escaped(text: &str) -> String {
    if !text.contains(['<', '>', '[', ']', '\\']) && !text.contains("http") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if letter == 'h' && (rest.starts_with("https://") || rest.starts_with("http://")) {
            let end = rest.find(|letter: char| letter.is_whitespace() || "<>()[]{}|\"'`,*".contains(letter));
            let url = rest
                .get(..end.unwrap_or(rest.len()))
                .unwrap_or(rest)
                .trim_end_matches(['.', ';', ':', '!', '?']);
            out.push_str(&format!("<{url}>"));
            rest = rest.get(url.len()..).unwrap_or_default();
            continue;
        }
        if let Some((link, length)) = web_link(rest) {
            out.push_str(&link);
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        if matches!(letter, '<' | '>' | '[' | ']' | '\\') && !(letter == '>' && out.trim().is_empty()) {
            out.push('\\');
        }
        out.push(letter);
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    out
}

/// `[words](https://...)` at the start of a text, as it may stand, and its length there.
fn web_link(text: &str) -> Option<(String, usize)> {
    let (words, rest) = text.strip_prefix('[')?.split_once(']')?;
    let (url, _) = rest.strip_prefix('(')?.split_once(')')?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let clean = |text: &str, not: &str| !text.chars().any(|letter| not.contains(letter));
    if !is_web || !clean(url, "<>()[] \"'`\\") || !clean(words, "[<>`\\") {
        return None;
    }
    Some((format!("[{words}]({url})"), words.len() + url.len() + 4))
}

/// Tokens of doc comments, where a list of attributes is not at hand.
pub(crate) fn tokens(text: &str) -> TokenStream {
    let attributes = prose(text);
    quote!(#(#attributes)*)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(markdown(text), expected, "{text:?}");
    }

    #[test]
    fn fences_never_become_doctests() {
        check("a\n```rust\npanic!()\n```\nb", &["a", "```text", "panic!()", "```", "b"]);
        check("~~~\nx\n```\ny", &["```text", "x", "'''", "y", "```"]);
        check("  ```json\n  {}\n  ```", &["```text", "  {}", "```"]);
        check("* a\n\n        indented()", &["* a", "", "  indented()"]);
        check("-      far()", &["- far()"]);
        check("> ```rust\n> x", &["> \\`rust", "> x"]);
    }

    #[test]
    fn nothing_is_html_or_a_link_to_an_item() {
        check("Vec<T> and [Foo] and `Vec<[T]>`", &["Vec\\<T\\> and \\[Foo\\] and `Vec<[T]>`"]);
        check("see [it](https://x.y/z) or https://a.b/c.", &["see [it](https://x.y/z) or <https://a.b/c>."]);
        check("[it](javascript:x)", &["\\[it\\](javascript:x)"]);
        check("one ` tick", &["one \\` tick"]);
    }

    #[test]
    fn nothing_hides() {
        check("a\u{202e}b\u{0}c\rd\u{2028}e", &["abc", "d", "e"]);
        check("\n\n", &[]);
    }
}
