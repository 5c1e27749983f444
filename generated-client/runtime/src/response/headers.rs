//! Typed values of response headers ([RFC 9110, section 5.6](https://www.rfc-editor.org/rfc/rfc9110#section-5.6)).

use http::header::{HeaderMap, HeaderValue};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The headers that an operation documents for its responses. Generated types have a field for each.
pub trait ResponseHeaders: Sized {
    /// Reads the headers. A header that is absent or does not match the document is `None`.
    fn read(headers: &HeaderMap) -> Self;
}

impl ResponseHeaders for () {
    fn read(_: &HeaderMap) -> Self {}
}

/// Returns a header's value, or `None` if it is absent or cannot be decoded.
pub fn header_value<T: DeserializeOwned>(headers: &HeaderMap, name: &str) -> Option<T> {
    value(text(headers.get(name)?)?)
}

/// Returns the values of a header that is an array: all fields of that name, split at commas.
pub fn header_values<T: DeserializeOwned>(headers: &HeaderMap, name: &str) -> Option<Vec<T>> {
    let mut fields = headers.get_all(name).iter().peekable();
    fields.peek()?;
    let mut values = Vec::new();
    for field in fields {
        for item in text(field)?.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            values.push(value(item)?);
        }
    }
    Some(values)
}

/// Returns a field's value as UTF-8, which is what servers send beyond ASCII.
fn text(field: &HeaderValue) -> Option<&str> {
    std::str::from_utf8(field.as_bytes()).ok()
}

/// Decodes a value as a string or, if that fails, as JSON: a number or a boolean.
fn value<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text = text.trim();
    serde_json::from_value(Value::from(text)).or_else(|_| serde_json::from_str(text)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_what_it_stands_for() {
        let mut headers = HeaderMap::new();
        for (name, text) in
            [("n", "41"), ("t", "41"), ("b", "true"), ("l", "a, b"), ("l", "c"), ("x", "many")]
        {
            headers.append(name, text.parse().unwrap());
        }
        assert_eq!(header_value::<u32>(&headers, "N"), Some(41));
        assert_eq!(header_value::<String>(&headers, "t"), Some("41".to_owned()));
        assert_eq!(header_value::<bool>(&headers, "b"), Some(true));
        assert_eq!(header_values::<String>(&headers, "l").unwrap(), ["a", "b", "c"]);
        assert_eq!((header_value::<u32>(&headers, "x"), header_value::<u32>(&headers, "y")), (None, None));
        assert_eq!(header_values::<u32>(&headers, "y"), None);
        headers.insert("u", HeaderValue::from_bytes("gr\u{fc}n".as_bytes()).unwrap());
        assert_eq!(header_value::<String>(&headers, "u").as_deref(), Some("gr\u{fc}n"));
        headers.insert("u", HeaderValue::from_bytes(b"gr\xfcn").unwrap());
        assert_eq!(header_value::<String>(&headers, "u"), None);
    }
}
