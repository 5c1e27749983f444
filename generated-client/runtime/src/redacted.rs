//! Replies as an error may hold and show them: decoded as they came, and then without the client's own secrets.
//!
//! An object's keys, the codes and the structure of a reply stay as they are, so that no password changes what is decoded.

mod document;
mod model;

use std::borrow::Cow;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};

use crate::api::ErrorBody;
use crate::codes::Said;
use crate::credential::PlacedCredential;
use crate::decode::DecodeError;
use crate::line::shown;
use crate::redact::Secrets;
use crate::reply::RawReply;

pub(crate) use model::redact_model;

/// The most of a body that comes with any status but a success, in bytes. It is searched for codes, messages and secrets, and what
/// that takes is a multiple of it.
pub(crate) const MAX_ERROR_BODY: usize = 1024 * 1024;

/// How much of a reply's body an error keeps, in bytes.
const KEPT_BODY: usize = 1024;

/// What an error keeps of a reply. It is made by [`new`](Self::new) alone, so that no error holds a secret.
pub(crate) struct Redacted {
    status: StatusCode,
    headers: HeaderMap,
    /// The first [`KEPT_BODY`] bytes.
    body: Bytes,
    said: Said,
}

impl Redacted {
    pub(crate) fn new(reply: &RawReply, errors: &ErrorBody, redactor: &Redactor<'_>) -> Self {
        // It is an error now, and no more of it is looked at than of an error's body.
        let body = reply.body.get(..MAX_ERROR_BODY).unwrap_or(&reply.body);
        let said = Said::read(errors, &reply.headers, body, redactor);
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

    pub(crate) fn said(&self) -> &Said {
        &self.said
    }

    /// The reply without its body.
    pub(crate) fn bare(self) -> RawReply {
        RawReply { status: self.status, headers: self.headers, body: Bytes::new() }
    }
}

/// What takes the secrets of credentials out of texts.
pub(crate) struct Redactor<'c>(pub(crate) &'c [PlacedCredential]);

impl Redactor<'_> {
    /// A text, such as the value of a string.
    pub(crate) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        lossy(text, self.without(text.as_bytes(), Secrets::redact))
    }

    /// A name: an object's key, or an error code. It loses what is like a key, and no word.
    pub(crate) fn name<'t>(&self, name: &'t str) -> Cow<'t, str> {
        lossy(name, self.without(name.as_bytes(), Secrets::redact_name))
    }

    /// A message about a reply, which may quote a string of it.
    pub(crate) fn message(&self, message: &str) -> String {
        let short = self.0.iter().flat_map(|credential| credential.secrets.short());
        short.fold(self.text(message).into_owned(), |message, secret| {
            message.replace(&format!("{secret:?}"), "\"[redacted]\"")
        })
    }

    /// A document: JSON, of which the strings are texts, or one text.
    pub(crate) fn document(&self, text: &str) -> String {
        let edits = document::edits(text.as_bytes(), self);
        String::from_utf8_lossy(&document::apply(text.as_bytes(), edits.iter())).into_owned()
    }

    /// An error, with all that it repeats of a reply as it may be shown.
    pub(crate) fn decode_error(&self, error: DecodeError) -> DecodeError {
        let path = match &error {
            DecodeError::Json { path, .. } => shown(path, |path| self.name(path).into_owned()),
            _ => String::new(),
        };
        match error.redacted(|text| self.message(text)) {
            DecodeError::Json { message, offset, .. } => DecodeError::Json { message, path, offset },
            other => other,
        }
    }

    /// A number or a truth value is no text: it says how long to wait, or how many calls are left.
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
