//! Decodes response bodies and locates decoding errors.

mod path;

use std::borrow::Cow;

use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::api::Decoding;
use crate::platform::IS_BROWSER;
use crate::response::RawResponse;
use crate::response::sanitize::redact_and_truncate;

/// A response body that does not match the document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The body has another media type, such as an HTML page from a proxy.
    #[error("the response is `{found}`, not {expected}")]
    MediaType {
        /// The `Content-Type` of the response.
        found: String,
        /// What was expected, in words.
        expected: &'static str,
    },
    /// The body is empty, and JSON was expected.
    #[error("the response has no body, and JSON was expected")]
    Empty,
    /// The body is not text in its declared charset. `Error::body` returns its first bytes.
    #[error("the response is not text in `{charset}`")]
    Text {
        /// The charset.
        charset: String,
    },
    /// The body is text in an unknown charset. `Error::body` returns its first bytes.
    #[error("the response is text in `{charset}`, which is not a known charset")]
    Charset {
        /// The charset.
        charset: String,
    },
    /// The body is not JSON, or its JSON does not match the type.
    #[error("{message} at `{path}` (byte {offset} of the body)")]
    Json {
        /// The message of serde.
        message: String,
        /// The path of the value, such as `invitations[3].created_at`, or `.` for the whole body.
        path: String,
        /// The offset in the body, in bytes.
        offset: usize,
    },
}

impl DecodeError {
    /// Redacts the parts that quote the response, and shortens each to one line.
    pub(crate) fn redacted(self, redact: impl Fn(&str) -> String) -> Self {
        match self {
            Self::MediaType { found, expected } => {
                Self::MediaType { found: redact_and_truncate(&found, redact), expected }
            }
            Self::Text { charset } => Self::Text { charset: redact_and_truncate(&charset, redact) },
            Self::Charset { charset } => Self::Charset { charset: redact_and_truncate(&charset, redact) },
            Self::Empty => Self::Empty,
            Self::Json { message, path, offset } => Self::Json {
                message: redact_and_truncate(&message, &redact),
                path: redact_and_truncate(&path, &redact),
                offset,
            },
        }
    }
}

/// The memory limit of decoded values, and the functions that enforce it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MemoryLimit {
    pub(crate) decoding: Decoding,
    pub(crate) bytes: usize,
}

impl MemoryLimit {
    /// Runs `decode` with the limit. It must stay on one thread, and calls must not be nested.
    pub(crate) fn decode<T>(self, decode: impl FnOnce() -> T) -> T {
        struct End(fn());
        impl Drop for End {
            fn drop(&mut self) {
                (self.0)();
            }
        }
        (self.decoding.begin)(self.bytes);
        let _end = End(self.decoding.end);
        decode()
    }
}

/// Decodes a JSON body. A missing `Content-Type` is accepted.
///
/// # Errors
/// Fails if the media type is not JSON, the body is empty, or it does not match `T`.
pub fn read_json<T: DeserializeOwned>(response: &RawResponse) -> Result<T, DecodeError> {
    expect_json(response)?;
    serde_json::from_slice(&response.body).map_err(|error| match encoding(&response.headers) {
        Some(found) => DecodeError::MediaType { found, expected: "JSON; no encoding was requested" },
        None => locate(&error, &response.body),
    })
}

/// Decodes a body that is JSON by its schema, under any media type.
///
/// # Errors
/// Fails if the body is not JSON, is empty, or does not match `T`.
pub fn read_unlabelled_json<T: DeserializeOwned>(response: &RawResponse) -> Result<T, DecodeError> {
    match read_json(response) {
        Err(DecodeError::MediaType { .. })
            if serde_json::from_slice::<IgnoredAny>(&response.body).is_ok() =>
        {
            let mut headers = response.headers.clone();
            headers.remove(CONTENT_TYPE);
            read_json(&RawResponse { status: response.status, headers, body: response.body.clone() })
        }
        read => read,
    }
}

/// Returns the content encoding of a body, if any. Browsers have already decoded the body.
fn encoding(headers: &HeaderMap) -> Option<String> {
    let encoding = headers.get(CONTENT_ENCODING).filter(|_| !IS_BROWSER)?;
    let encoding = String::from_utf8_lossy(encoding.as_bytes());
    (!encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity"))
        .then(|| format!("encoded as {encoding}"))
}

/// Fails if the body has a content encoding.
pub(crate) fn expect_unpacked(headers: &HeaderMap, expected: &'static str) -> Result<(), DecodeError> {
    encoding(headers).map_or(Ok(()), |found| Err(DecodeError::MediaType { found, expected }))
}

/// Ignores the body. [`Response::raw_body`](crate::Response::raw_body) returns it.
///
/// # Errors
/// Never fails.
pub fn read_empty(_: &RawResponse) -> Result<(), DecodeError> {
    Ok(())
}

/// Returns the body unchanged.
///
/// # Errors
/// Fails if the body is compressed, which was not requested.
pub fn read_bytes(response: &RawResponse) -> Result<bytes::Bytes, DecodeError> {
    expect_unpacked(&response.headers, PLAIN_BYTES)?;
    Ok(response.body.clone())
}

/// The expectation for a binary body, as an error shows it.
pub(crate) const PLAIN_BYTES: &str = "bytes as they are; no encoding was requested";

/// Returns whether a subtype is JSON ([RFC 6839, section 3.1](https://www.rfc-editor.org/rfc/rfc6839#section-3.1)).
pub(crate) fn is_json(subtype: &str) -> bool {
    subtype == "json" || subtype.ends_with("+json")
}

pub(crate) fn expect_json(response: &RawResponse) -> Result<(), DecodeError> {
    expect_media_type(&response.headers, "JSON", is_json)?;
    if response.body.is_empty() { Err(DecodeError::Empty) } else { Ok(()) }
}

/// Fails if `will_do` rejects the subtype of the media type. A missing `Content-Type` is accepted.
pub(crate) fn expect_media_type(
    headers: &HeaderMap,
    expected: &'static str,
    will_do: impl Fn(&str) -> bool,
) -> Result<(), DecodeError> {
    let Some(value) = headers.get(CONTENT_TYPE) else { return Ok(()) };
    let found = String::from_utf8_lossy(value.as_bytes());
    let mut essence = Cow::from(found.split(';').next().unwrap_or_default().trim());
    if essence.contains(|letter: char| letter.is_ascii_uppercase()) {
        essence = essence.to_ascii_lowercase().into();
    }
    match essence.split_once('/') {
        Some((_, subtype)) if will_do(subtype) => Ok(()),
        _ => Err(DecodeError::MediaType { found: found.to_string(), expected }),
    }
}

/// Locates an error in a body that is one value.
pub(crate) fn locate(error: &serde_json::Error, body: &[u8]) -> DecodeError {
    locate_in(error, body, |_, path| path.to_owned())
}

/// Locates an error in a value inside a body. The model knows only the rest of the path.
pub(crate) fn locate_inside(error: &serde_json::Error, body: &[u8]) -> DecodeError {
    locate_in(error, body, |offset, path| path::join(&path::at(body, offset), path))
}

fn locate_in(error: &serde_json::Error, body: &[u8], whole: impl Fn(usize, &str) -> String) -> DecodeError {
    let offset = offset_of(body, error.line(), error.column());
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    // A model that buffers a value begins its message with the path inside that value.
    let (path, message) = match message.strip_prefix("at `").and_then(|rest| rest.split_once("`: ")) {
        Some((path, message)) => (whole(offset, path), message),
        None => (path::at(body, offset), message),
    };
    DecodeError::Json { message: message.to_owned(), path, offset }
}

/// Converts a line (from 1) and a column (bytes read of the line) of serde_json into an offset.
fn offset_of(body: &[u8], line: usize, column: usize) -> usize {
    let before: usize =
        body.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    (before + column).min(body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug)]
    #[expect(dead_code, reason = "read for the errors that reading them gives")]
    struct Outer {
        items: Vec<Inner>,
        name: Option<String>,
    }

    #[derive(serde::Deserialize, Debug)]
    #[expect(dead_code, reason = "read for the errors that reading them gives")]
    struct Inner {
        size: u8,
        tags: Vec<String>,
    }

    fn error(body: &str) -> (String, String) {
        match locate(&serde_json::from_str::<Outer>(body).unwrap_err(), body.as_bytes()) {
            DecodeError::Json { message, path, .. } => (path, message),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_error_names_the_path() {
        for (body, path) in [
            (r#"{"items":[{"size":1,"tags":[]},{"size":"x","tags":[]}]}"#, "items[1].size"),
            (r#"{"items":[{"size":300,"tags":[]}]}"#, "items[0].size"),
            (r#"{"items":[{"size":1,"tags":["a",5]}]}"#, "items[0].tags[1]"),
            (r#"{"items":[{"size":1,"tags":{"a":5}}]}"#, "items[0].tags"),
            (r#"{"items":[{"size":1}]}"#, "items[0]"),
            ("{\n \"items\": [],\n \"name\": 7\n}", "name"),
            (r#"{"items":[{"size":1,"tags":["\"]}","#, "items[0].tags[1]"),
            (r#"[]"#, "."),
            (r#"nonsense"#, "."),
        ] {
            let found = error(body);
            assert_eq!(found.0, path, "{body}: {}", found.1);
        }
    }

    fn response(media_type: &str) -> RawResponse {
        let headers = [(CONTENT_TYPE, media_type.parse().unwrap())].into_iter().collect();
        RawResponse { status: http::StatusCode::OK, headers, body: "1".into() }
    }

    #[test]
    fn json_is_told_by_subtype() {
        for yes in
            ["application/json", "Application/JSON; charset=utf-8", "application/problem+json", "text/json"]
        {
            assert_eq!(read_json::<i32>(&response(yes)), Ok(1), "{yes}");
        }
        for no in ["text/html", "text/plain", "application/jsonp", "json", ""] {
            assert!(matches!(read_json::<i32>(&response(no)), Err(DecodeError::MediaType { .. })), "{no}");
        }
    }
}
