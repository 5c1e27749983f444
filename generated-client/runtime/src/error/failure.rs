//! What is known of a call that failed, its operation's own types aside.

use std::error::Error as StdError;

use super::ErrorKind;
use crate::response::decode::DecodeError;
use crate::response::redacted::{Redacted, ResponseSnapshot};
use crate::transport::{TransportError, TransportPhase};

/// The part of an error that does not depend on the operation.
pub(crate) struct Failure {
    pub(crate) operation: &'static str,
    pub(crate) kind: ErrorKind,
    /// Where it failed, when that was on the way.
    pub(crate) phase: Option<TransportPhase>,
    pub(crate) response: Option<Box<Redacted<ResponseSnapshot>>>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
    pub(crate) attempts: Attempts,
}

/// What is known of a call's attempts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Attempts {
    /// How many there were.
    pub(crate) made: u32,
    /// Whether another would do no harm.
    pub(crate) may_repeat: bool,
}

impl Failure {
    /// A failure of which nothing more is known.
    pub(crate) fn new(operation: &'static str, kind: ErrorKind) -> Self {
        Self { operation, kind, phase: None, response: None, source: None, attempts: Attempts::default() }
    }

    /// A request that was refused before anything was sent.
    pub(crate) fn invalid_request(
        operation: &'static str,
        reason: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { source: Some(reason.into()), ..Self::new(operation, ErrorKind::InvalidRequest) }
    }

    /// A response whose body could not be decoded.
    pub(crate) fn decode(
        operation: &'static str,
        response: Redacted<ResponseSnapshot>,
        error: Redacted<DecodeError>,
    ) -> Self {
        let source: Option<Box<dyn StdError + Send + Sync>> = Some(Box::new(error.into_inner()));
        Self { source, response: Some(Box::new(response)), ..Self::new(operation, ErrorKind::Decode) }
    }

    /// A request that the transport did not get a response to.
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
