//! Response bodies, which are read chunk by chunk.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::{TransportError, TransportPhase};
use crate::platform::Chunks;

/// The body of a response that a [`Transport`](super::Transport) returns: bytes, or a stream of chunks.
pub struct ResponseBody(Source);

/// A stream behind a pointer. It is polled through `&mut` only, so a body can be shared.
type Shared = Mutex<Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>>;

enum Source {
    Whole(Bytes),
    Chunks(Chunks),
    Stream(Shared),
}

impl ResponseBody {
    /// Creates a body from a stream of bytes.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self(Source::Stream(Mutex::new(Box::pin(Mapped(Box::pin(stream))))))
    }

    pub(super) fn of(response: reqwest::Response) -> Self {
        Self(Source::Chunks(Chunks::new(response)))
    }

    /// Returns the next chunk, or `None` at the end of the body.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        match &mut self.0 {
            Source::Whole(bytes) => Some(Ok(std::mem::take(bytes)))
                .filter(|chunk| chunk.as_ref().is_ok_and(|chunk| !chunk.is_empty())),
            Source::Chunks(chunks) => match chunks.next().await {
                Ok(None) if chunks.missing() > 0 => {
                    Some(Err(failed(format!("the body ended {} bytes early", chunks.missing()))))
                }
                Ok(chunk) => chunk.map(Ok),
                Err(error) => Some(Err(TransportError::from_reqwest(error, TransportPhase::ResponseBody))),
            },
            Source::Stream(stream) => {
                let stream = stream.get_mut().unwrap_or_else(PoisonError::into_inner);
                poll_fn(|context| stream.as_mut().poll_next(context)).await
            }
        }
    }

    /// Reads the whole body.
    ///
    /// # Errors
    /// Fails if the connection fails.
    pub async fn collect(mut self) -> Result<Bytes, TransportError> {
        let mut body = BodyBuffer::default();
        while let Some(chunk) = self.next().await {
            body.push(chunk?);
        }
        Ok(body.whole())
    }
}

impl<T: Into<Bytes>> From<T> for ResponseBody {
    fn from(bytes: T) -> Self {
        Self(Source::Whole(bytes.into()))
    }
}

impl std::fmt::Debug for ResponseBody {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ResponseBody").finish_non_exhaustive()
    }
}

/// A stream whose errors are converted into [`TransportError`].
struct Mapped<S>(Pin<Box<S>>);

impl<S, E> Stream for Mapped<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|chunk| chunk.map(|chunk| chunk.map_err(failed)))
    }
}

fn failed(source: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    TransportError { phase: TransportPhase::ResponseBody, is_timeout: false, source: source.into() }
}

/// The chunks of a body so far. A single chunk, which is the usual case, is not copied.
#[derive(Default)]
pub(crate) struct BodyBuffer {
    first: Bytes,
    all: BytesMut,
}

impl BodyBuffer {
    pub(crate) fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    pub(crate) fn push(&mut self, chunk: Bytes) {
        if self.len() == 0 {
            self.first = chunk;
            return;
        }
        self.all.extend_from_slice(&std::mem::take(&mut self.first));
        self.all.extend_from_slice(&chunk);
    }

    pub(crate) fn whole(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}
