//! Responses, raw and decoded.

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

/// A response whose body has been read but not decoded.
#[derive(Clone)]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl RawResponse {
    /// Creates a JSON response, for a [`Transport`](crate::Transport) that responds without a network.
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
    /// Shows the names of the headers and the length of the body, because the contents may echo secrets.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body_length", &self.body.len())
            .finish()
    }
}

/// The response to a successful call: status, headers and decoded body. `H` has the documented headers.
#[derive(Clone)]
pub struct Response<T, H = ()> {
    status: StatusCode,
    headers: HeaderMap,
    body: T,
    /// The body as received, if it is decoded to `()`.
    raw: Bytes,
    documented: PhantomData<fn() -> H>,
}

impl<T, H: ResponseHeaders> Response<T, H> {
    /// Returns the values of the documented headers.
    pub fn typed_headers(&self) -> H {
        H::read(&self.headers)
    }
}

impl<T, H> Response<T, H> {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, body: T) -> Self {
        Self { status, headers, body, raw: Bytes::new(), documented: PhantomData }
    }

    /// Keeps the raw body if it is decoded to `()`. Any other body would be in memory twice.
    pub(crate) fn keeping(self, raw: Bytes) -> Self {
        if size_of::<T>() == 0 { Self { raw, ..self } } else { self }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the decoded body.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// Returns the decoded body, to change it or to read it if it is a stream.
    pub fn body_mut(&mut self) -> &mut T {
        &mut self.body
    }

    /// Returns the decoded body by value.
    pub fn into_body(self) -> T {
        self.body
    }
}

impl<H> Response<(), H> {
    /// Returns the body as received, for a response whose body the document does not describe.
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
