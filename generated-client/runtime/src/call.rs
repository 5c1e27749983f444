//! One call: arguments in, a reply or an error out.

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Request};
use serde::Serialize;

use crate::client::{Client, Inner};
use crate::error::{DocumentedError, Error, ErrorKind, Failure};
use crate::operation::{Operation, Route};
use crate::reply::{RawReply, Reply};
use crate::route;

/// A call under way: what a generated method collects before it sends.
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, T: 'static, E: DocumentedError> {
    client: &'c Client,
    operation: &'static Operation<T, E>,
    arguments: Arguments,
}

/// Arguments, encoded as they arrive.
#[derive(Default)]
struct Arguments {
    path: Vec<(&'static str, String)>,
    body: Option<Result<Vec<u8>, serde_json::Error>>,
}

impl std::fmt::Debug for Arguments {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Arguments").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The longest path that the HTTP library sends, in bytes, with room for the rest of the URL.
const LONGEST_PATH: usize = 64_500;

/// A call that cannot be made with what the client has.
#[derive(Debug, thiserror::Error)]
enum RefusedCall {
    #[error("the arguments make `{expected}`, which a URL parser reads as `{found}`")]
    Path { expected: String, found: String },
    #[error("the arguments make a path of {length} bytes, and {LONGEST_PATH} are the most")]
    TooLong { length: usize },
    #[error("the operation needs {needed}, and the client has no such credential")]
    Credential { needed: String },
    #[error("the body could not be written as JSON")]
    Body(#[source] serde_json::Error),
}

impl<'c, T, E: DocumentedError> Call<'c, T, E> {
    pub(crate) fn new(client: &'c Client, operation: &'static Operation<T, E>) -> Self {
        Self { client, operation, arguments: Arguments::default() }
    }

    /// Gives a path parameter its argument.
    pub fn path(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        self.arguments.path.push((name, route::encode(value.as_ref())));
        self
    }

    /// Gives the request a JSON body.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.arguments.body = Some(serde_json::to_vec(body));
        self
    }

    /// Sends the call.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub async fn send(self) -> Result<Reply<T>, Error<E>> {
        let Self { client, operation, arguments } = self;
        match client.inner().run(&operation.route, arguments).await {
            Ok(reply) => client.inner().decode(operation, reply),
            Err(failure) => Err(Error::new(failure, None)),
        }
    }
}

impl Inner {
    async fn run(&self, route: &Route, arguments: Arguments) -> Result<RawReply, Failure> {
        let request = self.request(route, arguments).map_err(|reason| Failure::request(route.id, reason))?;
        self.exchange(route.id, request).await
    }

    fn request(
        &self,
        route: &Route,
        arguments: Arguments,
    ) -> Result<Request, Box<dyn std::error::Error + Send + Sync>> {
        let mut request = Request::new(route.method.clone(), self.url(route, &arguments.path)?);
        *request.timeout_mut() = self.timeout;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(route.accept));
        self.authorize(route, headers)?;
        if let Some(body) = arguments.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(Body::from(body.map_err(RefusedCall::Body)?));
        }
        Ok(request)
    }

    /// The base URL and the filled template. The parser must leave the path as it was written.
    fn url(
        &self,
        route: &Route,
        arguments: &[(&'static str, String)],
    ) -> Result<url::Url, Box<dyn std::error::Error + Send + Sync>> {
        let base = self.base_url.path().trim_end_matches('/');
        let expected = format!("{base}{}", route::expand(route.path, arguments)?);
        if expected.len() > LONGEST_PATH {
            return Err(RefusedCall::TooLong { length: expected.len() }.into());
        }
        let mut url = self.base_url.clone();
        url.set_path(&expected);
        if url.path() == expected {
            Ok(url)
        } else {
            Err(RefusedCall::Path { expected, found: url.path().to_owned() }.into())
        }
    }

    /// Takes the first alternative for which there is a credential for every scheme.
    fn authorize(&self, route: &Route, headers: &mut reqwest::header::HeaderMap) -> Result<(), RefusedCall> {
        let held = |scheme: &&str| self.credentials.iter().find(|credential| credential.scheme == *scheme);
        let complete = |alternative: &&&[&str]| alternative.iter().all(|scheme| held(scheme).is_some());
        match route.security.iter().find(complete) {
            Some(alternative) => {
                for credential in alternative.iter().filter_map(held) {
                    headers.insert(credential.header.clone(), credential.value.clone());
                }
                Ok(())
            }
            None if route.security.is_empty() => Ok(()),
            None => {
                let sets = route.security.iter().map(|set| format!("`{}`", set.join("` and `")));
                Err(RefusedCall::Credential { needed: sets.collect::<Vec<_>>().join(" or ") })
            }
        }
    }

    /// The status picks how the body is read.
    fn decode<T, E: DocumentedError>(
        &self,
        operation: &Operation<T, E>,
        reply: RawReply,
    ) -> Result<Reply<T>, Error<E>> {
        let id = operation.route.id;
        let decoded = match operation.decode(reply.status) {
            Some(Ok(decode)) => decode(&reply).map(Ok),
            Some(Err(decode)) => decode(&reply).map(Err),
            None => {
                let failure = self.failure(id, ErrorKind::UndocumentedStatus, &self.redacted(reply));
                return Err(Error::new(failure, None));
            }
        };
        match decoded {
            Ok(Ok(body)) => Ok(Reply::new(reply.status, reply.headers, body)),
            Ok(Err(documented)) => {
                Err(Error::new(self.failure(id, ErrorKind::Api, &reply), Some(documented)))
            }
            Err(error) => {
                let mut failure = self.failure(id, ErrorKind::Decode, &self.redacted(reply));
                failure.source = Some(Box::new(error.redacted(|text| self.redact_text(text))));
                Err(Error::new(failure, None))
            }
        }
    }

    fn redact_text(&self, text: &str) -> String {
        let mut text = text.as_bytes().to_vec();
        for credential in &self.credentials {
            text = credential.redact(&text).unwrap_or(text);
        }
        String::from_utf8_lossy(&text).into_owned()
    }
}
