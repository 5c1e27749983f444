//! Reads the URL of the next page from the `Link` header.

use http::header::{HeaderMap, LINK};
use url::Url;

/// Returns the target of `rel="next"`, resolved against the URL of the page
/// ([RFC 8288, section 3.2](https://www.rfc-editor.org/rfc/rfc8288#section-3.2)).
///
/// # Errors
/// Fails with the target if it is not a valid URL.
pub(super) fn next(headers: &HeaderMap, page: &Url) -> Result<Option<Url>, String> {
    for field in headers.get_all(LINK) {
        let field = String::from_utf8_lossy(field.as_bytes());
        let next = links(&field).find(|(_, parameters)| is_next(parameters));
        if let Some((target, _)) = next {
            return address(page, target).map(Some).ok_or_else(|| target.to_owned());
        }
    }
    Ok(None)
}

/// Resolves a target without its user and password, which would be a credential that the server chose.
fn address(page: &Url, target: &str) -> Option<Url> {
    let mut address = page.join(target).ok()?;
    address.set_fragment(None);
    if address.has_authority() {
        address.set_username("").ok()?;
        address.set_password(None).ok()?;
    }
    Some(address)
}

/// Returns the targets of a field with their parameters.
fn links(field: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    parts(field, ',').into_iter().filter_map(|link| {
        let mut parts = parts(link, ';').into_iter();
        let target = parts.next()?.trim().strip_prefix('<')?.strip_suffix('>')?;
        Some((target, parts.collect()))
    })
}

/// Splits a text at each separator outside quotes and targets.
fn parts(text: &str, separator: char) -> Vec<&str> {
    let (mut all, mut start) = (Vec::new(), 0);
    let (mut is_quoted, mut is_escaped, mut is_target) = (false, false, false);
    for (at, letter) in text.char_indices() {
        let is_first = || text.get(start..at).is_some_and(|before| before.trim().is_empty());
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' if !is_target => is_quoted = !is_quoted,
            '<' if !is_quoted && is_first() => is_target = true,
            '>' if is_target => is_target = false,
            _ if letter == separator && !is_quoted && !is_target => {
                all.extend(text.get(start..at));
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    all.extend(text.get(start..));
    all
}

/// Returns whether the first `rel` parameter has the relation `next`.
fn is_next(parameters: &[&str]) -> bool {
    let mut named = parameters.iter().filter_map(|parameter| parameter.split_once('='));
    let rel = named.find(|(name, _)| name.trim().eq_ignore_ascii_case("rel"));
    rel.is_some_and(|(_, value)| {
        let mut relations = value.trim().trim_matches('"').split_whitespace();
        relations.any(|relation| relation.eq_ignore_ascii_case("next"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(field: &str) -> Result<Option<String>, String> {
        let page = Url::parse("https://a.example/v1/x?page=1").unwrap();
        let headers = [(LINK, field.parse().unwrap())].into_iter().collect();
        next(&headers, &page).map(|url| url.map(|url| url.to_string()))
    }

    #[test]
    fn the_next_link_is_found() {
        let both =
            r#"<https://a.example/v1/x?page=1>; rel="prev", <https://a.example/v1/x?page=3>; rel="next""#;
        for (field, expected) in [
            (both, Some("https://a.example/v1/x?page=3")),
            ("</v1/x?a,b=3>; rel=next", Some("https://a.example/v1/x?a,b=3")),
            (r#"<https://b.example/x>; rel="next""#, Some("https://b.example/x")),
            (r#"<https://a.example/x>; rel="last""#, None),
            (r#"<?page=2>; title="a < b, \" c"; rel="next""#, Some("https://a.example/v1/x?page=2")),
            (r#"<?page=9>; title="x; rel=next"; rel="last""#, None),
            (
                r#"<?page=9>; title="<?x>; rel=next, <?y>; rel=next", </z>;rel="a next b""#,
                Some("https://a.example/z"),
            ),
            ("<?page=9>; rel=last; rel=next", None),
            (",, <?page=2> ;\tREL = Next ,", Some("https://a.example/v1/x?page=2")),
            ("?page=2; rel=next", None),
            ("<?page=2; rel=next", None),
        ] {
            assert_eq!(found(field), Ok(expected.map(str::to_owned)), "{field}");
        }
    }

    #[test]
    fn a_target_is_relative_to_the_page() {
        for (target, expected) in [
            ("?page=2", "https://a.example/v1/x?page=2"),
            ("y?page=2", "https://a.example/v1/y?page=2"),
            ("//b.example/y", "https://b.example/y"),
            ("https://user:word@a.example/y#part", "https://a.example/y"),
            ("data:text/plain,x", "data:text/plain,x"),
        ] {
            assert_eq!(found(&format!("<{target}>; rel=next")), Ok(Some(expected.to_owned())), "{target}");
        }
        assert_eq!(found("<https://[>; rel=next"), Err("https://[".to_owned()));
    }
}
