//! Errors of a transport.

use std::error::Error as StdError;

/// The error of a request without a complete response.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.describe())]
pub struct TransportError {
    /// The phase in which the call failed.
    pub phase: TransportPhase,
    /// Whether the request timed out.
    pub is_timeout: bool,
    /// The underlying error.
    #[source]
    pub source: Box<dyn StdError + Send + Sync>,
}

/// The phase in which a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportPhase {
    /// While waiting for a [`TokenSource`](crate::TokenSource).
    Auth,
    /// While connecting.
    Connect,
    /// While connecting, sending the request or waiting for the response headers.
    ResponseHeaders,
    /// While sending the request: the stream that is its body failed.
    RequestBody,
    /// The server rejected the request without processing it
    /// ([RFC 9113, section 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7)).
    Rejected,
    /// While reading the body, after the status and headers.
    ResponseBody,
    /// The HTTP client followed a redirect to another origin.
    Redirect,
}

impl TransportError {
    fn describe(&self) -> &'static str {
        match (self.phase, self.is_timeout) {
            (TransportPhase::Auth, _) => "timed out while waiting for a token",
            (TransportPhase::Connect, true) => "timed out while connecting",
            (TransportPhase::Connect, false) => "could not connect",
            (TransportPhase::ResponseHeaders, true) => "timed out while waiting for the response",
            (TransportPhase::ResponseHeaders, false) => "the connection failed before a response arrived",
            (TransportPhase::RequestBody, _) => "the stream that is the request's body ended with an error",
            (TransportPhase::Rejected, _) => "the server rejected the request unprocessed",
            (TransportPhase::ResponseBody, true) => "timed out while reading the response body",
            (TransportPhase::Redirect, _) => "the server redirected",
            (TransportPhase::ResponseBody, false) => "the connection failed while reading the response body",
        }
    }
}
