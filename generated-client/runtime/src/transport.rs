//! The seam between a call and the network.

pub(crate) mod body;
mod error;
mod http_client;
pub(crate) mod timeouts;

use std::time::Duration;

use crate::platform::BoxFuture;
use crate::request::body::Body;
use body::ResponseBody;

pub use error::{TransportError, TransportPhase};
pub(crate) use http_client::{RequestUrl, own_client};

/// The future of a [`Transport`]. It is `Send` except on wasm32.
pub type TransportFuture<'a> = BoxFuture<'a, Result<http::Response<ResponseBody>, TransportError>>;

/// Sends one request. A `reqwest::Client` is one; a test can put another in its place, and a
/// [layer](crate::ClientBuilder::layer) one around it.
///
/// ```
/// use clientwright_runtime::{Body, CallInfo, RawResponse, StatusCode, Transport, TransportFuture, http};
///
/// /// Replies without a network.
/// struct Fake;
///
/// impl Transport for Fake {
///     fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a> {
///         Box::pin(async move {
///             assert_eq!((call.operation, request.uri().path()), ("get-thing", "/things/7"));
///             Ok(RawResponse::json(StatusCode::OK, r#"{"id":7}"#).into())
///         })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns when status and headers are there. It follows no redirect and repeats nothing: it is
    /// asked again for each attempt.
    fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a>;
}

impl Transport for Box<dyn Transport> {
    fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a> {
        self.as_ref().send(request, call)
    }
}

/// Which call a request belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallInfo {
    /// The operation, by the `operationId` of the document.
    pub operation: &'static str,
    /// The path template, such as `/things/{thing_id}`.
    pub path: &'static str,
    /// Which attempt of the call this is, from 1.
    pub attempt: u32,
    /// The time for the call, which only a browser needs to know.
    pub(crate) timeout: Duration,
}
