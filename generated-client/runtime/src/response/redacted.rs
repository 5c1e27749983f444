//! Removes the client's secrets from responses that an error holds.
//!
//! A response is decoded as it arrived and redacted afterwards. The keys, codes and structure stay as they are, so that
//! a password does not change what is decoded.

mod document;
mod model;

use std::borrow::Cow;

use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderMap, HeaderValue};

use crate::api::ErrorBody;
use crate::auth::credential::PlacedCredential;
use crate::auth::redact::Secrets;
use crate::response::RawResponse;
use crate::response::decode::DecodeError;
use crate::response::error_codes::ErrorDetails;
use crate::response::sanitize::redact_and_truncate;

/// The maximum body size of an error response, in bytes. Searching it for codes, messages and secrets takes a multiple
/// of it.
pub(crate) const MAX_ERROR_BODY: usize = 1024 * 1024;

/// The number of bytes of a body that an error keeps.
const KEPT_BODY: usize = 1024;

/// A value from which the client's secrets have been removed. Only a [`Redactor`] creates one.
///
/// An error holds parts of a response only in this type.
pub(crate) struct Redacted<T>(T);

impl<T> Redacted<T> {
    pub(crate) fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::ops::Deref for Redacted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The part of a response that an error keeps.
pub(crate) struct ResponseSnapshot {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The first [`KEPT_BODY`] bytes.
    pub(crate) body: Bytes,
    pub(crate) details: ErrorDetails,
}

/// Removes the secrets of credentials from text.
pub(crate) struct Redactor<'c>(pub(crate) &'c [PlacedCredential]);

impl Redactor<'_> {
    /// Redacts a response and keeps the part that an error shows.
    pub(crate) fn response(&self, raw: &RawResponse, errors: &ErrorBody) -> Redacted<ResponseSnapshot> {
        // A success that cannot be decoded may be larger.
        let body = raw.body.get(..MAX_ERROR_BODY).unwrap_or(&raw.body);
        let details = ErrorDetails::read(errors, &raw.headers, body, self);
        let edits = document::edits(body, self);
        let shown =
            if edits.is_empty() { Cow::from(body) } else { document::apply(body, edits.iter()).into() };
        // A copy, so that the whole body is freed.
        let body = Bytes::copy_from_slice(shown.get(..KEPT_BODY).unwrap_or(&shown));
        let mut headers = raw.headers.clone();
        headers.values_mut().for_each(|value| self.header(value));
        Redacted(ResponseSnapshot { status: raw.status, headers, body, details })
    }

    /// Redacts a documented error: see [`model`]. Returns `None` if too many of its strings have to stay.
    pub(crate) fn documented<E: std::fmt::Debug>(
        &self,
        documented: E,
        decode: impl Fn(&RawResponse) -> Result<E, DecodeError>,
        raw: &RawResponse,
    ) -> Option<Redacted<E>> {
        model::redact_model(documented, decode, raw, self).map(Redacted)
    }

    /// Redacts a text, such as the value of a string.
    pub(crate) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        lossy(text, self.without(text.as_bytes(), Secrets::redact))
    }

    /// Redacts a name, such as the key of an object or an error code: removes API keys and keeps words.
    pub(crate) fn name<'t>(&self, name: &'t str) -> Cow<'t, str> {
        lossy(name, self.without(name.as_bytes(), Secrets::redact_name))
    }

    /// Redacts a message about a response, which may quote one of its strings.
    pub(crate) fn message(&self, message: &str) -> String {
        let short = self.0.iter().flat_map(|credential| credential.secrets.short());
        short.fold(self.text(message).into_owned(), |message, secret| {
            message.replace(&format!("{secret:?}"), "\"[redacted]\"")
        })
    }

    /// Redacts a document: the strings of JSON, or the whole of another text.
    pub(crate) fn document(&self, text: &str) -> String {
        let edits = document::edits(text.as_bytes(), self);
        String::from_utf8_lossy(&document::apply(text.as_bytes(), edits.iter())).into_owned()
    }

    /// Redacts the parts of a decoding error that quote the response.
    pub(crate) fn decode_error(&self, error: DecodeError) -> Redacted<DecodeError> {
        let path = match &error {
            DecodeError::Json { path, .. } => redact_and_truncate(path, |path| self.name(path).into_owned()),
            _ => String::new(),
        };
        Redacted(match error.redacted(|text| self.message(text)) {
            DecodeError::Json { message, offset, .. } => DecodeError::Json { message, path, offset },
            other => other,
        })
    }

    /// Redacts a header unless it is a number or a boolean, such as a delay or the number of calls left.
    fn header(&self, value: &mut HeaderValue) {
        const LONGEST_NUMBER: usize = 15;
        let bytes = value.as_bytes();
        let is_scalar = bytes.len() <= LONGEST_NUMBER
            && (serde_json::from_slice::<f64>(bytes).is_ok()
                || serde_json::from_slice::<bool>(bytes).is_ok());
        if let Some(redacted) = self.without(bytes, Secrets::redact).filter(|_| !is_scalar) {
            *value = HeaderValue::from_bytes(&redacted).unwrap_or(HeaderValue::from_static("[redacted]"));
        }
    }

    fn without(&self, text: &[u8], redact: impl Fn(&Secrets, &[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
        self.0.iter().fold(None, |found: Option<Vec<u8>>, credential| {
            redact(&credential.secrets, found.as_deref().unwrap_or(text)).or(found)
        })
    }
}

fn lossy(text: &str, redacted: Option<Vec<u8>>) -> Cow<'_, str> {
    redacted.map_or(Cow::from(text), |redacted| String::from_utf8_lossy(&redacted).into_owned().into())
}
