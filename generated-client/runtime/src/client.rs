//! The core of a generated client: one origin, one credential a scheme, one transport.

pub(crate) mod builder;
pub(crate) mod env;
pub(crate) mod error;
pub(crate) mod options;

use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;

use crate::api::Api;
use crate::auth::credential::PlacedCredential;
use crate::auth::store::CredentialStore;
use crate::auth::token_source::Source;
use crate::call::Call;
use crate::client::options::RequestOptions;
use crate::error::{DocumentedError, ErrorKind, Failure};
use crate::operation::Operation;
use crate::response::RawResponse;
use crate::response::decode::Room;
use crate::response::redacted::{MAX_ERROR_BODY, Redacted, Redactor};
use crate::retry::{Budget, RetryPolicy};
use crate::transport::chunks::{BodyBuffer, Chunks};
use crate::transport::timeouts::{Deadline, Timeouts};
use crate::transport::{Transport, TransportPhase};

/// What a generated client wraps. Clones share everything but the settings of [`with_options`](Self::with_options).
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    settings: Arc<RequestOptions>,
}

pub(crate) struct Inner {
    pub(crate) api: &'static Api,
    /// Without a trailing slash.
    pub(crate) base_url: url::Url,
    /// The same with a long path, so that a copy has room for the path of a call.
    pub(crate) roomy: url::Url,
    /// Whether that is the document's own server, rather than one that the caller named.
    pub(crate) is_default_server: bool,
    /// Whether the paths of the document's servers are the API's: the caller has named no other.
    pub(crate) takes_paths: bool,
    /// Whether the API is on this machine, so that a credential is not sent through a proxy.
    pub(crate) is_direct: bool,
    pub(crate) credentials: CredentialStore,
    pub(crate) sources: Vec<Source>,
    /// Whether no credential is sent or asked for.
    pub(crate) unauthenticated: bool,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) max_response_bytes: usize,
    pub(crate) max_decoded_bytes: usize,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) redirects: usize,
}

impl Client {
    pub(crate) fn new(inner: Inner) -> Self {
        Self { inner: Arc::new(inner), settings: Arc::default() }
    }

    /// The same client with settings for the calls that are made through what this returns. They take the place of any
    /// earlier ones.
    pub fn with_options(&self, settings: RequestOptions) -> Self {
        Self { inner: self.inner.clone(), settings: Arc::new(settings) }
    }

    /// The address of the API, without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.inner.base_url.as_str().trim_end_matches('/')
    }

    /// Begins a call of an operation.
    pub fn call<T, E: DocumentedError>(&self, operation: &'static Operation<T, E>) -> Call<'_, T, E> {
        Call::new(self, operation)
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    pub(crate) fn settings(&self) -> &RequestOptions {
        &self.settings
    }
}

impl std::fmt::Debug for Client {
    /// Which schemes have a credential, and nothing of the credential itself.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let held = self.inner.credentials();
        let schemes: Vec<_> = held.iter().map(|credential| credential.scheme).collect();
        formatter
            .debug_struct("Client")
            .field("api", &self.inner.api.title)
            .field("base_url", &self.base_url())
            .field("credentials", &schemes)
            .finish_non_exhaustive()
    }
}

impl Inner {
    /// The memory for what a response decodes to.
    pub(crate) fn room(&self) -> Room {
        Room { decoding: self.api.decoding, bytes: self.max_decoded_bytes }
    }

    /// The credentials as they are now.
    pub(crate) fn credentials(&self) -> Arc<Vec<PlacedCredential>> {
        self.credentials.snapshot()
    }

    /// Reads a reply whole.
    pub(crate) fn read(
        &self,
        operation: &'static str,
        mut response: reqwest::Response,
        deadline: &mut Deadline,
    ) -> impl Future<Output = Result<RawResponse, Failure>> {
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let mut chunks = Chunks::of(response);
        // Not an `async fn`: that would hold what it is given twice.
        async move {
            let body = match self.gather(operation, status.is_success(), &mut chunks, deadline).await {
                Ok(body) => body,
                Err(failure) => {
                    let reply = self.redacted(&RawResponse { status, headers, body: Bytes::new() });
                    return Err(Failure { reply: Some(reply), ..failure });
                }
            };
            Ok(RawResponse { status, headers, body })
        }
    }

    /// A failure that keeps what came.
    pub(crate) fn failure(&self, operation: &'static str, kind: ErrorKind, reply: &RawResponse) -> Failure {
        Failure { reply: Some(self.redacted(reply)), ..Failure::new(operation, kind) }
    }

    fn redacted(&self, reply: &RawResponse) -> Box<Redacted> {
        Box::new(Redacted::new(reply, &self.api.errors, &Redactor(&self.credentials())))
    }

    async fn gather(
        &self,
        operation: &'static str,
        is_success: bool,
        chunks: &mut Chunks,
        deadline: &mut Deadline,
    ) -> Result<Bytes, Failure> {
        let limit =
            if is_success { self.max_response_bytes } else { self.max_response_bytes.min(MAX_ERROR_BODY) };
        let mut body = BodyBuffer::default();
        loop {
            let chunk = deadline.within(TransportPhase::ResponseBody, chunks.next()).await;
            match chunk.map_err(|error| Failure::transport(operation, error))? {
                None => return Ok(body.whole()),
                Some(chunk) if body.len().saturating_add(chunk.len()) > limit => {
                    let text = match limit == self.max_response_bytes {
                        true => format!(
                            "the body is larger than {limit} bytes; `max_response_bytes` of the builder sets the limit"
                        ),
                        false => {
                            format!("the body is larger than {limit} bytes, which are the most of an error")
                        }
                    };
                    let failure = Failure::new(operation, ErrorKind::BodyTooLarge);
                    return Err(Failure { source: Some(text.into()), ..failure });
                }
                Some(chunk) => body.push(chunk),
            }
        }
    }
}
