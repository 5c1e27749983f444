//! Why a stream ends early, or one of its items cannot be read.

use std::error::Error as StdError;

use crate::transport::TransportError;

/// Why a stream ends early, or why one of its items is none.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// The connection failed, or time ran out.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// One item is not what the description says. The next may be.
    #[error("an item of the stream cannot be read: {text}")]
    Item {
        /// The item, as far as it is short, without the client's credentials.
        text: String,
        /// What is wrong with it, in serde's words, without the client's credentials.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The body ended in the middle of an item.
    #[error("the stream was cut in the middle of an item")]
    Cut,
    /// More arrived than the client takes: of one item, or of a body that is read whole.
    #[error("more than {limit} bytes arrived; `max_response_bytes` of the builder sets the limit")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

/// An item that is not what it should be.
pub(crate) fn unreadable(text: &str, error: impl Into<Box<dyn StdError + Send + Sync>>) -> StreamError {
    StreamError::Item { text: text.to_owned(), source: error.into() }
}
