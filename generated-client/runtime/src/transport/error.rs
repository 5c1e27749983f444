//! Why a transport has no response, and how far the call had come.

use std::error::Error as StdError;

/// No reply, or not all of it.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.describe())]
pub struct TransportError {
    /// How far the call had come.
    pub phase: TransportPhase,
    /// Whether time ran out.
    pub is_timeout: bool,
    /// What went wrong, in the words of whoever noticed.
    #[source]
    pub source: Box<dyn StdError + Send + Sync>,
}

/// How far a call had come when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportPhase {
    /// A [`TokenSource`](crate::TokenSource) was asked.
    Auth,
    /// No connection was made.
    Connect,
    /// A connection was being made, the request sent, or its reply waited for.
    ResponseHeaders,
    /// The request was being sent, and the stream that is its body ended with an error.
    RequestBody,
    /// The server rejected the request before it did anything with it
    /// ([RFC 9113, section 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7)).
    Rejected,
    /// Status and headers were there, the body was being read.
    ResponseBody,
    /// The reply came from somewhere else.
    Redirect,
}

impl TransportError {
    fn describe(&self) -> &'static str {
        match (self.phase, self.is_timeout) {
            (TransportPhase::Auth, _) => "timed out while waiting for a token",
            (TransportPhase::Connect, true) => "timed out while connecting",
            (TransportPhase::Connect, false) => "could not connect",
            (TransportPhase::ResponseHeaders, true) => "timed out while waiting for the reply",
            (TransportPhase::ResponseHeaders, false) => "the connection failed before a reply came",
            (TransportPhase::RequestBody, _) => "the stream that is the request's body ended with an error",
            (TransportPhase::Rejected, _) => "the server rejected the request unprocessed",
            (TransportPhase::ResponseBody, true) => "timed out while reading the reply's body",
            (TransportPhase::Redirect, _) => "the server redirected",
            (TransportPhase::ResponseBody, false) => {
                "the connection failed while the reply's body was being read"
            }
        }
    }
}
