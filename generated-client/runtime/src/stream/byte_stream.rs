//! Bodies that are read while they arrive.

use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::auth::credential::PlacedCredential;
use crate::response::decode::Room;
use crate::response::redacted::Redactor;
use crate::response::sanitize::redact_and_truncate;
use crate::stream::line_buffer::Buffer;
use crate::transport::chunks::Chunks;
use crate::transport::timeouts::Deadline;
use crate::transport::{TransportError, TransportPhase};

/// A success whose body has not been read.
#[derive(Debug)]
pub struct StreamingResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: ByteStream,
    /// Whether the caller asked for an encoding, and gets the bytes in it.
    pub(crate) takes_encoded: bool,
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

type Read = (Box<Waited>, Result<Option<Bytes>, TransportError>);
#[cfg(not(target_arch = "wasm32"))]
type Reading = Pin<Box<dyn Future<Output = Read> + Send>>;
#[cfg(target_arch = "wasm32")]
type Reading = Pin<Box<dyn Future<Output = Read>>>;

/// A body, chunk by chunk, as it arrives. It is a [`Stream`], and has [`next`](Self::next) for those who need no more.
pub struct ByteStream {
    state: State,
    limit: usize,
    /// What is taken out of what is shown of the body.
    credentials: Arc<Vec<PlacedCredential>>,
    room: Room,
}

/// What is left of a body, and how long to wait for more of it.
struct Waited(Chunks, Deadline);

enum State {
    Idle(Box<Waited>),
    Reading(Reading),
    Done,
}

impl ByteStream {
    pub(crate) fn new(
        response: reqwest::Response,
        limit: usize,
        deadline: Deadline,
        credentials: Arc<Vec<PlacedCredential>>,
        room: Room,
    ) -> Self {
        let state = State::Idle(Box::new(Waited(Chunks::of(response), deadline)));
        Self { state, limit, credentials, room }
    }

    /// The next chunk; nothing when the body is at its end.
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The body as a whole.
    ///
    /// # Errors
    /// When the connection fails, or the body is larger than the client takes (`max_response_bytes` of the builder).
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
                        let read = deadline.within(TransportPhase::ResponseBody, chunks.next()).await;
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

    /// The next item that is whole, taken off the buffer.
    fn next(&mut self, buffer: &mut Buffer) -> Next<Self::Item>;
}

/// What a framing finds in a buffer.
pub(crate) enum Next<T> {
    /// An item, or why one is none.
    Item(Result<T, StreamError>),
    /// Nothing that is whole.
    More,
    /// The server has said that no item follows, whatever else it sends.
    Over,
}

/// Items of a body, as they arrive.
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
            match self.bytes.room.decode(|| self.framing.next(&mut self.buffer)) {
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

    /// Only after an item that cannot be read the next one may be fine.
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

    /// Nothing more comes: the connection need not be held for it.
    fn stop(&mut self) {
        self.is_over = true;
        self.bytes.state = State::Done;
        self.buffer = Buffer::new(0);
    }
}

/// As much of an item as a person wants to see.
fn item(text: &str) -> String {
    const LONGEST: usize = 200;
    let short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() { short + "..." } else { short }
}
