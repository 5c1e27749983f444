//! Streams of bytes as request bodies.

use std::error::Error as StdError;
use std::io::Read;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame};

use super::reader::Reader;

type Failed = Box<dyn StdError + Send + Sync>;
type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, Failed>> + Send>>;

/// A stream of bytes. It can be sent once: the first request takes it from all clones.
#[derive(Clone)]
pub(crate) struct BodyStream(Arc<Mutex<Option<Chunks>>>);

impl BodyStream {
    pub(crate) fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Failed>,
    {
        Self::of(Box::pin(Mapped(Box::pin(stream))))
    }

    pub(crate) fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::of(Box::pin(Reader::new(reader)))
    }

    fn of(chunks: Chunks) -> Self {
        Self(Arc::new(Mutex::new(Some(chunks))))
    }

    /// Concatenates bodies.
    pub(crate) fn concat(bodies: Vec<Result<Bytes, Self>>) -> Result<Self, &'static str> {
        let chunks = |body| match body {
            Ok(bytes) => Ok(Box::pin(Once(Some(bytes))) as Chunks),
            Err(Self(stream)) => take(&stream),
        };
        let mut rest: Vec<Chunks> = bodies.into_iter().map(chunks).collect::<Result<_, _>>()?;
        rest.reverse();
        Ok(Self::of(Box::pin(InARow(rest))))
    }

    /// Takes the stream for one request.
    pub(crate) fn take(&self) -> Result<Self, &'static str> {
        take(&self.0).map(Self::of)
    }

    pub(crate) fn into_reqwest(self) -> Result<reqwest::Body, &'static str> {
        Ok(reqwest::Body::wrap(Sent(Mutex::new(take(&self.0)?))))
    }
}

fn take(stream: &Mutex<Option<Chunks>>) -> Result<Chunks, &'static str> {
    let taken = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
    taken.ok_or("the body is a stream that has been sent already")
}

/// The error of a stream.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(super) struct BodyFailed(Failed);

/// A stream that is being sent. It is polled only through `&mut`, so that it can be shared.
struct Sent(Mutex<Chunks>);

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = BodyFailed;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyFailed>>> {
        let chunks = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let chunk = chunks.as_mut().poll_next(context);
        chunk.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data).map_err(BodyFailed)))
    }
}

struct Mapped<S>(Pin<Box<S>>);

impl<S: Stream<Item = Result<Bytes, E>>, E: Into<Failed>> Stream for Mapped<S> {
    type Item = Result<Bytes, Failed>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|chunk| chunk.map(|chunk| chunk.map_err(Into::into)))
    }
}

struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, Failed>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// Streams to read one after another, in reverse order.
struct InARow(Vec<Chunks>);

impl Stream for InARow {
    type Item = Result<Bytes, Failed>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(chunks) = self.0.last_mut() {
            match ready!(chunks.as_mut().poll_next(context)) {
                Some(chunk) => return Poll::Ready(Some(chunk)),
                None => drop(self.0.pop()),
            }
        }
        Poll::Ready(None)
    }
}
