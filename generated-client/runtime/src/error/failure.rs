//! The failure of a call, without the types of its operation.

use std::error::Error as StdError;

use super::ErrorKind;
use crate::response::decode::DecodeError;
use crate::response::redacted::{Redacted, ResponseSnapshot};
use crate::transport::{TransportError, TransportPhase};

/// The part of an error that does not depend on the operation.
pub(crate) struct Failure {
    pub(crate) operation: &'static str,
    pub(crate) kind: ErrorKind,
    /// The phase in which the request failed, if it failed in the transport.
    pub(crate) phase: Option<TransportPhase>,
    pub(crate) response: Option<Box<Redacted<ResponseSnapshot>>>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
    pub(crate) attempts: Attempts,
}

/// The attempts of a call.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Attempts {
    /// The number of attempts.
    pub(crate) made: u32,
    /// Whether the call can safely be retried.
    pub(crate) may_repeat: bool,
}

impl Failure {
    /// Returns a failure without details.
    pub(crate) fn new(operation: &'static str, kind: ErrorKind) -> Self {
        Self { operation, kind, phase: None, response: None, source: None, attempts: Attempts::default() }
    }

    /// Returns the failure of a request that was rejected before anything was sent.
    pub(crate) fn invalid_request(
        operation: &'static str,
        reason: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { source: Some(reason.into()), ..Self::new(operation, ErrorKind::InvalidRequest) }
    }

    /// Returns the failure of a response whose body could not be decoded.
    pub(crate) fn decode(
        operation: &'static str,
        response: Redacted<ResponseSnapshot>,
        error: Redacted<DecodeError>,
    ) -> Self {
        let source: Option<Box<dyn StdError + Send + Sync>> = Some(Box::new(error.into_inner()));
        Self { source, response: Some(Box::new(response)), ..Self::new(operation, ErrorKind::Decode) }
    }

    /// Returns the failure of a request without a response.
    pub(crate) fn transport(operation: &'static str, error: TransportError) -> Self {
        let kind = match (error.is_timeout, error.phase) {
            (true, _) => ErrorKind::Timeout,
            (false, TransportPhase::Connect) => ErrorKind::Connect,
            (false, TransportPhase::Redirect) => ErrorKind::Redirect,
            (false, _) => ErrorKind::Transport,
        };
        Self { phase: Some(error.phase), source: Some(Box::new(error)), ..Self::new(operation, kind) }
    }
}
