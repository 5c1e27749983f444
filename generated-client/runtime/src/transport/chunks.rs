//! A reply's body, a chunk at a time: what reqwest calls by one name on most targets and by another on wasm32.

use bytes::{Bytes, BytesMut};

use crate::transport::{TransportError, TransportPhase};

/// What is left of a body.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) struct Chunks(reqwest::Response);

#[cfg(not(target_arch = "wasm32"))]
impl Chunks {
    pub(crate) fn of(response: reqwest::Response) -> Self {
        Self(response)
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        self.0.chunk().await.map_err(failed)
    }
}

/// What is left of a body.
#[cfg(target_arch = "wasm32")]
pub(crate) struct Chunks(std::pin::Pin<Box<dyn futures_core::Stream<Item = reqwest::Result<Bytes>>>>);

#[cfg(target_arch = "wasm32")]
impl Chunks {
    pub(crate) fn of(response: reqwest::Response) -> Self {
        Self(Box::pin(response.bytes_stream()))
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        let next = std::future::poll_fn(|context| self.0.as_mut().poll_next(context)).await;
        next.transpose().map_err(failed)
    }
}

fn failed(error: reqwest::Error) -> TransportError {
    TransportError::from_reqwest(error, TransportPhase::ResponseBody)
}

/// Chunks so far. One alone, as most replies are, is not copied.
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
