//! Link references of Markdown.

use std::borrow::Cow;

/// Returns a text with its link references ([CommonMark, section 4.7][spec]) as inline links, because a part of the text may
/// be shown without the lines that define them.
///
/// [spec]: https://spec.commonmark.org/0.31.2/#link-reference-definitions
pub(super) fn inlined(text: &str) -> Cow<'_, str> {
    let definitions: Vec<_> = text.lines().filter_map(definition).collect();
    // Lines of a code block are not definitions.
    if definitions.is_empty() || text.contains("```") || text.contains("~~~") {
        return Cow::Borrowed(text);
    }
    let kept: Vec<_> = text.lines().filter(|line| definition(line).is_none()).collect();
    let kept = kept.join("\n");
    let mut all = String::with_capacity(text.len());
    let mut rest = kept.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        all.push_str(before);
        rest = after;
        match link(after, &definitions) {
            Some((words, url, after)) => {
                all.push_str(&format!("[{}]({url})", words.replace('\n', " ")));
                rest = after;
            }
            None => all.push('['),
        }
    }
    Cow::Owned(all + rest)
}

/// Returns the label, in lower case, and the address of a line such as `[1]: https://example.com`.
fn definition(line: &str) -> Option<(String, &str)> {
    let (label, url) = line.trim().strip_prefix('[')?.split_once("]:")?;
    let url = url.trim();
    let url = url.strip_prefix('<').and_then(|url| url.strip_suffix('>')).unwrap_or(url);
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_plain = !url.contains(|letter: char| letter.is_whitespace() || "()<>".contains(letter));
    (is_web && is_plain && !label.contains('[')).then(|| (label.to_lowercase(), url))
}

/// Returns the words and the address of a reference whose bracket is open, and the text after it.
fn link<'t>(text: &'t str, definitions: &[(String, &'t str)]) -> Option<(&'t str, &'t str, &'t str)> {
    let (words, after) = text.split_once(']')?;
    let second = after.strip_prefix('[').and_then(|after| after.split_once(']'));
    let (label, after) = match second {
        Some(("", after)) => (words, after),
        Some((label, after)) => (label, after),
        None if after.starts_with('(') => return None,
        None => (words, after),
    };
    let (_, url) = definitions.iter().find(|(known, _)| *known == label.to_lowercase())?;
    Some((words, *url, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_inline_links() {
        let text = "See [the\nguide][1], [Terms] and [FAQ][].\nNot [2] or [x](y).\n\n[1]: https://a.example/g\n[terms]: <https://a.example/t>\n[faq]: https://a.example/f";
        let expected = "See [the guide](https://a.example/g), [Terms](https://a.example/t) and [FAQ](https://a.example/f).\nNot [2] or [x](y).\n";
        assert_eq!(inlined(text), expected);
        for same in ["no links [a][b]", "```\n[a]: https://a.example\n```", "[a]: javascript:alert(1)\n[a]"] {
            assert_eq!(inlined(same), same);
        }
    }
}
