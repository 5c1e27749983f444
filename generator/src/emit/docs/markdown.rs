//! A document's text as Markdown that rustdoc takes for prose.

use std::borrow::Cow;

use super::links::inlined;
use crate::document::is_hidden;

/// How long a line of prose should be, in bytes.
const WIDTH: usize = 100;

/// A document's text as lines of Markdown that rustdoc takes for prose.
pub(crate) fn markdown(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fence: Option<char> = None;
    let text = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n")),
        false => Cow::Borrowed(text),
    };
    let text = inlined(&text);
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
pub(super) fn web_link(text: &str) -> Option<(String, usize)> {
    let (words, rest) = text.strip_prefix('[')?.split_once(']')?;
    let (url, _) = rest.strip_prefix('(')?.split_once(')')?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let clean = |text: &str, not: &str| !text.chars().any(|letter| not.contains(letter));
    if !is_web || !clean(url, "<>()[] \"'`\\") || !clean(words, "[<>`\\") {
        return None;
    }
    Some((format!("[{words}]({url})"), words.len() + url.len() + 4))
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
