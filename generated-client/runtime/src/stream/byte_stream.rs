//! Streams of body bytes.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::StatusCode;
use http::header::HeaderMap;

use crate::auth::credential::PlacedCredential;
use crate::platform::BoxFuture;
use crate::response::decode::MemoryLimit;
use crate::stream::error::StreamError;
use crate::transport::body::ResponseBody;
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
    /// Whether the caller requested an encoding and gets the encoded bytes.
    pub(crate) takes_encoded: bool,
}

type Read = (Box<Waited>, Result<Option<Bytes>, TransportError>);
type Reading = BoxFuture<'static, Read>;

/// A stream of the chunks of a body as they arrive.
///
/// Use [`next`](Self::next), or the [`Stream`] implementation.
#[must_use = "a stream does nothing unless it is polled"]
pub struct ByteStream {
    state: State,
    pub(super) limit: usize,
    /// The credentials that errors redact.
    pub(super) credentials: Arc<Vec<PlacedCredential>>,
    pub(super) memory: MemoryLimit,
}

/// The rest of a body, and the deadline for it.
struct Waited(ResponseBody, Deadline);

enum State {
    Idle(Box<Waited>),
    Reading(Reading),
    Done,
}

impl ByteStream {
    pub(crate) fn new(
        body: ResponseBody,
        limit: usize,
        deadline: Deadline,
        credentials: Arc<Vec<PlacedCredential>>,
        memory: MemoryLimit,
    ) -> Self {
        let state = State::Idle(Box::new(Waited(body, deadline)));
        Self { state, limit, credentials, memory }
    }

    /// Drops the rest of the body to release its connection.
    pub(super) fn close(&mut self) {
        self.state = State::Done;
    }

    /// Returns the next chunk, or `None` at the end of the body.
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads the rest of the body.
    ///
    /// # Errors
    /// Fails if the connection fails, or the body is larger than `max_response_bytes` of the builder.
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
                        let Waited(body, deadline) = &mut *waited;
                        let next = async { body.next().await.transpose() };
                        let read = deadline.run(TransportPhase::ResponseBody, next).await;
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
