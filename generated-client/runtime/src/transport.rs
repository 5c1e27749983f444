//! The seam between a call and the network.

pub(crate) mod chunks;
pub(crate) mod timeouts;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use reqwest::Request;
use reqwest::header::HeaderValue;

#[cfg(not(target_arch = "wasm32"))]
use crate::request::body::BodyFailed;
use crate::request::origin;

/// What a [`Transport`] gives back. Not `Send` on wasm32, where reqwest's futures are not.
#[cfg(not(target_arch = "wasm32"))]
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<reqwest::Response, TransportError>> + Send + 'a>>;
/// What a [`Transport`] gives back.
#[cfg(target_arch = "wasm32")]
pub type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<reqwest::Response, TransportError>> + 'a>>;

/// Sends one request. A `reqwest::Client` is one; a test can put another in its place, and a
/// [layer](crate::ClientBuilder::layer) one around it.
///
/// ```
/// use clientwright_runtime::{CallInfo, RawResponse, StatusCode, Transport, TransportFuture, reqwest};
///
/// /// Replies without a network.
/// struct Fake;
///
/// impl Transport for Fake {
///     fn send<'a>(&'a self, request: reqwest::Request, call: &'a CallInfo) -> TransportFuture<'a> {
///         Box::pin(async move {
///             assert_eq!((call.operation, request.url().path()), ("get-thing", "/things/7"));
///             Ok(RawResponse::json(StatusCode::OK, r#"{"id":7}"#).into())
///         })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns when status and headers are there. It follows no redirect and repeats nothing: it is
    /// asked again for each attempt.
    fn send<'a>(&'a self, request: Request, call: &'a CallInfo) -> TransportFuture<'a>;
}

impl Transport for Box<dyn Transport> {
    fn send<'a>(&'a self, request: Request, call: &'a CallInfo) -> TransportFuture<'a> {
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
}

impl Transport for reqwest::Client {
    /// A client of the caller's own may follow redirects; a reply of another origin is not taken for the API's.
    fn send<'a>(&'a self, request: Request, _: &'a CallInfo) -> TransportFuture<'a> {
        let asked = request.url().clone();
        let call = self.execute(request);
        Box::pin(async move {
            let response = call
                .await
                .map_err(|error| TransportError::from_reqwest(error, TransportPhase::ResponseHeaders))?;
            if origin::is_same_origin(response.url(), &asked) {
                return Ok(response);
            }
            let source =
                "the HTTP client followed it to another origin; build it with `redirect::Policy::none()`";
            Err(TransportError { phase: TransportPhase::Redirect, is_timeout: false, source: source.into() })
        })
    }
}

/// The client that [`http_client`] builds. It follows nothing, so its replies are the API's. A browser's may follow.
#[cfg(not(target_arch = "wasm32"))]
struct Direct(reqwest::Client);

#[cfg(not(target_arch = "wasm32"))]
impl Transport for Direct {
    fn send<'a>(&'a self, request: Request, _: &'a CallInfo) -> TransportFuture<'a> {
        let call = self.0.execute(request);
        Box::pin(async {
            call.await.map_err(|error| TransportError::from_reqwest(error, TransportPhase::ResponseHeaders))
        })
    }
}

/// No reply, or not all of it.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.describe())]
pub struct TransportError {
    /// How far the call had come.
    pub phase: TransportPhase,
    /// Whether time ran out.
    pub is_timeout: bool,
    /// What went wrong, in the words of whoever noticed.
    #[source]
    pub source: Box<dyn StdError + Send + Sync>,
}

/// How far a call had come when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportPhase {
    /// A [`TokenSource`](crate::TokenSource) was asked.
    Auth,
    /// No connection was made.
    Connect,
    /// A connection was being made, the request sent, or its reply waited for.
    ResponseHeaders,
    /// The request was being sent, and the stream that is its body ended with an error.
    RequestBody,
    /// The server rejected the request before it did anything with it
    /// ([RFC 9113, section 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7)).
    Rejected,
    /// Status and headers were there, the body was being read.
    ResponseBody,
    /// The reply came from somewhere else.
    Redirect,
}

impl TransportError {
    /// Wraps reqwest's error, without the URL: an argument in it may be nobody else's business.
    pub(crate) fn from_reqwest(error: reqwest::Error, phase: TransportPhase) -> Self {
        // A browser does not say how far it came.
        #[cfg(not(target_arch = "wasm32"))]
        let phase = match () {
            () if error.is_connect() => TransportPhase::Connect,
            () if is_own_body(&error) => TransportPhase::RequestBody,
            () if is_rejected(&error) => TransportPhase::Rejected,
            () => phase,
        };
        Self { phase, is_timeout: error.is_timeout(), source: Box::new(error.without_url()) }
    }

    fn describe(&self) -> &'static str {
        match (self.phase, self.is_timeout) {
            (TransportPhase::Auth, _) => "timed out while waiting for a token",
            (TransportPhase::Connect, true) => "timed out while connecting",
            (TransportPhase::Connect, false) => "could not connect",
            (TransportPhase::ResponseHeaders, true) => "timed out while waiting for the reply",
            (TransportPhase::ResponseHeaders, false) => "the connection failed before a reply came",
            (TransportPhase::RequestBody, _) => "the stream that is the request's body ended with an error",
            (TransportPhase::Rejected, _) => "the server rejected the request unprocessed",
            (TransportPhase::ResponseBody, true) => "timed out while reading the reply's body",
            (TransportPhase::Redirect, _) => "the server redirected",
            (TransportPhase::ResponseBody, false) => {
                "the connection failed while the reply's body was being read"
            }
        }
    }
}

/// Whether it was the request's own body that failed, rather than the connection.
#[cfg(not(target_arch = "wasm32"))]
fn is_own_body(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<BodyFailed>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Whether the server says that it has not processed the request: it refused the stream, or closes the connection in order and the
/// stream came too late for it ([RFC 9113, section 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7)).
#[cfg(all(feature = "http2", not(target_arch = "wasm32")))]
fn is_rejected(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
            let is_late = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
            return error.is_remote() && (is_refused || is_late);
        }
        cause = error.source();
    }
    false
}

/// HTTP/1.1 has no way to say so.
#[cfg(all(not(feature = "http2"), not(target_arch = "wasm32")))]
fn is_rejected(_: &reqwest::Error) -> bool {
    false
}

/// A builder without the proxies of its own and of the environment: a request to this machine must not reach another.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn without_proxy(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.no_proxy()
}

/// A browser has its own proxies.
#[cfg(target_arch = "wasm32")]
pub(crate) fn without_proxy(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder
}

/// A client that neither follows redirects nor retries: what a call does is decided here, once.
pub(crate) fn http_client(
    builder: reqwest::ClientBuilder,
    user_agent: Cow<'static, str>,
    connect_timeout: Duration,
) -> reqwest::Result<Box<dyn Transport>> {
    let builder = match user_agent {
        // A value that is copied for each request without a count that all of them share.
        Cow::Borrowed(name) => builder.user_agent(HeaderValue::from_static(name)),
        Cow::Owned(name) => builder.user_agent(name),
    };
    #[cfg(not(target_arch = "wasm32"))]
    let builder = builder
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    #[cfg(target_arch = "wasm32")]
    let _ = connect_timeout;
    let client = builder.build()?;
    #[cfg(not(target_arch = "wasm32"))]
    let client = Direct(client);
    Ok(Box::new(client))
}
