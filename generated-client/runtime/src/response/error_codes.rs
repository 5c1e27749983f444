//! Reads the error codes and messages of a response without its type, so that any JSON body can have them.

use std::borrow::Cow;

use http::header::HeaderMap;
use serde_json::Value;

use crate::api::ErrorBody;
use crate::response::redacted::Redactor;
use crate::response::sanitize::truncate;

/// The maximum number of codes that are kept of a header or a body.
const MOST_CODES: usize = 64;
/// The maximum length of a code, in bytes.
const LONGEST_CODE: usize = 256;
/// The maximum length of a message, in bytes.
const LONGEST_MESSAGE: usize = 4096;

/// The codes and the message of an error response.
#[derive(Debug, Default, Clone)]
pub(crate) struct ErrorDetails {
    /// The codes in the API's error code header, in order.
    pub(crate) in_header: Vec<String>,
    /// The codes in the body, in order.
    pub(crate) in_body: Vec<String>,
    /// The first message in the body.
    pub(crate) message: Option<String>,
}

impl ErrorDetails {
    /// Reads the codes and the message of a response, redacted. Codes are names: see [`Redactor::name`].
    pub(crate) fn read(
        errors: &ErrorBody,
        headers: &HeaderMap,
        body: &[u8],
        redactor: &Redactor<'_>,
    ) -> Self {
        let body = serde_json::from_slice(body).unwrap_or(Value::Null);
        let in_header = errors.code_header.map(|name| listed(headers, name)).unwrap_or_default();
        let name = |text| redactor.name(text);
        let in_header = each_once(in_header.into_iter().map(name));
        let in_body = each_once(texts(&body, errors.codes).map(name));
        let message = texts(&body, errors.messages).next();
        let message = message.map(|text| truncate(&redactor.text(text), LONGEST_MESSAGE).to_owned());
        Self { in_header, in_body, message }
    }

    /// Returns all codes without duplicates, those of the header first.
    pub(crate) fn codes(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for code in self.in_header.iter().chain(&self.in_body) {
            if !all.contains(&code.as_str()) {
                all.push(code);
            }
        }
        all
    }
}

/// Returns the items of a header, from all its fields and split at commas
/// ([RFC 9110, section 5.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1)).
fn listed<'h>(headers: &'h HeaderMap, name: &str) -> Vec<&'h str> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let items = values.flat_map(|value| value.split(',')).map(str::trim);
    items.filter(|item| !item.is_empty()).collect()
}

fn each_once<'t>(texts: impl IntoIterator<Item = Cow<'t, str>>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        let text = truncate(&text, LONGEST_CODE).to_owned();
        if all.len() < MOST_CODES && !all.contains(&text) {
            all.push(text);
        }
    }
    all
}

/// Returns the non-empty strings at a path. An empty path has none.
fn texts<'v>(body: &'v Value, path: &[&str]) -> impl Iterator<Item = &'v str> {
    let mut found: Vec<&Value> = if path.is_empty() { Vec::new() } else { vec![body] };
    for segment in path {
        found = found.into_iter().flat_map(|value| step(value, segment)).collect();
    }
    found.into_iter().filter_map(Value::as_str).filter(|text| !text.is_empty())
}

fn step<'v>(value: &'v Value, segment: &str) -> Vec<&'v Value> {
    match (value, segment) {
        (Value::Array(items), "*") => items.iter().collect(),
        (Value::Object(fields), name) => fields.get(name).into_iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERRORS: ErrorBody = ErrorBody {
        code_header: Some("x-codes"),
        codes: &["errors", "*", "code"],
        messages: &["errors", "*", "message"],
    };

    fn said(header: &[&str], body: &str) -> ErrorDetails {
        let mut headers = HeaderMap::new();
        for value in header {
            headers.append("x-codes", value.parse().unwrap());
        }
        ErrorDetails::read(&ERRORS, &headers, body.as_bytes(), &Redactor(&[]))
    }

    #[test]
    fn codes_come_from_header_and_body_each_once() {
        let said =
            said(&["a, b", "c,,"], r#"{"errors":[{"code":"b","message":"m"},{"code":"d"},{"code":null}]}"#);
        assert_eq!(said.codes(), ["a", "b", "c", "d"]);
        assert_eq!(said.in_body, ["b", "d"]);
        assert_eq!(said.message.as_deref(), Some("m"));
    }

    #[test]
    fn a_body_that_is_not_json_takes_nothing_from_the_header() {
        assert_eq!(said(&["a"], "<html>").codes(), ["a"]);
    }
}
