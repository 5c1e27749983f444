//! The builder of clients.

mod build;
mod from_env;

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::api::Api;
use crate::auth::credential::Credential;
use crate::auth::token_source::TokenSource;
use crate::client::Client;
use crate::client::base_url::GivenUrl;
use crate::client::error::BuildError;
use crate::retry::RetryPolicy;
use crate::transport::Transport;
use crate::transport::timeouts::Timeouts;

/// The default connect timeout.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The default retry budget: the reserve, and what each call adds in percent of a retry.
const BUDGET: (u32, u32) = (10, 10);
/// The default maximum number of redirects.
const MAX_REDIRECTS: usize = 5;
/// The default maximum size of a response body in bytes.
const MAX_RESPONSE: usize = 32 * 1024 * 1024;

/// The default maximum memory of decoded values, as a multiple of the maximum body size.
pub(crate) const DECODED: usize = 8;

/// Wraps a transport in another.
pub(super) type Layer = Box<dyn FnOnce(Box<dyn Transport>) -> Box<dyn Transport> + Send>;

/// Builds a client `C` of an API.
///
/// | setting | default |
/// |---|---|
/// | [`base_url`](Self::base_url), [`exact_base_url`](Self::exact_base_url) | the document's first server |
/// | [`credential`](Self::credential), [`token_source`](Self::token_source) | none |
/// | [`unauthenticated`](Self::unauthenticated) | sends the credentials that the document requires |
/// | [`timeout`](Self::timeout) | 60 s for a whole call, including retries; a stream: until its headers arrive |
/// | [`attempt_timeout`](Self::attempt_timeout) | 20 s for each attempt; a stream: until its headers arrive |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`idle_timeout`](Self::idle_timeout) | 15 s without a byte, including streams |
/// | [`retry`](Self::retry) | 3 attempts, backoff from 200 ms to 20 s, `Retry-After` up to 30 s |
/// | [`retry_budget`](Self::retry_budget) | a reserve of 10 retries, plus one for every ten calls |
/// | [`max_redirects`](Self::max_redirects) | 5, for GET and HEAD on the same origin |
/// | [`max_response_bytes`](Self::max_response_bytes) | 32 MiB of a response, or of one item of a stream |
/// | [`max_decoded_bytes`](Self::max_decoded_bytes) | 8 times `max_response_bytes` |
/// | the body of an error | 1 MiB; fixed |
/// | path and query of a request | 64,500 bytes; fixed |
/// | the part of a body that an error keeps | 1 KiB; fixed |
/// | [`user_agent`](Self::user_agent) | the crate's name and version |
/// | [`allow_plain_http`](Self::allow_plain_http) | no credential over `http://`, except to loopback |
#[must_use]
pub struct ClientBuilder<C> {
    api: &'static Api,
    base_url: Option<GivenUrl>,
    credentials: Vec<Credential>,
    sources: Vec<(&'static str, Arc<dyn TokenSource>)>,
    unauthenticated: bool,
    /// The error if no credential is set, because the environment has none.
    missing: Option<BuildError>,
    timeouts: Timeouts,
    connect_timeout: Duration,
    retry: RetryPolicy,
    budget: (u32, u32),
    max_redirects: usize,
    max_response_bytes: usize,
    max_decoded_bytes: Option<usize>,
    user_agent: Cow<'static, str>,
    plain_http: bool,
    http: Option<reqwest::ClientBuilder>,
    transport: Option<Box<dyn Transport>>,
    layers: Vec<Layer>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Returns a builder with the default settings.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            credentials: Vec::new(),
            sources: Vec::new(),
            unauthenticated: false,
            missing: None,
            timeouts: Timeouts::DEFAULT,
            connect_timeout: CONNECT_TIMEOUT,
            retry: RetryPolicy::default(),
            budget: BUDGET,
            max_redirects: MAX_REDIRECTS,
            max_response_bytes: MAX_RESPONSE,
            max_decoded_bytes: None,
            user_agent: Cow::Borrowed(api.user_agent),
            plain_http: false,
            http: None,
            transport: None,
            layers: Vec::new(),
            client: PhantomData,
        }
    }

    /// Sets the base URL of the API.
    ///
    /// A URL with a path is used unchanged. A URL without one, such as `http://127.0.0.1:8080`, gets the path of the
    /// document's first server, except with [`exact_base_url`](Self::exact_base_url).
    ///
    /// | the document's server | base URL | requests go to |
    /// |---|---|---|
    /// | `https://api.example.com/v1`, or `/v1` | `http://127.0.0.1:8080` | `http://127.0.0.1:8080/v1` |
    /// | the same | `http://127.0.0.1:8080/other` | `http://127.0.0.1:8080/other` |
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(GivenUrl { url: url.into(), is_exact: false });
        self
    }

    /// Sets the base URL, which is used unchanged even if it has no path.
    pub fn exact_base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(GivenUrl { url: url.into(), is_exact: true });
        self
    }

    /// Sends no credential and requires none, even if the document requires one: for a server without authentication.
    ///
    /// [`RequestOptions::unauthenticated`](crate::RequestOptions::unauthenticated) does this for some calls.
    pub fn unauthenticated(mut self) -> Self {
        self.unauthenticated = true;
        self
    }

    /// Sets the credential of a security scheme. It replaces an earlier one for the same scheme.
    pub fn credential(mut self, credential: impl Into<Credential>) -> Self {
        let credential = credential.into();
        self.credentials.retain(|held| held.scheme != credential.scheme);
        self.credentials.push(credential);
        self
    }

    /// Sets the token source of a security scheme, by its name in the document: for tokens that expire.
    ///
    /// It takes precedence over a credential for the same scheme.
    pub fn token_source(mut self, scheme: &'static str, source: impl TokenSource) -> Self {
        self.sources.retain(|(known, _)| *known != scheme);
        self.sources.push((scheme, Arc::new(source)));
        self
    }

    /// Sets the timeout of a whole call, from connecting to the end of the response, including retries and delays.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.total = timeout;
        self
    }

    /// Sets the timeout of one attempt of a call, from connecting to the end of the response, including redirects.
    ///
    /// An idempotent call is then retried. A stream is not limited once the response headers have arrived. While a
    /// body of more than 64 KiB is sent, only [`timeout`](Self::timeout) applies, and the time of the attempt starts
    /// when the response headers arrive.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.attempt = timeout;
        self
    }

    /// Sets the timeout for connecting. It has no effect on a custom `reqwest::Client`.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the maximum time without a byte from the server. It is the only limit while a stream is read.
    ///
    /// While a body of more than 64 KiB is sent, only the timeout of the whole call applies. An HTTP/2 connection that is
    /// silent for a third of this time is pinged, and closed after another third without an answer.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.idle = timeout;
        self
    }

    /// Sets when a call is retried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the retry budget that the client and its clones share, since retries make an outage worse.
    ///
    /// The budget starts full with `reserve` retries. Each call adds `percent` of a retry, up to the reserve.
    pub fn retry_budget(mut self, reserve: u32, percent: u32) -> Self {
        self.budget = (reserve, percent);
        self
    }

    /// Sets the maximum number of redirects of a call. They are followed for GET and HEAD on the same origin.
    ///
    /// Any other redirect is an error that has the target.
    pub fn max_redirects(mut self, most: usize) -> Self {
        self.max_redirects = most;
        self
    }

    /// Sets the maximum size of a response body, in bytes after decompression.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Sets the maximum memory of the values of a JSON response, in bytes.
    ///
    /// A short document can have large values, such as `null` for a struct with many fields.
    pub fn max_decoded_bytes(mut self, bytes: usize) -> Self {
        self.max_decoded_bytes = Some(bytes);
        self
    }

    /// Sets the `User-Agent` header. It has no effect on a custom `reqwest::Client`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Cow::Owned(user_agent.into());
        self
    }

    /// Allows credentials over plain `http://` to hosts other than loopback, for a proxy on the same machine or in the
    /// same pod.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Sets a `reqwest::ClientBuilder`, for proxies, certificates or the size of the connection pool.
    ///
    /// Its settings of redirects, retries, the user agent, the connect timeout and HTTP/2 pings are overridden.
    ///
    /// A credential may be sent unencrypted to a loopback address because it does not leave the machine. With such an
    /// address and a credential, requests therefore use no proxy, neither of the builder nor of the environment.
    pub fn http_client(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// Sets the transport that sends requests, such as a fake in a test.
    ///
    /// Build a `reqwest::Client` with `redirect::Policy::none()`, because it would send credentials in custom headers
    /// to any redirect target. Use `no_proxy()` for a loopback address, because its proxies are not visible here.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Wraps the transport in another, for recording, metrics or fault injection.
    ///
    /// The layer added last is called first.
    ///
    /// ```
    /// use clientwright_runtime::{Body, CallInfo, Transport, TransportFuture, http};
    ///
    /// struct Announced<T>(T);
    ///
    /// impl<T: Transport> Transport for Announced<T> {
    ///     fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a> {
    ///         eprintln!("{} {}, attempt {}", request.method(), call.path, call.attempt);
    ///         self.0.send(request, call)
    ///     }
    /// }
    ///
    /// # fn build(builder: clientwright_runtime::ClientBuilder<clientwright_runtime::Client>) {
    /// let builder = builder.layer(Announced);
    /// # }
    /// ```
    pub fn layer<T: Transport>(
        mut self,
        around: impl FnOnce(Box<dyn Transport>) -> T + Send + 'static,
    ) -> Self {
        self.layers.push(Box::new(|inner| Box::new(around(inner))));
        self
    }
}

impl<C> std::fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let schemes: Vec<_> = self.credentials.iter().map(|credential| credential.scheme).collect();
        formatter
            .debug_struct("ClientBuilder")
            .field("api", &self.api.title)
            .field("credentials", &schemes)
            .finish_non_exhaustive()
    }
}
