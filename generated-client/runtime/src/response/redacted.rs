//! Responses as an error holds and shows them: without the client's own secrets.
//!
//! A response is decoded as it arrived and redacted afterwards. The keys, codes and structure stay as they are, so that no
//! password changes what is decoded.

mod document;
mod model;

use std::borrow::Cow;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};

use crate::api::ErrorBody;
use crate::auth::credential::PlacedCredential;
use crate::auth::redact::Secrets;
use crate::response::RawResponse;
use crate::response::decode::DecodeError;
use crate::response::error_codes::ErrorDetails;
use crate::response::sanitize::redact_and_truncate;

pub(crate) use model::redact_model;

/// The largest body of a response that is not a success, in bytes. It is searched for codes, messages and secrets, which takes
/// a multiple of it.
pub(crate) const MAX_ERROR_BODY: usize = 1024 * 1024;

/// How much of a body an error keeps, in bytes.
const KEPT_BODY: usize = 1024;

/// What an error keeps of a response. Only [`new`](Self::new) makes it, so that no error holds a secret.
pub(crate) struct Redacted {
    status: StatusCode,
    headers: HeaderMap,
    /// The first [`KEPT_BODY`] bytes.
    body: Bytes,
    said: ErrorDetails,
}

impl Redacted {
    pub(crate) fn new(reply: &RawResponse, errors: &ErrorBody, redactor: &Redactor<'_>) -> Self {
        // A success that cannot be decoded may be larger.
        let body = reply.body.get(..MAX_ERROR_BODY).unwrap_or(&reply.body);
        let said = ErrorDetails::read(errors, &reply.headers, body, redactor);
        let edited = document::edits(body, redactor);
        let shown =
            if edited.is_empty() { Cow::from(body) } else { document::apply(body, edited.iter()).into() };
        // A copy, so that it does not hold the whole.
        let body = Bytes::copy_from_slice(shown.get(..KEPT_BODY).unwrap_or(&shown));
        let mut headers = reply.headers.clone();
        headers.values_mut().for_each(|value| redactor.header(value));
        Self { status: reply.status, headers, body, said }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(crate) fn said(&self) -> &ErrorDetails {
        &self.said
    }

    /// The response without its body.
    pub(crate) fn bare(self) -> RawResponse {
        RawResponse { status: self.status, headers: self.headers, body: Bytes::new() }
    }
}

/// Removes the secrets of credentials from text.
pub(crate) struct Redactor<'c>(pub(crate) &'c [PlacedCredential]);

impl Redactor<'_> {
    /// Redacts a text, such as the value of a string.
    pub(crate) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        lossy(text, self.without(text.as_bytes(), Secrets::redact))
    }

    /// Redacts a name, such as the key of an object or an error code: it loses API keys and keeps words.
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

    /// Redacts a document: the strings of JSON, or all of another text.
    pub(crate) fn document(&self, text: &str) -> String {
        let edits = document::edits(text.as_bytes(), self);
        String::from_utf8_lossy(&document::apply(text.as_bytes(), edits.iter())).into_owned()
    }

    /// Redacts what an error repeats of a response.
    pub(crate) fn decode_error(&self, error: DecodeError) -> DecodeError {
        let path = match &error {
            DecodeError::Json { path, .. } => redact_and_truncate(path, |path| self.name(path).into_owned()),
            _ => String::new(),
        };
        match error.redacted(|text| self.message(text)) {
            DecodeError::Json { message, offset, .. } => DecodeError::Json { message, path, offset },
            other => other,
        }
    }

    /// Redacts a header. A number or a boolean is not text: it says how long to wait, or how many calls are left.
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
