//! Making a client.

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

/// Time for making a connection, unless set otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Retries in reserve, and what each call adds in percent of one, unless set otherwise.
const BUDGET: (u32, u32) = (10, 10);
/// Redirects that are followed, unless set otherwise.
const MAX_REDIRECTS: usize = 5;
/// Bytes of a reply's body, unless set otherwise.
const MAX_RESPONSE: usize = 32 * 1024 * 1024;

/// How many times the bytes of a body its values may take, unless set otherwise.
pub(crate) const DECODED: usize = 8;

/// Puts a transport around another.
type Layer = Box<dyn FnOnce(Box<dyn Transport>) -> Box<dyn Transport> + Send>;

/// Makes a client `C` of an API.
///
/// | setting | default |
/// |---|---|
/// | [`base_url`](Self::base_url), [`exact_base_url`](Self::exact_base_url) | the document's first server |
/// | [`credential`](Self::credential), [`token_source`](Self::token_source) | none |
/// | [`unauthenticated`](Self::unauthenticated) | the credentials that the document requires are sent |
/// | [`timeout`](Self::timeout) | 60 s for a whole call, retries included; a stream: until its headers are there |
/// | [`attempt_timeout`](Self::attempt_timeout) | 20 s for each attempt of it; a stream: until its headers are there |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`idle_timeout`](Self::idle_timeout) | 15 s without a byte, also while a stream is read |
/// | [`retry`](Self::retry) | 3 attempts, backoff from 200 ms to 20 s, `Retry-After` up to 30 s |
/// | [`retry_budget`](Self::retry_budget) | 10 retries in reserve, and one for every ten calls |
/// | [`max_redirects`](Self::max_redirects) | 5, for GET and HEAD on the same origin |
/// | [`max_response_bytes`](Self::max_response_bytes) | 32 MiB of a reply, or of one item of a stream |
/// | [`max_decoded_bytes`](Self::max_decoded_bytes) | 8 times `max_response_bytes` |
/// | the body of an error | 1 MiB; not to be set |
/// | path and query of a request | 64,500 bytes; not to be set |
/// | what an error keeps of a body | 1 KiB; not to be set |
/// | [`user_agent`](Self::user_agent) | the crate's name and version |
/// | [`allow_plain_http`](Self::allow_plain_http) | no credential over `http://`, loopback aside |
#[must_use]
pub struct ClientBuilder<C> {
    api: &'static Api,
    base_url: Option<GivenUrl>,
    credentials: Vec<Credential>,
    sources: Vec<(&'static str, Arc<dyn TokenSource>)>,
    unauthenticated: bool,
    /// The credential that the environment was to have and has not.
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
    /// Begins with the defaults.
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

    /// Where the API is. An address with a path is taken as it is. One without, such as `http://127.0.0.1:8080`, gets the
    /// path of the document's first server; [`exact_base_url`](Self::exact_base_url) leaves it without.
    ///
    /// | the document's server | base URL | requests go to |
    /// |---|---|---|
    /// | `https://api.example.com/v1`, or `/v1` | `http://127.0.0.1:8080` | `http://127.0.0.1:8080/v1` |
    /// | the same | `http://127.0.0.1:8080/other` | `http://127.0.0.1:8080/other` |
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(GivenUrl { url: url.into(), is_exact: false });
        self
    }

    /// Where the API is, as it is: an address without a path stays without, whatever the document's server has.
    pub fn exact_base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(GivenUrl { url: url.into(), is_exact: true });
        self
    }

    /// Sends no credential and asks for none, also if the document requires one: for a server that runs without
    /// authentication. [`RequestOptions::unauthenticated`](crate::RequestOptions::unauthenticated) does so for some calls.
    pub fn unauthenticated(mut self) -> Self {
        self.unauthenticated = true;
        self
    }

    /// Who is calling. One credential a scheme: a later one replaces an earlier.
    pub fn credential(mut self, credential: impl Into<Credential>) -> Self {
        let credential = credential.into();
        self.credentials.retain(|held| held.scheme != credential.scheme);
        self.credentials.push(credential);
        self
    }

    /// A source of secrets for a security scheme, by its name in the document: for tokens that run out. It goes before a
    /// credential for the same scheme.
    pub fn token_source(mut self, scheme: &'static str, source: impl TokenSource) -> Self {
        self.sources.retain(|(known, _)| *known != scheme);
        self.sources.push((scheme, Arc::new(source)));
        self
    }

    /// Time for a whole call, from connecting to the last byte of the reply, with retries and the waits before them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.total = timeout;
        self
    }

    /// Time for one attempt of a call, from connecting to the last byte of the response, redirects included. An idempotent call is
    /// retried after it. It does not limit a stream once the response headers have arrived. While a body of more than 64 KiB
    /// is sent, only [`timeout`](Self::timeout) counts, and the time of the attempt starts when the response headers arrive.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.attempt = timeout;
        self
    }

    /// Time for making a connection. It has no effect on a `reqwest::Client` of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Time without a byte from the server, also while a stream is read, which has no other limit. While a body of more than 64 KiB
    /// is sent, only the time for the whole call counts.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.idle = timeout;
        self
    }

    /// When a call is made again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many retries there are for all calls of the client and its clones: so many to begin with and at most, and what
    /// each call adds, in percent of one. When everything fails, retries make it worse.
    pub fn retry_budget(mut self, reserve: u32, percent: u32) -> Self {
        self.budget = (reserve, percent);
        self
    }

    /// How many redirects of one call are followed: for GET and HEAD, on the same origin. All others are errors that say
    /// where they lead.
    pub fn max_redirects(mut self, most: usize) -> Self {
        self.max_redirects = most;
        self
    }

    /// The largest body of a reply, in bytes after decompression.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// The memory that the values of a JSON response may take, in bytes. A small text can stand for large values: `null` for a
    /// struct with many fields.
    pub fn max_decoded_bytes(mut self, bytes: usize) -> Self {
        self.max_decoded_bytes = Some(bytes);
        self
    }

    /// What the client says it is. It has no effect on a `reqwest::Client` of your own.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Cow::Owned(user_agent.into());
        self
    }

    /// Lets credentials go over plain `http://` to hosts other than loopback, for a proxy on the same machine or in the
    /// same pod.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// A `reqwest::ClientBuilder` of your own, for proxies, certificates or the size of the connection pool. What it says of
    /// redirects, retries, the user agent and the connect timeout is set here.
    ///
    /// A credential for a loopback address may be sent in the clear because it does not leave the machine. With such an
    /// address and a credential, requests therefore go through no proxy, neither the builder's nor the environment's.
    pub fn http_client(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// Whatever sends requests in place of the client that is made here: a test's fake, for one. Build a `reqwest::Client`
    /// with `redirect::Policy::none()`, since it would take credentials in headers of the API's own to wherever it is sent,
    /// and with `no_proxy()` for a loopback address: what proxies it has cannot be seen here.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Something around every request: for recording, metrics, faults on purpose. It is given the transport so far, and the
    /// layer that is added last sees a request first.
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
