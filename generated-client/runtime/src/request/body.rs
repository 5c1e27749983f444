//! Request bodies: bytes or streams of bytes.

use std::borrow::Cow;

use bytes::Bytes;

use crate::platform::BodyStream;

/// The body of a request or of a part: bytes, or a stream of bytes that is never in memory as a whole.
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
    Streamed(BodyStream),
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self { content: Content::Whole(bytes.into()), media_type: None }
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.as_bytes() {
            Some(bytes) => write!(formatter, "Body({} bytes)", bytes.len()),
            None => formatter.write_str("Body(streamed)"),
        }
    }
}

impl Body {
    /// Sets the media type. The default is the one that the operation documents.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    pub(crate) fn take_media_type(&mut self) -> Option<Cow<'static, str>> {
        self.media_type.take()
    }

    /// Returns the bytes, except if the body is a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Whole(bytes) => Some(bytes),
            Content::Streamed(_) => None,
        }
    }

    /// Returns the body for one request. A stream is taken from all clones of the body.
    pub(crate) fn take(&self) -> Result<Self, &'static str> {
        let content = match &self.content {
            Content::Whole(bytes) => Content::Whole(bytes.clone()),
            Content::Streamed(stream) => Content::Streamed(stream.take()?),
        };
        Ok(Self { content, media_type: None })
    }

    /// Concatenates bodies.
    pub(crate) fn concat(bodies: Vec<Self>) -> Result<Self, &'static str> {
        if bodies.iter().all(|body| body.as_bytes().is_some()) {
            let bytes: Vec<u8> = bodies.iter().filter_map(Self::as_bytes).flatten().copied().collect();
            return Ok(bytes.into());
        }
        let bodies = bodies.into_iter().map(|body| match body.content {
            Content::Whole(bytes) => Ok(bytes),
            Content::Streamed(stream) => Err(stream),
        });
        BodyStream::concat(bodies.collect()).map(Self::streamed)
    }

    /// Returns the body for reqwest, or `None` if it is empty.
    pub(crate) fn into_reqwest(self) -> Result<Option<reqwest::Body>, &'static str> {
        match self.content {
            Content::Whole(bytes) => Ok((!bytes.is_empty()).then(|| bytes.into())),
            Content::Streamed(stream) => stream.into_reqwest().map(Some),
        }
    }

    fn streamed(stream: BodyStream) -> Self {
        Self { content: Content::Streamed(stream), media_type: None }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Body {
    /// Creates a body from a stream of bytes, which are sent as they arrive. A call with it is not retried, and its
    /// clones share it.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: futures_core::Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::streamed(BodyStream::new(stream))
    }

    /// Creates a body from a reader, which is read in chunks on a separate thread.
    ///
    /// The thread ends with the reader, or after its current read if the call is over.
    pub fn reader(reader: impl std::io::Read + Send + 'static) -> Self {
        Self::streamed(BodyStream::reader(reader))
    }
}
