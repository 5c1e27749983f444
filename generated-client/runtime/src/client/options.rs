//! Settings of individual calls.

use std::time::Duration;

use http::header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, TE, TRAILER};
use http::header::{TRANSFER_ENCODING, UPGRADE};

use crate::request::error::RequestError;
use crate::retry::RetryPolicy;
use crate::transport::timeouts::Timeouts;

/// Headers that control the framing and routing of a message. Contradictory ones allow request smuggling ([RFC 9112,
/// section 11.2](https://www.rfc-editor.org/rfc/rfc9112#section-11.2)).
pub(crate) const FRAMING: [HeaderName; 7] =
    [CONNECTION, CONTENT_LENGTH, HOST, TE, TRAILER, TRANSFER_ENCODING, UPGRADE];
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Settings for the calls of one client value: see [`Client::with_options`](crate::Client::with_options).
///
/// Settings that are not set are those of the client's builder.
///
/// ```
/// use std::time::Duration;
/// use clientwright_runtime::{RequestOptions, RetryPolicy};
///
/// let patient = RequestOptions::new().timeout(Duration::from_secs(300)).retry(RetryPolicy::never());
/// let once = RequestOptions::new().idempotency_key("order-4711").header("x-request-id", "a1b2");
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct RequestOptions {
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) unauthenticated: bool,
    headers: Vec<(String, String)>,
    idempotency_key: Option<String>,
}

impl RequestOptions {
    /// Returns options in which nothing is set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the timeout of a whole call, including retries and delays.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of one attempt: see [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the maximum time without a byte from the server: see
    /// [`ClientBuilder::idle_timeout`](crate::ClientBuilder::idle_timeout).
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Sets when a call is retried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sends no credential and requires none, even if the document requires one.
    pub fn unauthenticated(mut self) -> Self {
        self.unauthenticated = true;
        self
    }

    /// Sets a header, which replaces any other with its name.
    ///
    /// The value is marked as sensitive, so `Debug` of a request does not show it. Unlike credentials, it is not
    /// redacted if a response echoes it.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the header `Idempotency-Key`, with which the server processes a repeated request once
    /// ([draft-ietf-httpapi-idempotency-key-header](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/)).
    ///
    /// Retries treat the call as idempotent. Set a key only if the API supports it, and a different key for each call.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Returns the timeouts of a call, given those of the client.
    pub(crate) fn timeouts(&self, client: Timeouts) -> Timeouts {
        Timeouts {
            total: self.timeout.unwrap_or(client.total),
            attempt: self.attempt_timeout.unwrap_or(client.attempt),
            idle: self.idle_timeout.unwrap_or(client.idle),
        }
    }

    /// Returns whether an idempotency key is set.
    pub(crate) fn has_key(&self) -> bool {
        self.idempotency_key.is_some()
    }

    /// Returns whether a header is set.
    pub(crate) fn names_header(&self, name: &HeaderName) -> bool {
        self.headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name.as_str()))
    }

    pub(crate) fn add_headers(&self, headers: &mut HeaderMap) -> Result<(), RequestError> {
        let mut given: Vec<HeaderName> = Vec::new();
        for (name, value) in &self.headers {
            let refused = || RequestError::Header { name: name.clone() };
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
            if FRAMING.contains(&name) {
                return Err(RequestError::Framing { name: name.to_string() });
            }
            let value = sensitive(value).ok_or_else(refused)?;
            if given.contains(&name) {
                headers.append(&name, value);
            } else {
                headers.insert(&name, value);
            }
            given.push(name);
        }
        if let Some(key) = &self.idempotency_key {
            let refused = || RequestError::Header { name: IDEMPOTENCY_KEY.to_string() };
            headers.insert(IDEMPOTENCY_KEY, sensitive(key).ok_or_else(refused)?);
        }
        Ok(())
    }
}

fn sensitive(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

impl std::fmt::Debug for RequestOptions {
    /// Shows the names of the headers without values.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RequestOptions")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("idle_timeout", &self.idle_timeout)
            .field("retry", &self.retry)
            .field("unauthenticated", &self.unauthenticated)
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("has_idempotency_key", &self.has_key())
            .finish()
    }
}
