//! Passes a request to the built-in HTTP client or to the caller's transport.

use http::{HeaderMap, Method};
use url::Url;

use super::http_client::OwnClient;
use super::{CallInfo, Transport, TransportError, TransportFuture, TransportPhase};
use crate::request::body::Body;

/// The reason that a request cannot be sent.
pub(super) type Reason = Box<dyn std::error::Error + Send + Sync>;

/// A request. Unlike `http::Request`, it has a parsed URL, which reqwest needs.
pub(crate) struct Prepared {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// The transport of a client.
pub(crate) enum Sender {
    /// The built-in HTTP client, which takes a request without converting its URL.
    Own(OwnClient),
    /// A transport or a layer of the caller.
    Custom(Box<dyn Transport>),
}

impl Sender {
    pub(crate) fn send<'a>(&'a self, request: Prepared, call: &'a CallInfo) -> TransportFuture<'a> {
        match self {
            Self::Own(client) => client.send_prepared(request, call),
            Self::Custom(transport) => match request.into_http() {
                Ok(request) => transport.send(request, call),
                Err(error) => Box::pin(std::future::ready(Err(error))),
            },
        }
    }

    /// Returns the transport that a layer wraps.
    pub(crate) fn into_transport(self) -> Box<dyn Transport> {
        match self {
            Self::Own(client) => Box::new(client),
            Self::Custom(transport) => transport,
        }
    }
}

impl Prepared {
    fn into_http(self) -> Result<http::Request<Body>, TransportError> {
        let Self { method, url, headers, body } = self;
        let invalid = |error: http::uri::InvalidUri| TransportError {
            phase: TransportPhase::ResponseHeaders,
            is_timeout: false,
            source: error.into(),
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = url.as_str().parse().map_err(invalid)?;
        *request.headers_mut() = headers;
        Ok(request)
    }
}
