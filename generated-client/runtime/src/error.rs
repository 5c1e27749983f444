//! What can go wrong with a call, and what is known of it.

mod display;
mod failure;
mod kind;

use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

pub(crate) use failure::{Attempts, Failure};
pub use kind::ErrorKind;

use crate::operation::ResponseCase;
use crate::response::error_codes::ErrorDetails;
use crate::response::headers::ResponseHeaders;
use crate::response::rate_limit::{RateLimit, rate_limit, retry_after};
use crate::response::redacted::Redacted;
use crate::transport::TransportPhase;

/// A call that failed. `E` is what the operation documents.
///
/// [`kind`](Self::kind) says how far it came; whatever reply there was keeps its status and headers here.
pub struct Error<E>(Box<Inner<E>>);

struct Inner<E> {
    failure: Failure,
    documented: Option<E>,
}

/// An operation's documented errors.
pub trait DocumentedError: fmt::Debug + Send + Sync + Sized + 'static {
    /// The API's error codes: an open enum, or plain text where the API documents none.
    type Code: for<'a> From<&'a str> + AsRef<str>;

    /// The headers that the operation documents.
    type Headers: ResponseHeaders;

    /// How each documented error is read.
    const RESPONSES: &'static [ResponseCase<Self>];
}

impl<E> Error<E> {
    pub(crate) fn new(failure: Failure, documented: Option<E>) -> Self {
        Self(Box::new(Inner { failure, documented }))
    }

    /// How far the call came.
    pub fn kind(&self) -> ErrorKind {
        self.0.failure.kind
    }

    /// The operation, by the `operationId` of the document.
    pub fn operation_id(&self) -> &'static str {
        self.0.failure.operation
    }

    /// The documented error of this operation, by status.
    pub fn service_error(&self) -> Option<&E> {
        self.0.documented.as_ref()
    }

    /// The documented error of this operation, by value.
    pub fn into_service_error(self) -> Option<E> {
        self.0.documented
    }

    /// The status, when there was a reply.
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(Redacted::status)
    }

    /// The headers, when there was a reply.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(Redacted::headers)
    }

    /// The first KiB of the body, when there was a reply. The client's own secrets are redacted in its strings; one of fewer
    /// than eight characters only where a string is nothing else.
    pub fn body(&self) -> Option<&[u8]> {
        self.reply().map(Redacted::body)
    }

    /// The first message in the body, where the API documents a place for one.
    pub fn message(&self) -> Option<&str> {
        self.reply()?.said().message.as_deref()
    }

    /// Whether the reply names a code, in its header or its body.
    pub fn has_code(&self, code: impl AsRef<str>) -> bool {
        self.reply().is_some_and(|reply| reply.said().codes().contains(&code.as_ref()))
    }

    /// How long the server asks to wait: `Retry-After`, in seconds or as a date
    /// ([RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers()?)
    }

    /// How many calls the server takes, where the reply says so.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        rate_limit(self.headers()?)
    }

    /// Whether the same call may be made again later and does no harm then. The client has made it again already, as far as its
    /// [`RetryPolicy`](crate::RetryPolicy) and the call's time allow. It is true in these cases:
    ///
    /// * No connection was made, or time ran out before anything was sent.
    /// * The server rejected the call for now: 429, or 503 with `Retry-After`.
    /// * The method is idempotent or the call has an idempotency key, and a gateway failed (502, 503, 504), the connection broke, or
    ///   time ran out.
    ///
    /// It is false in all others, such as a stream of the caller's own that ended with an error while it was sent.
    pub fn is_retryable(&self) -> bool {
        self.0.failure.attempts.may_repeat
    }

    /// How often the call was made; 0 when nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.failure.attempts.made
    }

    /// Whether time ran out. [`phase`](Self::phase) says where.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Where on the way it failed, for [`Connect`](ErrorKind::Connect), [`Transport`](ErrorKind::Transport) and
    /// [`Timeout`](ErrorKind::Timeout).
    pub fn phase(&self) -> Option<TransportPhase> {
        self.0.failure.phase
    }

    fn reply(&self) -> Option<&Redacted> {
        self.0.failure.reply.as_deref()
    }
}

impl<E: DocumentedError> Error<E> {
    /// The codes that the reply names: those of its header, then those that only its body has.
    pub fn codes(&self) -> Vec<E::Code> {
        self.typed(|said| said.codes())
    }

    /// The codes that the reply's header names.
    pub fn header_codes(&self) -> Vec<E::Code> {
        self.typed(|said| said.in_header.iter().map(String::as_str).collect())
    }

    /// The codes that the reply's body names.
    pub fn body_codes(&self) -> Vec<E::Code> {
        self.typed(|said| said.in_body.iter().map(String::as_str).collect())
    }

    /// The headers that the operation documents, as values, when there was a reply.
    pub fn typed_headers(&self) -> Option<E::Headers> {
        self.headers().map(E::Headers::read)
    }

    fn typed(&self, pick: impl FnOnce(&ErrorDetails) -> Vec<&str>) -> Vec<E::Code> {
        self.reply()
            .map(|reply| pick(reply.said()).into_iter().map(E::Code::from).collect())
            .unwrap_or_default()
    }
}
