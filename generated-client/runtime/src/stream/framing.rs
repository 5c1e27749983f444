//! Splits the bytes of a body into items.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::response::redacted::Redactor;
use crate::response::sanitize::redact_and_truncate;
use crate::stream::byte_stream::ByteStream;
use crate::stream::error::StreamError;
use crate::stream::line_buffer::Buffer;

/// Splits the bytes in a buffer into items.
pub(crate) trait Framing: Unpin {
    /// The type of a decoded item.
    type Item;

    /// Takes the next complete item from the buffer.
    fn next(&mut self, buffer: &mut Buffer) -> Next<Self::Item>;
}

/// The result of looking for an item in a buffer.
pub(crate) enum Next<T> {
    /// An item, or the reason that it cannot be read.
    Item(Result<T, StreamError>),
    /// The buffer has no complete item.
    More,
    /// The server has sent its end marker. The rest is ignored.
    Over,
}

/// The items of a body as they arrive.
pub(crate) struct Items<F> {
    bytes: ByteStream,
    buffer: Buffer,
    framing: F,
    is_over: bool,
}

impl<F: Framing> Items<F> {
    pub(crate) fn new(bytes: ByteStream, framing: F) -> Self {
        let buffer = Buffer::new(bytes.limit);
        Self { bytes, buffer, framing, is_over: false }
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<F::Item, StreamError>>> {
        while !self.is_over {
            match self.bytes.memory.decode(|| self.framing.next(&mut self.buffer)) {
                Next::Item(Ok(item)) => return Poll::Ready(Some(Ok(item))),
                Next::Item(Err(error)) => return Poll::Ready(Some(Err(self.failed(error)))),
                Next::Over => self.stop(),
                Next::More if self.buffer.at_end() => self.stop(),
                Next::More => match ready!(Pin::new(&mut self.bytes).poll_next(context)) {
                    Some(Ok(chunk)) => self.buffer.push(&chunk),
                    Some(Err(error)) => return Poll::Ready(Some(Err(self.failed(error)))),
                    None => self.buffer.end(),
                },
            }
        }
        Poll::Ready(None)
    }

    /// Redacts an error. Stops the stream unless only one item cannot be read.
    fn failed(&mut self, error: StreamError) -> StreamError {
        let StreamError::Item { text, source } = error else {
            self.stop();
            return error;
        };
        let redactor = Redactor(&self.bytes.credentials);
        StreamError::Item {
            text: item(&redact_and_truncate(&text, |text| redactor.document(text))),
            source: redact_and_truncate(&source.to_string(), |text| redactor.message(text)).into(),
        }
    }

    /// Ends the stream and releases its connection.
    fn stop(&mut self) {
        self.is_over = true;
        self.bytes.close();
        self.buffer = Buffer::new(0);
    }
}

/// Shortens an item for an error.
fn item(text: &str) -> String {
    const LONGEST: usize = 200;
    let short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() { short + "..." } else { short }
}
