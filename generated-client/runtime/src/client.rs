//! The core of a generated client: one origin, one credential a scheme, one transport.

use std::sync::{Arc, PoisonError, RwLock};

use bytes::{Bytes, BytesMut};
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Request, Response};

use crate::api::Api;
use crate::call::Call;
use crate::codes::Said;
use crate::credential::PlacedCredential;
use crate::error::{DocumentedError, ErrorKind, Failure, KEPT_BODY, KeptReply};
use crate::operation::Operation;
use crate::reply::RawReply;
use crate::token::Source;
use crate::transport::{Transport, TransportError, TransportPhase};

/// What a generated client wraps. Clones share everything.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) api: &'static Api,
    /// Without a trailing slash.
    pub(crate) base_url: url::Url,
    /// Whether that is the document's own server, rather than one that the caller named.
    pub(crate) is_default_server: bool,
    /// One a scheme. Those that a source gives change.
    pub(crate) credentials: RwLock<Arc<Vec<PlacedCredential>>>,
    pub(crate) sources: Vec<Source>,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) max_body: usize,
    pub(crate) timeout: Option<std::time::Duration>,
}

impl Client {
    pub(crate) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// The address of the API, without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.0.base_url.as_str().trim_end_matches('/')
    }

    /// Begins a call of an operation.
    pub fn call<T, E: DocumentedError>(&self, operation: &'static Operation<T, E>) -> Call<'_, T, E> {
        Call::new(self, operation)
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }
}

impl std::fmt::Debug for Client {
    /// Which schemes have a credential, and nothing of the credential itself.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let held = self.0.held();
        let schemes: Vec<_> = held.iter().map(|credential| credential.scheme).collect();
        formatter
            .debug_struct("Client")
            .field("api", &self.0.api.title)
            .field("base_url", &self.base_url())
            .field("credentials", &schemes)
            .finish_non_exhaustive()
    }
}

impl Inner {
    /// The credentials as they are now.
    pub(crate) fn held(&self) -> Arc<Vec<PlacedCredential>> {
        self.credentials.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes a credential in place of the one of its scheme.
    pub(crate) fn hold(&self, credential: PlacedCredential) {
        let mut held = self.credentials.write().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> =
            held.iter().filter(|known| known.scheme != credential.scheme).cloned().collect();
        all.push(credential);
        *held = Arc::new(all);
    }

    /// Sends a request. The body of its reply is still to be read.
    pub(crate) async fn exchange(
        &self,
        operation: &'static str,
        request: Request,
    ) -> Result<Response, Failure> {
        self.transport.send(request).await.map_err(|error| Failure::transport(operation, error))
    }

    /// Reads a reply whole.
    pub(crate) async fn read(
        &self,
        operation: &'static str,
        response: Response,
    ) -> Result<RawReply, Failure> {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = match self.read_body(response).await {
            Ok(body) => body,
            Err((kind, source)) => {
                let reply = self.kept(&self.redacted(RawReply { status, headers, body: Bytes::new() }));
                return Err(Failure { operation, kind, reply: Some(reply), source: Some(source) });
            }
        };
        let reply = RawReply { status, headers, body };
        Ok(if status.is_success() { reply } else { self.redacted(reply) })
    }

    /// A failure that keeps what came. The reply has been redacted.
    pub(crate) fn failure(&self, operation: &'static str, kind: ErrorKind, reply: &RawReply) -> Failure {
        Failure { operation, kind, reply: Some(self.kept(reply)), source: None }
    }

    /// A reply without the client's own credentials, which a server may repeat.
    pub(crate) fn redacted(&self, mut reply: RawReply) -> RawReply {
        for credential in self.held().iter() {
            if let Some(body) = credential.redact(&reply.body) {
                reply.body = body.into();
            }
            redact_headers(credential, &mut reply.headers);
        }
        reply
    }

    fn kept(&self, reply: &RawReply) -> KeptReply {
        KeptReply {
            status: reply.status,
            headers: reply.headers.clone(),
            body: reply.body.slice(..reply.body.len().min(KEPT_BODY)),
            said: Said::read(&self.api.errors, reply),
        }
    }

    async fn read_body(
        &self,
        mut response: Response,
    ) -> Result<Bytes, (ErrorKind, Box<dyn std::error::Error + Send + Sync>)> {
        let mut body = BytesMut::new();
        loop {
            match response.chunk().await {
                Ok(None) => return Ok(body.freeze()),
                Ok(Some(chunk)) if body.len().saturating_add(chunk.len()) > self.max_body => {
                    let limit = self.max_body;
                    let text = format!(
                        "the body is larger than {limit} bytes; `max_body` of the builder sets the limit"
                    );
                    return Err((ErrorKind::BodyTooLarge, text.into()));
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Err(error) => {
                    let error = TransportError::from_reqwest(error, TransportPhase::Body);
                    let kind = if error.is_timeout { ErrorKind::Timeout } else { ErrorKind::Transport };
                    return Err((kind, Box::new(error)));
                }
            }
        }
    }
}

fn redact_headers(credential: &PlacedCredential, headers: &mut HeaderMap) {
    for value in headers.values_mut() {
        if let Some(redacted) = credential.redact(value.as_bytes()) {
            *value = HeaderValue::from_bytes(&redacted).unwrap_or(HeaderValue::from_static("[redacted]"));
        }
    }
}
