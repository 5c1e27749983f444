//! Path templates: an argument becomes exactly one segment, or the call is rejected.
//!
//! All characters except the unreserved ones of [RFC 3986, section 2.3][rfc] are encoded, so `/`, `?` and `#` cannot
//! end a segment. A segment of one or two dots is rejected, because URL parsers resolve it even if it is encoded
//! ([URL Standard, double-dot segment][url]).
//!
//! [rfc]: https://www.rfc-editor.org/rfc/rfc3986#section-2.3
//! [url]: https://url.spec.whatwg.org/#double-dot-path-segment

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The encoded characters: all except unreserved ones.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The error if a path could not be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RouteError {
    #[error("path argument `{name}` is {value:?}: {}", reason(.value))]
    Unsafe { name: String, value: String },
    #[error("path parameter `{name}` of `{template}` has no argument")]
    Missing { name: String, template: String },
}

fn reason(value: &str) -> &'static str {
    match value {
        "" => "an empty segment would reach another route",
        _ => "a segment of dots would reach another route",
    }
}

/// Encodes an argument as a segment or a part of one.
pub(crate) fn encode(value: &str) -> String {
    Cow::from(utf8_percent_encode(value, SEGMENT)).into_owned()
}

/// Appends the path of a template to a path, filled with encoded arguments.
pub(crate) fn expand(
    template: &str,
    arguments: &[(&str, String)],
    path: &mut String,
) -> Result<(), RouteError> {
    let start = path.len();
    let mut rest = template;
    let mut dots = None;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        path.push_str(before);
        let Some((_, value)) = arguments.iter().find(|(given, _)| *given == name) else {
            return Err(RouteError::Missing { name: name.to_owned(), template: template.to_owned() });
        };
        if value.is_empty() {
            return Err(RouteError::Unsafe { name: name.to_owned(), value: String::new() });
        }
        path.push_str(value);
        if value.bytes().all(|byte| byte == b'.') {
            dots = Some(name);
        }
        rest = after;
    }
    path.push_str(rest);
    // A segment of dots is possible only if an argument consists of dots.
    let Some(name) = dots else { return Ok(()) };
    let mut segments = path.get(start..).unwrap_or_default().split('/');
    match segments.find(|segment| matches!(*segment, "." | "..")) {
        Some(segment) => Err(RouteError::Unsafe { name: name.to_owned(), value: segment.to_owned() }),
        None => Ok(()),
    }
}

/// Splits a template into its path and a fixed query. The text after `#` only distinguishes operations.
pub(crate) fn path_and_query(template: &str) -> (&str, &str) {
    let route = template.split_once('#').map_or(template, |(route, _)| route);
    route.split_once('?').unwrap_or((route, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(template: &str, value: &str) -> Result<String, RouteError> {
        let mut path = String::new();
        expand(path_and_query(template).0, &[("id", encode(value))], &mut path).map(|()| path)
    }

    #[test]
    fn whatever_is_given_stays_one_segment() {
        for (value, encoded) in [
            ("plain-1.2_3~", "plain-1.2_3~"),
            ("a/b", "a%2Fb"),
            ("a?b", "a%3Fb"),
            ("a#b", "a%23b"),
            ("%2e%2e", "%252e%252e"),
            ("..\\..\\x", "..%5C..%5Cx"),
            ("\0", "%00"),
            ("\r\n", "%0D%0A"),
            ("🦀", "%F0%9F%A6%80"),
            ("...", "..."),
        ] {
            let path = one("/o/{id}/i", value).unwrap();
            assert_eq!(path, format!("/o/{encoded}/i"));
            let url = url::Url::parse(&format!("http://h{path}")).unwrap();
            assert_eq!(url.path_segments().unwrap().count(), 3, "{value:?}");
        }
    }

    #[test]
    fn what_would_change_the_route_is_refused() {
        for value in ["", ".", ".."] {
            assert!(matches!(one("/o/{id}/i", value), Err(RouteError::Unsafe { .. })), "{value:?}");
        }
        assert!(one("/o/.{id}", ".").is_err(), "a dot that completes a dot segment");
        assert_eq!(one("/o/v{id}", ".").unwrap(), "/o/v.");
    }

    #[test]
    fn a_template_may_fix_a_part_of_the_query() {
        for (template, path, query) in [
            ("/o/{id}", "/o/7", ""),
            ("/o/{id}?a=1&b", "/o/7", "a=1&b"),
            ("/o/{id}#note", "/o/7", ""),
            ("/o/{id}?a=1#note", "/o/7", "a=1"),
            ("/o/{id}#note?a=1", "/o/7", ""),
            ("/o/{id}:do?", "/o/7:do", ""),
        ] {
            assert_eq!(one(template, "7").unwrap(), path, "{template}");
            assert_eq!(path_and_query(template).1, query, "{template}");
        }
    }

    #[test]
    fn dots_are_refused_only_where_they_are_all_of_a_segment() {
        let two = |template: &str| {
            let mut path = String::new();
            expand(template, &[("a", ".".to_owned()), ("b", ".".to_owned())], &mut path).map(|()| path)
        };
        assert!(two("/o/{a}{b}/i").is_err(), "two dots that are one segment together");
        assert!(two("/o/{a}/v{b}").is_err());
        assert_eq!(two("/o/x{a}/v{b}").unwrap(), "/o/x./v.");
    }

    #[test]
    fn an_argument_that_was_not_given_is_named() {
        assert_eq!(
            expand("/o/{id}", &[], &mut String::new()).unwrap_err().to_string(),
            "path parameter `id` of `/o/{id}` has no argument"
        );
    }
}
