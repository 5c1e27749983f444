//! What comes of one request.

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};

use crate::response::RawResponse;

/// What becomes of a reply.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyMode {
    /// It is documented, and read whole.
    Whole,
    /// It is documented, and the caller reads it.
    Open,
    /// It is not documented.
    Unknown,
}

/// A reply, read as far as it is.
pub(crate) enum Received {
    Whole(RawResponse),
    Open(reqwest::Response),
}

/// One request and what came of it.
pub(super) struct AttemptOutcome {
    pub(super) replied: Received,
    /// Where it is sent on to.
    pub(super) location: Option<HeaderValue>,
}

impl Received {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Whole(reply) => reply.status,
            Self::Open(response) => response.status(),
        }
    }

    pub(super) fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Whole(reply) => Some(&reply.headers),
            Self::Open(_) => None,
        }
    }
}
