//! Sends requests with reqwest.

use std::borrow::Cow;
use std::time::Duration;

use http::HeaderValue;
use url::Url;

use super::body::ResponseBody;
use super::sender::{Prepared, Reason};
use super::{CallInfo, Transport, TransportError, TransportFuture, TransportPhase};
use crate::platform::{self, Stopped};
use crate::request::body::Body;
use crate::request::origin::is_same_origin;

impl Transport for reqwest::Client {
    /// Sends a request. Fails if the client followed a redirect to another origin.
    fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a> {
        send(self, from_http(request), call, true)
    }
}

/// The client that [`own_client`] builds. It does not follow redirects, except in a browser.
pub(crate) struct OwnClient(reqwest::Client);

impl OwnClient {
    pub(super) fn send_prepared<'a>(&'a self, request: Prepared, call: &'a CallInfo) -> TransportFuture<'a> {
        send(&self.0, request.into_reqwest(), call, platform::IS_BROWSER)
    }
}

impl Transport for OwnClient {
    fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a> {
        send(&self.0, from_http(request), call, platform::IS_BROWSER)
    }
}

fn send<'a>(
    client: &'a reqwest::Client,
    request: Result<reqwest::Request, Reason>,
    call: &'a CallInfo,
    may_follow: bool,
) -> TransportFuture<'a> {
    let request = match request {
        Ok(request) => request,
        Err(source) => {
            let phase = TransportPhase::ResponseHeaders;
            return Box::pin(std::future::ready(Err(TransportError { phase, is_timeout: false, source })));
        }
    };
    let asked = may_follow.then(|| request.url().clone());
    let sent = platform::execute(client, request, call.timeout);
    Box::pin(async move {
        let mut response = sent
            .await
            .map_err(|error| TransportError::from_reqwest(error, TransportPhase::ResponseHeaders))?;
        if asked.is_some_and(|asked| !is_same_origin(response.url(), &asked)) {
            let source =
                "the HTTP client followed it to another origin; build it with `redirect::Policy::none()`";
            let phase = TransportPhase::Redirect;
            return Err(TransportError { phase, is_timeout: false, source: source.into() });
        }
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let mut converted = http::Response::new(ResponseBody::of(response));
        *converted.status_mut() = status;
        *converted.headers_mut() = headers;
        Ok(converted)
    })
}

impl Prepared {
    fn into_reqwest(self) -> Result<reqwest::Request, Reason> {
        let Self { method, url, headers, body } = self;
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = body.into_reqwest()?;
        Ok(request)
    }
}

/// Converts a request that a layer may have changed.
fn from_http(request: http::Request<Body>) -> Result<reqwest::Request, Reason> {
    let (http::request::Parts { method, uri, headers, .. }, body) = request.into_parts();
    Prepared { method, url: Url::parse(&uri.to_string())?, headers, body }.into_reqwest()
}

impl TransportError {
    /// Wraps reqwest's error without the URL, which may contain a confidential argument.
    pub(super) fn from_reqwest(error: reqwest::Error, phase: TransportPhase) -> Self {
        let phase = match platform::stopped(&error) {
            Some(Stopped::Connecting) => TransportPhase::Connect,
            Some(Stopped::SendingBody) => TransportPhase::RequestBody,
            // A server that has begun a response has processed the request.
            Some(Stopped::Rejected) if phase == TransportPhase::ResponseHeaders => TransportPhase::Rejected,
            Some(Stopped::Rejected) | None => phase,
        };
        Self { phase, is_timeout: error.is_timeout(), source: Box::new(error.without_url()) }
    }
}

/// Builds a client that neither follows redirects nor retries: the runtime does both.
pub(crate) fn own_client(
    builder: reqwest::ClientBuilder,
    user_agent: Cow<'static, str>,
    connect_timeout: Duration,
) -> reqwest::Result<OwnClient> {
    let builder = match user_agent {
        // A static value is cloned for each request without a shared reference count.
        Cow::Borrowed(name) => builder.user_agent(HeaderValue::from_static(name)),
        Cow::Owned(name) => builder.user_agent(name),
    };
    Ok(OwnClient(platform::own_client(builder, connect_timeout).build()?))
}
