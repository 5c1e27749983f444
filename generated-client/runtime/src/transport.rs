//! The interface between calls and the network.

pub(crate) mod body;
mod error;
mod http_client;
mod sender;
pub(crate) mod timeouts;

use std::time::Duration;

use crate::platform::BoxFuture;
use crate::request::body::Body;
use body::ResponseBody;

pub use error::{TransportError, TransportPhase};
pub(crate) use http_client::own_client;
pub(crate) use sender::{Prepared, Sender};

/// The future of a [`Transport`]. It is `Send` except on wasm32.
pub type TransportFuture<'a> = BoxFuture<'a, Result<http::Response<ResponseBody>, TransportError>>;

/// Sends requests.
///
/// A `reqwest::Client` implements it. A test can replace it, and a [layer](crate::ClientBuilder::layer) can wrap it.
///
/// ```
/// use clientwright_runtime::{Body, CallInfo, RawResponse, StatusCode, Transport, TransportFuture, http};
///
/// /// Responds without a network.
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
    /// Sends a request and returns when the status and headers have arrived. It must not follow redirects or retry; it
    /// is called once for each attempt.
    fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a>;
}

impl Transport for Box<dyn Transport> {
    fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a> {
        self.as_ref().send(request, call)
    }
}

/// The call that a request belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallInfo {
    /// The `operationId` of the operation.
    pub operation: &'static str,
    /// The path template, such as `/things/{thing_id}`.
    pub path: &'static str,
    /// The number of the attempt, starting at 1.
    pub attempt: u32,
    /// The timeout of the call, which is used only in a browser.
    pub(crate) timeout: Duration,
}
