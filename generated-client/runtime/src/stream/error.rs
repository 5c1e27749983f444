//! Errors of streams.

use std::error::Error as StdError;

use crate::transport::TransportError;

/// The reason that a stream ends early or one of its items cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// The connection failed or timed out.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// An item does not match the document. The stream continues with the next item.
    #[error("an item of the stream cannot be read: {text}")]
    Item {
        /// The beginning of the item, without the client's credentials.
        text: String,
        /// The message of serde, without the client's credentials.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The body ended in the middle of an item.
    #[error("the stream was cut in the middle of an item")]
    Cut,
    /// An item, or a body that is read whole, is larger than the limit.
    #[error("more than {limit} bytes arrived; `max_response_bytes` of the builder sets the limit")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

/// Returns the error for an item that cannot be read.
pub(crate) fn unreadable(text: &str, error: impl Into<Box<dyn StdError + Send + Sync>>) -> StreamError {
    StreamError::Item { text: text.to_owned(), source: error.into() }
}
