//! What can go wrong with a call, and what is known of it.

mod display;
mod failure;
mod kind;

use std::time::Duration;

use http::StatusCode;
use http::header::HeaderMap;

pub(crate) use failure::{Attempts, Failure};
pub use kind::ErrorKind;

use crate::operation::DocumentedError;
use crate::response::error_codes::ErrorDetails;
use crate::response::headers::ResponseHeaders;
use crate::response::rate_limit::{RateLimit, rate_limit, retry_after};
use crate::response::redacted::{Redacted, ResponseSnapshot};
use crate::transport::TransportPhase;

/// A call that failed. `E` is what the operation documents.
///
/// [`kind`](Self::kind) says how far it came; whatever reply there was keeps its status and headers here.
pub struct Error<E>(Box<Inner<E>>);

struct Inner<E> {
    failure: Failure,
    documented: Option<Redacted<E>>,
}

impl<E> Error<E> {
    pub(crate) fn new(failure: Failure, documented: Option<Redacted<E>>) -> Self {
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
        self.0.documented.as_deref()
    }

    /// The documented error of this operation, by value.
    pub fn into_service_error(self) -> Option<E> {
        self.0.documented.map(Redacted::into_inner)
    }

    /// The status, when there was a reply.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// The headers, when there was a reply.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// The first KiB of the body, when there was a reply. The client's own secrets are redacted in its strings; one of fewer
    /// than eight characters only where a string is nothing else.
    pub fn body(&self) -> Option<&[u8]> {
        self.response().map(|response| response.body.as_ref())
    }

    /// The first message in the body, where the API documents a place for one.
    pub fn message(&self) -> Option<&str> {
        self.response()?.details.message.as_deref()
    }

    /// Whether the reply names a code, in its header or its body.
    pub fn has_code(&self, code: impl AsRef<str>) -> bool {
        self.response().is_some_and(|response| response.details.codes().contains(&code.as_ref()))
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

    fn response(&self) -> Option<&ResponseSnapshot> {
        self.0.failure.response.as_deref().map(|response| &**response)
    }
}

impl<E: DocumentedError> Error<E> {
    /// The codes that the reply names: those of its header, then those that only its body has.
    pub fn codes(&self) -> Vec<E::Code> {
        self.typed(|details| details.codes())
    }

    /// The codes that the reply's header names.
    pub fn header_codes(&self) -> Vec<E::Code> {
        self.typed(|details| details.in_header.iter().map(String::as_str).collect())
    }

    /// The codes that the reply's body names.
    pub fn body_codes(&self) -> Vec<E::Code> {
        self.typed(|details| details.in_body.iter().map(String::as_str).collect())
    }

    /// The headers that the operation documents, as values, when there was a reply.
    pub fn typed_headers(&self) -> Option<E::Headers> {
        self.headers().map(E::Headers::read)
    }

    fn typed(&self, pick: impl FnOnce(&ErrorDetails) -> Vec<&str>) -> Vec<E::Code> {
        self.response()
            .map(|response| pick(&response.details).into_iter().map(E::Code::from).collect())
            .unwrap_or_default()
    }
}
