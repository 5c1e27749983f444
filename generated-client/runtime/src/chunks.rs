//! A reply's body, a chunk at a time: what reqwest calls by one name on most targets and by another on wasm32.

use bytes::Bytes;
use reqwest::{Error, Response};

/// What is left of a body.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) struct Chunks(Box<Response>);

#[cfg(not(target_arch = "wasm32"))]
impl Chunks {
    pub(crate) fn of(response: Response) -> Self {
        Self(Box::new(response))
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        self.0.chunk().await
    }
}

/// What is left of a body.
#[cfg(target_arch = "wasm32")]
pub(crate) struct Chunks(std::pin::Pin<Box<dyn futures_core::Stream<Item = Result<Bytes, Error>>>>);

#[cfg(target_arch = "wasm32")]
impl Chunks {
    pub(crate) fn of(response: Response) -> Self {
        Self(Box::pin(response.bytes_stream()))
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| self.0.as_mut().poll_next(context)).await.transpose()
    }
}
