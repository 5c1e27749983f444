//! The phases of a call in which it can fail.

/// How far a call came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request was refused before anything was sent.
    InvalidRequest,
    /// No connection was made.
    Connect,
    /// A connection failed before the reply was whole.
    Transport,
    /// Time ran out.
    Timeout,
    /// The server redirects, and that is not followed: to another origin, or with another method than GET, or too often.
    Redirect,
    /// The API replied with an error that it documents: see [`Error::service_error`](crate::Error::service_error).
    Api,
    /// The API replied with a status that the operation does not document.
    UndocumentedStatus,
    /// The reply's body is not what the API documents for this status.
    Decode,
    /// The reply's body is larger than the client takes.
    BodyTooLarge,
}

impl ErrorKind {
    /// The name, as logs have it.
    #[cfg(feature = "tracing")]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::Connect => "connect",
            Self::Transport => "transport",
            Self::Timeout => "timeout",
            Self::Redirect => "redirect",
            Self::Api => "api",
            Self::UndocumentedStatus => "undocumented_status",
            Self::Decode => "decode",
            Self::BodyTooLarge => "body_too_large",
        }
    }
}
