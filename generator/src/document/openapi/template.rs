//! Parses path templates ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#path-templating)).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Characters that must be encoded in a path ([RFC 3986, section
/// 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)).
const LITERAL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Returns the variable names of a path template.
pub fn template_names(path: &str) -> Vec<&str> {
    route(path).split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Returns a path template without its variable names. Templates of the same shape are the same path ([OpenAPI
/// 3.0](https://spec.openapis.org/oas/v3.0.3#paths-object)).
pub fn template_shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        shape.push_str(before);
        shape.push_str("{}");
        rest = after;
    }
    shape + rest
}

/// Returns a template as it is sent: with a leading slash, without segments of one dot, and percent-encoded. Text in
/// braces and after `?` or `#` stays unchanged.
pub fn sent_template(path: &str) -> String {
    let route = route(path);
    let mut sent = String::with_capacity(path.len() + 1);
    let segments = segments(route.strip_prefix('/').unwrap_or(route));
    for (place, segment) in segments.iter().enumerate() {
        match is_dots(segment, 1) {
            true if place + 1 < segments.len() => {}
            true => sent.push('/'),
            false => {
                sent.push('/');
                push_segment(&mut sent, segment);
            }
        }
    }
    sent + path.get(route.len()..).unwrap_or_default()
}

/// Splits a path into segments. A slash inside braces, as in `{name=projects/*}`, does not split.
fn segments(path: &str) -> Vec<&str> {
    let mut is_name = false;
    let is_end = |letter: char| {
        is_name = letter == '{' || (is_name && letter != '}');
        letter == '/' && !is_name
    };
    path.split(is_end).collect()
}

/// Whether a segment consists of a number of dots, plain or encoded, as URL parsers see them ([URL
/// Standard](https://url.spec.whatwg.org/#single-dot-path-segment)).
pub fn is_dots(segment: &str, dots: usize) -> bool {
    let decoded = percent_decode_str(segment);
    decoded.clone().count() == dots && decoded.into_iter().all(|byte| byte == b'.')
}

/// Returns a template without its query and fragment.
pub fn route(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

fn push_segment(sent: &mut String, segment: &str) {
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        push_literal(sent, before);
        sent.push_str(&format!("{{{name}}}"));
        rest = after;
    }
    push_literal(sent, rest);
}

fn push_literal(sent: &mut String, literal: &str) {
    for (place, piece) in literal.split('%').enumerate() {
        let is_encoded = piece.get(..2).is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match place {
            0 => {}
            _ if is_encoded => sent.push('%'),
            _ => sent.push_str("%25"),
        }
        sent.extend(utf8_percent_encode(piece, LITERAL));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_encoded_once() {
        for (template, sent) in [
            ("/things/{id}:do/(a='{b c}',d=1)/", "/things/{id}:do/(a='{b c}',d=1)/"),
            ("/sp ace/ä/\"<|`\\^[1]>", "/sp%20ace/%C3%A4/%22%3C%7C%60%5C%5E%5B1%5D%3E"),
            ("/a%20b/100%/%zz", "/a%20b/100%25/%25zz"),
            ("/v1/{name=projects/*/things/*}:do/ä", "/v1/{name=projects/*/things/*}:do/%C3%A4"),
            ("things", "/things"),
            ("./a/./b/%2e", "/a/b/"),
            ("/a//b", "/a//b"),
            ("/a b?c=d e#f g", "/a%20b?c=d e#f g"),
        ] {
            assert_eq!(sent_template(template), sent, "{template}");
            assert_eq!(sent_template(sent), sent, "{template}");
        }
    }
}
