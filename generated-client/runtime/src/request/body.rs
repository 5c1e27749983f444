//! Bodies that are sent: whole, or as they come.

use std::borrow::Cow;
#[cfg(not(target_arch = "wasm32"))]
use std::sync::{Arc, Mutex};

use bytes::Bytes;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use streamed::BodyFailed;
#[cfg(not(target_arch = "wasm32"))]
use streamed::Streamed;

/// What a request or a part of it carries: bytes, or a stream of them that is never held whole.
///
/// ```
/// let small: clientwright_runtime::Body = "a,b\n1,2\n".into();
/// # #[cfg(not(target_arch = "wasm32"))]
/// let large = clientwright_runtime::Body::reader(std::io::repeat(b'x'));
/// let image = clientwright_runtime::Body::from(&b"..."[..]).content_type("image/png");
/// ```
#[derive(Clone)]
pub struct Body {
    content: Content,
    media_type: Option<Cow<'static, str>>,
}

#[derive(Clone)]
enum Content {
    Whole(Bytes),
    /// Whoever sends it takes it: a stream can be sent once.
    #[cfg(not(target_arch = "wasm32"))]
    Streamed(Arc<Mutex<Option<Streamed>>>),
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self { content: Content::Whole(bytes.into()), media_type: None }
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.whole() {
            Some(bytes) => write!(formatter, "Body({} bytes)", bytes.len()),
            None => formatter.write_str("Body(streamed)"),
        }
    }
}

impl Body {
    /// The media type of the bytes: without it, the one that the operation documents.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    pub(crate) fn take_media_type(&mut self) -> Option<Cow<'static, str>> {
        self.media_type.take()
    }

    /// The bytes, unless they come as a stream.
    pub(crate) fn whole(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Whole(bytes) => Some(bytes),
            #[cfg(not(target_arch = "wasm32"))]
            Content::Streamed(_) => None,
        }
    }
}

#[cfg(target_arch = "wasm32")]
impl Body {
    pub(crate) fn into_request(self) -> Result<reqwest::Body, &'static str> {
        Ok(self.whole().cloned().unwrap_or_default().into())
    }

    pub(crate) fn in_a_row(bodies: Vec<Self>) -> Result<Self, &'static str> {
        let bytes: Vec<u8> = bodies.iter().filter_map(Self::whole).flatten().copied().collect();
        Ok(bytes.into())
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod streamed {
    use std::error::Error as StdError;
    use std::io::Read;
    use std::pin::Pin;
    use std::sync::{Arc, Mutex, PoisonError};
    use std::task::{Context, Poll, ready};

    use bytes::Bytes;
    use futures_core::Stream;
    use http_body::{Body as HttpBody, Frame};

    use super::{Body, Content};
    use crate::request::reader::Reader;

    type Failed = Box<dyn StdError + Send + Sync>;
    type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, Failed>> + Send>>;

    /// What the stream ended with.
    #[derive(Debug, thiserror::Error)]
    #[error(transparent)]
    pub(crate) struct BodyFailed(Failed);

    /// A stream of bytes. Only whoever has it mutably polls it, so that it may be shared.
    pub(super) struct Streamed(Mutex<Chunks>);

    impl Body {
        /// A stream of bytes, sent as it comes. It is sent once: a call with it is not repeated.
        pub fn stream<S, E>(stream: S) -> Self
        where
            S: Stream<Item = Result<Bytes, E>> + Send + 'static,
            E: Into<Box<dyn StdError + Send + Sync>>,
        {
            Self::of(Box::pin(Mapped(Box::pin(stream))))
        }

        /// What a reader reads, a piece at a time, on a thread of its own: a reader may wait for as long as it likes. The
        /// thread ends with the reader, or with the read that it is at when the call is over.
        pub fn reader(reader: impl Read + Send + 'static) -> Self {
            Self::of(Box::pin(Reader::new(reader)))
        }

        fn of(chunks: Chunks) -> Self {
            let stream = Arc::new(Mutex::new(Some(Streamed(Mutex::new(chunks)))));
            Self { content: Content::Streamed(stream), media_type: None }
        }

        /// Takes the body to send it.
        pub(crate) fn into_request(self) -> Result<reqwest::Body, &'static str> {
            match self.content {
                Content::Whole(bytes) => Ok(bytes.into()),
                Content::Streamed(stream) => Ok(reqwest::Body::wrap(take(&stream)?)),
            }
        }

        /// Bodies one after another.
        pub(crate) fn in_a_row(bodies: Vec<Self>) -> Result<Self, &'static str> {
            if bodies.iter().all(|body| body.whole().is_some()) {
                let bytes: Vec<u8> = bodies.iter().filter_map(Self::whole).flatten().copied().collect();
                return Ok(bytes.into());
            }
            let mut rest: Vec<Chunks> =
                bodies.into_iter().map(Self::into_chunks).collect::<Result<_, _>>()?;
            rest.reverse();
            Ok(Self::of(Box::pin(InARow(rest))))
        }

        fn into_chunks(self) -> Result<Chunks, &'static str> {
            match self.content {
                Content::Whole(bytes) => Ok(Box::pin(Once(Some(bytes)))),
                Content::Streamed(stream) => take(&stream)
                    .map(|Streamed(chunks)| chunks.into_inner().unwrap_or_else(PoisonError::into_inner)),
            }
        }
    }

    /// A stream can be sent once: nothing is left for whoever comes second.
    fn take(stream: &Mutex<Option<Streamed>>) -> Result<Streamed, &'static str> {
        let taken = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.ok_or("the body is a stream that has been sent already")
    }

    impl HttpBody for Streamed {
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

    /// The next one last.
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
}
