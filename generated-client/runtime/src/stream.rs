//! Bodies that are read while they arrive.

use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode};

use crate::chunks::Chunks;
use crate::deadline::Deadline;
use crate::transport::{TransportError, TransportPhase};

/// A success whose body has not been read.
#[derive(Debug)]
pub struct OpenReply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: ByteStream,
}

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
        /// The item, as far as it is short.
        text: String,
        /// What is wrong with it.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The body ended in the middle of an item.
    #[error("the stream was cut in the middle of an item")]
    Cut,
    /// More arrived than the client takes: of one item, or of a body that is read whole.
    #[error("more than {limit} bytes arrived; `max_body` of the builder sets the limit")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

type Read = (Box<Waited>, Result<Option<Bytes>, TransportError>);
#[cfg(not(target_arch = "wasm32"))]
type Reading = Pin<Box<dyn Future<Output = Read> + Send>>;
#[cfg(target_arch = "wasm32")]
type Reading = Pin<Box<dyn Future<Output = Read>>>;

/// A body, chunk by chunk, as it arrives. It is a [`Stream`], and has [`next`](Self::next) for those who need no more.
pub struct ByteStream {
    state: State,
    limit: usize,
}

/// What is left of a body, and how long to wait for more of it.
struct Waited(Chunks, Deadline);

enum State {
    Idle(Box<Waited>),
    Reading(Reading),
    Done,
}

impl ByteStream {
    pub(crate) fn new(response: Response, limit: usize, deadline: Deadline) -> Self {
        Self { state: State::Idle(Box::new(Waited(Chunks::of(response), deadline))), limit }
    }

    /// How much the client takes at once, in bytes.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// The next chunk; nothing when the body is at its end.
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The body as a whole.
    ///
    /// # Errors
    /// When the connection fails, or the body is larger than the client takes (`max_body` of the builder).
    pub async fn collect(mut self) -> Result<Bytes, StreamError> {
        let mut body = BytesMut::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if body.len().saturating_add(chunk.len()) > self.limit {
                return Err(StreamError::TooLarge { limit: self.limit });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Idle(mut waited) => {
                    self.state = State::Reading(Box::pin(async move {
                        let Waited(chunks, deadline) = &mut *waited;
                        let read = deadline.within(TransportPhase::Body, chunks.next()).await;
                        (waited, read)
                    }));
                }
                State::Reading(mut reading) => {
                    let Poll::Ready((waited, read)) = reading.as_mut().poll(context) else {
                        self.state = State::Reading(reading);
                        return Poll::Pending;
                    };
                    return Poll::Ready(match read {
                        Ok(Some(chunk)) => {
                            self.state = State::Idle(waited);
                            Some(Ok(chunk))
                        }
                        Ok(None) => None,
                        Err(error) => Some(Err(error.into())),
                    });
                }
            }
        }
    }
}

impl std::fmt::Debug for ByteStream {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

/// Cuts what arrives into items.
pub(crate) trait Framing: Unpin {
    /// What it makes of an item.
    type Item;

    /// The next item that is whole, taken off the buffer; nothing when more has to arrive. `at_end` says that no more
    /// will.
    fn next(&mut self, buffer: &mut BytesMut, at_end: bool) -> Option<Result<Self::Item, StreamError>>;
}

/// Items of a body, as they arrive.
pub(crate) struct Items<F> {
    bytes: ByteStream,
    buffer: BytesMut,
    framing: F,
    at_end: bool,
}

impl<F: Framing> Items<F> {
    pub(crate) fn new(bytes: ByteStream, framing: F) -> Self {
        Self { bytes, buffer: BytesMut::new(), framing, at_end: false }
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<F::Item, StreamError>>> {
        loop {
            if let Some(item) = self.framing.next(&mut self.buffer, self.at_end) {
                return Poll::Ready(Some(item));
            }
            if self.at_end {
                return Poll::Ready(None);
            }
            let limit = self.bytes.limit();
            match ready!(Pin::new(&mut self.bytes).poll_next(context)) {
                Some(Ok(chunk)) if self.buffer.len().saturating_add(chunk.len()) > limit => {
                    self.stop();
                    return Poll::Ready(Some(Err(StreamError::TooLarge { limit })));
                }
                Some(Ok(chunk)) => self.buffer.extend_from_slice(&chunk),
                Some(Err(error)) => {
                    self.stop();
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.at_end = true,
            }
        }
    }

    /// After an error of the connection nothing more comes, and what has come is not an item.
    fn stop(&mut self) {
        self.at_end = true;
        self.buffer.clear();
    }
}

/// Takes a line off a buffer, without its end. The last line need not have one.
pub(crate) fn line(buffer: &mut BytesMut, at_end: bool) -> Option<Bytes> {
    match buffer.iter().position(|byte| *byte == b'\n') {
        Some(end) => {
            let mut line = buffer.split_to(end + 1).freeze();
            line.truncate(end);
            if line.last() == Some(&b'\r') {
                line.truncate(line.len() - 1);
            }
            Some(line)
        }
        None if at_end && !buffer.is_empty() => Some(buffer.split().freeze()),
        None => None,
    }
}

/// As much of an item as a person wants to see.
pub(crate) fn shown(text: &[u8]) -> String {
    const LONGEST: usize = 200;
    let text = String::from_utf8_lossy(text);
    let short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() { short + "..." } else { short }
}
