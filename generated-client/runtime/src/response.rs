//! A reply: as it came, and as a caller sees it.

pub(crate) mod decode;
pub(crate) mod error_codes;
pub(crate) mod headers;
pub(crate) mod rate_limit;
pub(crate) mod redacted;
pub(crate) mod sanitize;
pub(crate) mod text;

use std::marker::PhantomData;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

use crate::response::headers::ResponseHeaders;
use crate::transport::body::ResponseBody;

/// A reply whose body has been read and not yet decoded.
#[derive(Clone)]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, whole.
    pub body: Bytes,
}

impl RawResponse {
    /// A reply of JSON, for a [`Transport`](crate::Transport) that makes its own.
    pub fn json(status: StatusCode, body: impl Into<Bytes>) -> Self {
        let json = HeaderValue::from_static("application/json");
        Self { status, headers: [(CONTENT_TYPE, json)].into_iter().collect(), body: body.into() }
    }
}

impl From<RawResponse> for http::Response<ResponseBody> {
    fn from(raw: RawResponse) -> Self {
        let mut response = Self::new(raw.body.into());
        *response.status_mut() = raw.status;
        *response.headers_mut() = raw.headers;
        response
    }
}

impl std::fmt::Debug for RawResponse {
    /// Header names without values, and the body's length: what a server says may repeat what it was told.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body_length", &self.body.len())
            .finish()
    }
}

/// The response to a call that succeeded: status, headers and the decoded body. `H` has the headers that the operation documents.
#[derive(Clone)]
pub struct Response<T, H = ()> {
    status: StatusCode,
    headers: HeaderMap,
    body: T,
    /// What came, where the body is read as nothing.
    raw: Bytes,
    documented: PhantomData<fn() -> H>,
}

impl<T, H: ResponseHeaders> Response<T, H> {
    /// The headers that the operation documents, as values.
    pub fn typed_headers(&self) -> H {
        H::read(&self.headers)
    }
}

impl<T, H> Response<T, H> {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, body: T) -> Self {
        Self { status, headers, body, raw: Bytes::new(), documented: PhantomData }
    }

    /// Keeps what came if the body is read as nothing. Any other body would take its memory twice.
    pub(crate) fn keeping(self, raw: Bytes) -> Self {
        if size_of::<T>() == 0 { Self { raw, ..self } } else { self }
    }

    /// The status of the reply.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the reply.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the decoded body.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// Returns the decoded body, to be changed or, if it is a stream, read.
    pub fn body_mut(&mut self) -> &mut T {
        &mut self.body
    }

    /// Returns the decoded body alone.
    pub fn into_body(self) -> T {
        self.body
    }
}

impl<H> Response<(), H> {
    /// The body as it came, for a reply of which the document does not say what it holds.
    pub fn raw_body(&self) -> &Bytes {
        &self.raw
    }
}

impl<T: std::fmt::Debug, H> std::fmt::Debug for Response<T, H> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &self.body)
            .finish()
    }
}
