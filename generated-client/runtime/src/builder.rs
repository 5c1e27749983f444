//! Making a client.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::time::Duration;

use crate::address::{is_loopback, is_private_enough, resolve, with_room};
use crate::api::Api;
use crate::build_error::BuildError;
use crate::client::{Client, Inner};
use crate::credential::{Credential, PlacedCredential};
use crate::environment;
use crate::held::Held;
use crate::redirect;
use crate::retry::{Budget, RetryPolicy};
use crate::token::{Source, TokenSource};
use crate::transport::{Transport, http_client, without_proxy};

/// Time for making a connection, unless set otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Time without a byte from the server, unless set otherwise.
const IDLE_TIMEOUT: Duration = Duration::from_secs(90);
/// Time for a whole call, unless set otherwise.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Retries in reserve, and what each call adds in percent of one, unless set otherwise.
const BUDGET: (u32, u32) = (10, 10);
/// Bytes of a reply's body, unless set otherwise.
const MAX_BODY: usize = 32 * 1024 * 1024;

/// Puts a transport around another.
type Layer = Box<dyn FnOnce(Box<dyn Transport>) -> Box<dyn Transport> + Send>;

/// Makes a client `C` of an API.
///
/// | setting | default |
/// |---|---|
/// | [`base_url`](Self::base_url) | the document's first server |
/// | [`credential`](Self::credential), [`token_source`](Self::token_source) | none |
/// | [`timeout`](Self::timeout) | 60 s for a whole call, retries included; a stream: until its headers are there |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`idle_timeout`](Self::idle_timeout) | 90 s without a byte |
/// | [`retry`](Self::retry) | 3 attempts, backoff from 200 ms to 20 s, `Retry-After` up to 30 s |
/// | [`retry_budget`](Self::retry_budget) | 10 retries in reserve, and one for every ten calls |
/// | [`redirects`](Self::redirects) | 5, for GET and HEAD on the same origin |
/// | [`max_body`](Self::max_body) | 32 MiB of a reply, or of one item of a stream |
/// | the body of an error | 1 MiB; not to be set |
/// | path and query of a request | 64,500 bytes; not to be set |
/// | what an error keeps of a body | 1 KiB; not to be set |
/// | [`user_agent`](Self::user_agent) | the crate's name and version |
/// | [`allow_plain_http`](Self::allow_plain_http) | no credential over `http://`, loopback aside |
#[must_use]
pub struct ClientBuilder<C> {
    api: &'static Api,
    base_url: Option<String>,
    credentials: Vec<Credential>,
    sources: Vec<Source>,
    timeout: Duration,
    connect_timeout: Duration,
    idle_timeout: Duration,
    retry: RetryPolicy,
    budget: (u32, u32),
    redirects: usize,
    max_body: usize,
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
            timeout: TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            idle_timeout: IDLE_TIMEOUT,
            retry: RetryPolicy::default(),
            budget: BUDGET,
            redirects: redirect::MOST,
            max_body: MAX_BODY,
            user_agent: Cow::Borrowed(api.user_agent),
            plain_http: false,
            http: None,
            transport: None,
            layers: Vec::new(),
            client: PhantomData,
        }
    }

    /// Begins with what the environment says: the credentials, and if set the address and the timeout.
    ///
    /// # Errors
    /// When no credential is set, naming the variables, or a value cannot be read.
    pub fn from_env(api: &'static Api) -> Result<Self, BuildError> {
        let mut builder = Self::new(api);
        let names = &api.environment;
        for (scheme, variables) in names.credentials {
            if let Some((_, secret)) = environment::secret(variables)? {
                builder = builder.credential(Credential { scheme, secret: secret.into() });
            }
        }
        if builder.credentials.is_empty() && !names.credentials.is_empty() {
            let variables: Vec<_> =
                names.credentials.iter().flat_map(|(_, names)| names.iter().copied()).collect();
            return Err(BuildError::MissingVariable { api: api.title, variables: variables.join(" or ") });
        }
        if let Some((_, endpoint)) = environment::first(names.endpoint)? {
            builder = builder.base_url(endpoint);
        }
        if let Some((variable, value)) = environment::first(names.timeout)? {
            builder = builder.timeout(environment::duration(variable, &value)?);
        }
        Ok(builder)
    }

    /// Where the API is. An address without a path gets the path of the document's server; one with a path is whole.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
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
        self.sources.retain(|known| known.scheme != scheme);
        self.sources.push(Source::new(scheme, source));
        self
    }

    /// Time for a whole call, from connecting to the last byte of the reply, with retries and the waits before them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
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
        self.idle_timeout = timeout;
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
    pub fn redirects(mut self, most: usize) -> Self {
        self.redirects = most;
        self
    }

    /// The largest body of a reply, in bytes after decompression.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// What the client says it is. It has no effect on a `reqwest::Client` of your own.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Cow::Owned(user_agent.into());
        self
    }

    /// Lets credentials go over plain `http://` to hosts other than loopback, for a proxy on the same machine or in the
    /// same pod. It also keeps the proxies of a client builder of your own: see [`http_client`](Self::http_client).
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// A `reqwest::ClientBuilder` of your own, for proxies, certificates or the size of the connection pool. What it says of
    /// redirects, retries, the user agent and the connect timeout is set here.
    ///
    /// A credential for a loopback address may travel in the clear because it does not leave the machine. With such an
    /// address and a credential, requests therefore go through no proxy, neither the builder's nor the environment's,
    /// unless [`allow_plain_http`](Self::allow_plain_http) is set.
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
    /// use runtime::{CallInfo, Transport, TransportFuture, reqwest};
    ///
    /// struct Announced<T>(T);
    ///
    /// impl<T: Transport> Transport for Announced<T> {
    ///     fn send<'a>(&'a self, request: reqwest::Request, call: &'a CallInfo) -> TransportFuture<'a> {
    ///         eprintln!("{} {}, attempt {}", request.method(), call.path, call.attempt);
    ///         self.0.send(request, call)
    ///     }
    /// }
    ///
    /// # fn build(builder: runtime::ClientBuilder<runtime::Client>) {
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

    /// Makes the client.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn build(self) -> Result<C, BuildError> {
        let base_url = resolve(self.api, self.base_url.as_deref())?;
        let is_secret = !self.credentials.is_empty() || !self.sources.is_empty();
        if is_secret && !self.plain_http && !is_private_enough(&base_url) {
            return Err(BuildError::PlainHttp { origin: base_url.origin().ascii_serialization() });
        }
        let credentials = self.place_credentials()?;
        let known = |scheme: &str| self.api.security_schemes.iter().any(|known| known.name == scheme);
        if let Some(unknown) = self.sources.iter().find(|source| !known(source.scheme)) {
            return Err(BuildError::UnknownScheme { scheme: unknown.scheme });
        }
        let is_direct = is_loopback(&base_url);
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                let keeps_proxies = self.http.is_some() && (self.plain_http || !is_secret);
                let http = self.http.unwrap_or_default();
                let http = if is_direct && !keeps_proxies { without_proxy(http) } else { http };
                http_client(http, self.user_agent, self.connect_timeout)?
            }
        };
        let transport = self.layers.into_iter().fold(transport, |inner, layer| layer(inner));
        Ok(C::from(Client::new(Inner {
            api: self.api,
            roomy: with_room(&base_url),
            base_url,
            is_default_server: self.base_url.is_none(),
            is_direct,
            credentials: Held::new(credentials, !self.sources.is_empty()),
            sources: self.sources,
            transport,
            max_body: self.max_body,
            timeout: self.timeout,
            idle_timeout: self.idle_timeout,
            retry: self.retry,
            budget: Budget::new(self.budget.0, self.budget.1),
            redirects: self.redirects,
        })))
    }

    fn place_credentials(&self) -> Result<Vec<PlacedCredential>, BuildError> {
        let place = |credential: &Credential| {
            let scheme = self.api.security_schemes.iter().find(|scheme| scheme.name == credential.scheme);
            let scheme = scheme.ok_or(BuildError::UnknownScheme { scheme: credential.scheme })?;
            PlacedCredential::new(scheme, &credential.secret)
                .ok_or(BuildError::Credential { scheme: credential.scheme })
        };
        self.credentials.iter().map(place).collect()
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
