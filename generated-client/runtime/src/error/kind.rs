//! The kinds of errors.

/// How far a call came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request was rejected before anything was sent.
    InvalidRequest,
    /// No connection was made.
    Connect,
    /// The connection failed before the end of the response.
    Transport,
    /// The call timed out.
    Timeout,
    /// The server sent a redirect that is not followed: to another origin, with another method than GET or HEAD, or
    /// one too many.
    Redirect,
    /// The API responded with a documented error: see [`Error::service_error`](crate::Error::service_error).
    Api,
    /// The API responded with a status that the operation does not document.
    UndocumentedStatus,
    /// The body of the response does not match the document.
    Decode,
    /// The body of the response is larger than the limit of the client.
    BodyTooLarge,
}

impl ErrorKind {
    /// Returns the name for logs.
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
