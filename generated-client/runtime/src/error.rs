//! The error of a call.

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

/// The error of a failed call. `E` is the documented error of the operation.
///
/// [`kind`](Self::kind) returns how far the call came. If there was a response, the error keeps its status and headers.
pub struct Error<E>(Box<Inner<E>>);

struct Inner<E> {
    failure: Failure,
    documented: Option<Redacted<E>>,
}

impl<E> Error<E> {
    pub(crate) fn new(failure: Failure, documented: Option<Redacted<E>>) -> Self {
        Self(Box::new(Inner { failure, documented }))
    }

    /// Returns how far the call came.
    pub fn kind(&self) -> ErrorKind {
        self.0.failure.kind
    }

    /// Returns the `operationId` of the operation.
    pub fn operation_id(&self) -> &'static str {
        self.0.failure.operation
    }

    /// Returns the documented error for the status of the response.
    pub fn service_error(&self) -> Option<&E> {
        self.0.documented.as_deref()
    }

    /// Returns the documented error for the status of the response, by value.
    pub fn into_service_error(self) -> Option<E> {
        self.0.documented.map(Redacted::into_inner)
    }

    /// Returns the status, if there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// Returns the headers, if there was a response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// Returns the first KiB of the body, if there was a response.
    ///
    /// The secrets of the client are redacted in its strings. A secret of fewer than eight characters is redacted only
    /// if it is the whole string.
    pub fn body(&self) -> Option<&[u8]> {
        self.response().map(|response| response.body.as_ref())
    }

    /// Returns the first message in the body, if the API has a path for messages.
    pub fn message(&self) -> Option<&str> {
        self.response()?.details.message.as_deref()
    }

    /// Returns whether the response has an error code, in its header or in its body.
    pub fn has_code(&self, code: impl AsRef<str>) -> bool {
        self.response().is_some_and(|response| response.details.codes().contains(&code.as_ref()))
    }

    /// Returns how long the server requests to wait: `Retry-After`, in seconds or as a date ([RFC 9110, section
    /// 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers()?)
    }

    /// Returns the rate limit, if the headers of the response have one.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        rate_limit(self.headers()?)
    }

    /// Returns whether the call can safely be retried later.
    ///
    /// The client has already retried it as far as its [`RetryPolicy`](crate::RetryPolicy) and the timeout allow. It
    /// returns `true` in these cases:
    ///
    /// * No connection was made, or the call timed out before anything was sent.
    /// * The server rejected the call temporarily: 429, or 503 with `Retry-After`.
    /// * The method is idempotent or the call has an idempotency key, and a gateway failed (502, 503, 504), the
    ///   connection broke, or the call timed out.
    ///
    /// It returns `false` in all other cases, for example if the stream of a request body failed.
    pub fn is_retryable(&self) -> bool {
        self.0.failure.attempts.may_repeat
    }

    /// Returns the number of attempts; 0 if nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.failure.attempts.made
    }

    /// Returns whether the call timed out. [`phase`](Self::phase) returns where.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Returns the phase of the request in which it failed, for [`Connect`](ErrorKind::Connect),
    /// [`Transport`](ErrorKind::Transport) and [`Timeout`](ErrorKind::Timeout).
    pub fn phase(&self) -> Option<TransportPhase> {
        self.0.failure.phase
    }

    fn response(&self) -> Option<&ResponseSnapshot> {
        self.0.failure.response.as_deref().map(|response| &**response)
    }
}

impl<E: DocumentedError> Error<E> {
    /// Returns the error codes of the response: those in its header, then those only in its body.
    pub fn codes(&self) -> Vec<E::Code> {
        self.typed(|details| details.codes())
    }

    /// Returns the error codes in the header of the response.
    pub fn header_codes(&self) -> Vec<E::Code> {
        self.typed(|details| details.in_header.iter().map(String::as_str).collect())
    }

    /// Returns the error codes in the body of the response.
    pub fn body_codes(&self) -> Vec<E::Code> {
        self.typed(|details| details.in_body.iter().map(String::as_str).collect())
    }

    /// Returns the values of the documented headers, if there was a response.
    pub fn typed_headers(&self) -> Option<E::Headers> {
        self.headers().map(E::Headers::read)
    }

    fn typed(&self, pick: impl FnOnce(&ErrorDetails) -> Vec<&str>) -> Vec<E::Code> {
        self.response()
            .map(|response| pick(&response.details).into_iter().map(E::Code::from).collect())
            .unwrap_or_default()
    }
}
