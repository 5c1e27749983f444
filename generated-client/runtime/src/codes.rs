//! Error codes and messages of a reply, read without knowing its type: a body of another shape still yields them.

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::api::ErrorBody;
use crate::reply::RawReply;

/// What an error reply says went wrong.
#[derive(Debug, Default, Clone)]
pub(crate) struct Said {
    /// Codes in the header that the API names, in order.
    pub(crate) in_header: Vec<String>,
    /// Codes in the body, in order.
    pub(crate) in_body: Vec<String>,
    /// Messages in the body, in order.
    pub(crate) messages: Vec<String>,
}

impl Said {
    pub(crate) fn read(errors: &ErrorBody, reply: &RawReply) -> Self {
        let body = serde_json::from_slice(&reply.body).unwrap_or(Value::Null);
        Self {
            in_header: errors.code_header.map(|name| listed(&reply.headers, name)).unwrap_or_default(),
            in_body: texts(&body, errors.codes),
            messages: texts(&body, errors.messages),
        }
    }

    /// All codes, the header's first, each once.
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

/// A header's items: commas separate them, and so does giving the header again
/// ([RFC 9110, section 5.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1)).
fn listed(headers: &HeaderMap, name: &str) -> Vec<String> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let items = values.flat_map(|value| value.split(',')).map(str::trim);
    items.filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// The non-empty strings at a path. No path at all says nothing.
fn texts(body: &Value, path: &[&str]) -> Vec<String> {
    if path.is_empty() {
        return Vec::new();
    }
    let mut found = vec![body];
    for segment in path {
        found = found.into_iter().flat_map(|value| step(value, segment)).collect();
    }
    found.into_iter().filter_map(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned).collect()
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

    fn said(header: &[&str], body: &str) -> Said {
        let mut headers = HeaderMap::new();
        for value in header {
            headers.append("x-codes", value.parse().unwrap());
        }
        let status = reqwest::StatusCode::BAD_REQUEST;
        Said::read(&ERRORS, &RawReply { status, headers, body: body.to_owned().into() })
    }

    #[test]
    fn codes_come_from_header_and_body_each_once() {
        let said =
            said(&["a, b", "c,,"], r#"{"errors":[{"code":"b","message":"m"},{"code":"d"},{"code":null}]}"#);
        assert_eq!(said.codes(), ["a", "b", "c", "d"]);
        assert_eq!(said.in_body, ["b", "d"]);
        assert_eq!(said.messages, ["m"]);
    }

    #[test]
    fn a_body_that_is_not_json_takes_nothing_from_the_header() {
        assert_eq!(said(&["a"], "<html>").codes(), ["a"]);
    }
}
