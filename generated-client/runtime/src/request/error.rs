//! Errors of calls that are rejected before anything is sent.

use std::sync::Arc;

/// The maximum size of path and query in bytes, so that the URL is within the limit of the HTTP library.
pub(crate) const LONGEST: usize = 64_500;

/// The error of a call that cannot be sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RequestError {
    #[error("the arguments make `{expected}`, which a URL parser reads as `{found}`")]
    Path { expected: String, found: String },
    #[error("the arguments make a path and a query of {length} bytes; the maximum is {LONGEST}")]
    TooLong { length: usize },
    #[error(
        "a credential would go to {origin}, the operation's own server, unencrypted; give a client for that server its address with `base_url`"
    )]
    Unencrypted { origin: String },
    #[error("the operation needs {needed}, and the client has no such credential")]
    Credential { needed: String },
    #[error(
        "the header `{name}` cannot hold its argument: it has a line break or another control character in it"
    )]
    Header { name: String },
    #[error(
        "the document gives the header `{name}` the value {value:?}, which has characters beyond ASCII in it"
    )]
    Fixed { name: String, value: &'static str },
    #[error("an item of `{name}` has {delimiter:?} in it, which separates its items")]
    Delimiter { name: String, delimiter: char },
    #[error("`{name}` could not be written")]
    Value {
        name: &'static str,
        #[source]
        source: serde_json::Error,
    },
    #[error("the body could not be written as JSON")]
    Body(#[source] serde_json::Error),
    #[error("the body could not be written: {0}")]
    Parts(String),
    #[error("a form body must be an object")]
    Form,
    #[error("the header `{name}` belongs to the transport and cannot be set for a call")]
    Framing { name: String },
}

/// The error shared by all requests of a call with the same arguments.
#[derive(Debug)]
pub(crate) struct Shared(pub(crate) Arc<RequestError>);

impl std::fmt::Display for Shared {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for Shared {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
