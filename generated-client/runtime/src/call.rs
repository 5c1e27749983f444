//! One call: arguments in, a reply or an error out.

use std::time::Duration;

use bytes::Bytes;
use reqwest::{Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::client::{Client, Inner};
use crate::decode::DecodeError;
use crate::error::{DocumentedError, Error, ErrorKind, Failure};
use crate::operation::{Case, Open, Operation, Route};
use crate::pages::{Pages, Paging};
use crate::parts::Parts;
use crate::reply::{RawReply, Reply};
use crate::request::Arguments;
use crate::stream::{ByteStream, OpenReply};
use crate::style::Style;

/// A call under way: what a generated method collects before it sends.
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, T: 'static, E: DocumentedError> {
    client: &'c Client,
    operation: &'static Operation<T, E>,
    arguments: Arguments,
}

impl<'c, T, E: DocumentedError> Call<'c, T, E> {
    pub(crate) fn new(client: &'c Client, operation: &'static Operation<T, E>) -> Self {
        Self { client, operation, arguments: Arguments::default() }
    }

    /// Gives a path parameter its argument: one segment, or a comma-separated list in one.
    pub fn path(self, name: &'static str, value: impl Serialize) -> Self {
        self.path_as(Style::Simple { explode: false }, name, value)
    }

    /// Gives a path parameter its argument, in a style.
    pub fn path_as(mut self, style: Style, name: &'static str, value: impl Serialize) -> Self {
        self.arguments.path(style, name, &value);
        self
    }

    /// Gives a query parameter its argument; none and null are left out. Lists repeat the name.
    pub fn query(self, name: &'static str, value: impl Serialize) -> Self {
        self.query_as(Style::Form { explode: true }, name, value)
    }

    /// Gives a query parameter its argument, in a style.
    pub fn query_as(mut self, style: Style, name: &'static str, value: impl Serialize) -> Self {
        self.arguments.query(style, name, &value);
        self
    }

    /// Gives a query parameter its argument, in a style, with reserved characters as they are: `/`, `?`, `@` and the like,
    /// but for those that would end the value.
    pub fn query_reserved(mut self, style: Style, name: &'static str, value: impl Serialize) -> Self {
        self.arguments.query_reserved(style, name, &value);
        self
    }

    /// Gives a header its argument; none and null are left out.
    pub fn header(self, name: &'static str, value: impl Serialize) -> Self {
        self.header_as(Style::Simple { explode: false }, name, value)
    }

    /// Gives a header its argument, in a style.
    pub fn header_as(mut self, style: Style, name: &'static str, value: impl Serialize) -> Self {
        self.arguments.header(style, name, &value);
        self
    }

    /// Gives a cookie its argument; none and null are left out.
    pub fn cookie(self, name: &'static str, value: impl Serialize) -> Self {
        self.cookie_as(Style::Form { explode: true }, name, value)
    }

    /// Gives a cookie its argument, in a style.
    pub fn cookie_as(mut self, style: Style, name: &'static str, value: impl Serialize) -> Self {
        self.arguments.cookie(style, name, &value);
        self
    }

    /// Gives the request a JSON body.
    pub fn json(mut self, body: impl Serialize) -> Self {
        self.arguments.json(&body);
        self
    }

    /// Gives the request a form for a body.
    pub fn form(mut self, body: impl Serialize) -> Self {
        self.arguments.form(&body, &[]);
        self
    }

    /// Gives the request a form for a body, some properties of which have a style.
    pub fn form_as(mut self, body: impl Serialize, styles: &[(&str, Style)]) -> Self {
        self.arguments.form(&body, styles);
        self
    }

    /// Gives the request a body of parts.
    pub fn multipart(mut self, parts: Parts) -> Self {
        self.arguments.multipart(parts);
        self
    }

    /// Gives the request a text for a body.
    pub fn text(mut self, body: &str) -> Self {
        self.arguments.bytes(body.to_owned().into());
        self
    }

    /// Gives the request bytes for a body, whole or as a stream.
    pub fn bytes(mut self, body: impl Into<Body>) -> Self {
        self.arguments.bytes(body.into());
        self
    }

    /// Does something with an argument, if it is given.
    pub fn maybe<A>(self, argument: Option<A>, apply: impl FnOnce(Self, A) -> Self) -> Self {
        match argument {
            Some(argument) => apply(self, argument),
            None => self,
        }
    }

    /// Sends the call.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub async fn send(self) -> Result<Reply<T, E::Headers>, Error<E>> {
        let Self { client, operation, arguments } = self;
        let (inner, id) = (client.inner(), operation.route.id);
        let timeout = inner.timeout.filter(|_| !operation.is_stream());
        let response = inner.run(&operation.route, arguments, timeout).await;
        let response = response.map_err(|failure| Error::new(failure, None))?;
        match operation.case(response.status()) {
            Some(Ok(Case::Stream(_, open))) => inner.open(id, *open, response),
            case => {
                let reply = inner.read(id, response).await.map_err(|failure| Error::new(failure, None))?;
                inner.decode(id, case, reply)
            }
        }
    }
}

impl<T, E: DocumentedError> Call<'_, T, E> {
    /// The items of all pages, rather than one page.
    pub fn pages<I>(self, paging: &'static Paging) -> Pages<I, E>
    where
        I: DeserializeOwned + Send + 'static,
    {
        Pages::new(self.client.clone(), &self.operation.route, paging, self.arguments)
    }
}

impl Inner {
    pub(crate) async fn run(
        &self,
        route: &Route,
        arguments: Arguments,
        timeout: Option<Duration>,
    ) -> Result<Response, Failure> {
        self.refresh(route, false).await?;
        let again = (!self.sources.is_empty() && arguments.is_repeatable()).then(|| arguments.clone());
        let response = self.once(route, arguments, timeout).await?;
        // A source may have another token than the one that was refused; what else is wrong, the reply says.
        match again.filter(|_| response.status() == StatusCode::UNAUTHORIZED) {
            Some(again) if self.refresh(route, true).await.unwrap_or(false) => {
                self.once(route, again, timeout).await
            }
            _ => Ok(response),
        }
    }

    async fn once(
        &self,
        route: &Route,
        arguments: Arguments,
        timeout: Option<Duration>,
    ) -> Result<Response, Failure> {
        let mut request =
            self.request(route, arguments).map_err(|reason| Failure::request(route.id, reason))?;
        *request.timeout_mut() = timeout;
        self.exchange(route.id, request).await
    }

    /// A success whose body the caller reads.
    fn open<T, E: DocumentedError>(
        &self,
        id: &'static str,
        open: Open<T>,
        response: Response,
    ) -> Result<Reply<T, E::Headers>, Error<E>> {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = ByteStream::new(response, self.max_body);
        let reply = RawReply { status, headers: headers.clone(), body: Bytes::new() };
        match open(OpenReply { status, headers: headers.clone(), body }) {
            Ok(body) => Ok(Reply::new(status, headers, body)),
            Err(error) => Err(Error::new(self.undecodable(id, reply, error), None)),
        }
    }

    /// The status picks how the body is read.
    pub(crate) fn decode<T, E: DocumentedError>(
        &self,
        id: &'static str,
        case: Option<Result<&Case<T>, &Case<E>>>,
        reply: RawReply,
    ) -> Result<Reply<T, E::Headers>, Error<E>> {
        let decoded = match case {
            Some(Ok(Case::Whole(_, decode))) => decode(&reply).map(Ok),
            Some(Err(Case::Whole(_, decode))) => decode(&reply).map(Err),
            // An error is never a stream.
            Some(Ok(Case::Stream(..)) | Err(Case::Stream(..))) | None => {
                let is_redirect = reply.status.is_redirection();
                let kind = if is_redirect { ErrorKind::Redirect } else { ErrorKind::UndocumentedStatus };
                return Err(Error::new(self.failure(id, kind, &self.redacted(reply)), None));
            }
        };
        match decoded {
            Ok(Ok(body)) => Ok(Reply::new(reply.status, reply.headers, body)),
            Ok(Err(documented)) => {
                Err(Error::new(self.failure(id, ErrorKind::Api, &reply), Some(documented)))
            }
            Err(error) => Err(Error::new(self.undecodable(id, reply, error), None)),
        }
    }

    pub(crate) fn undecodable(&self, id: &'static str, reply: RawReply, error: DecodeError) -> Failure {
        let mut failure = self.failure(id, ErrorKind::Decode, &self.redacted(reply));
        failure.source = Some(Box::new(error.redacted(|text| self.redact_text(text))));
        failure
    }

    fn redact_text(&self, text: &str) -> String {
        let mut text = text.as_bytes().to_vec();
        for credential in self.held().iter() {
            text = credential.redact(&text).unwrap_or(text);
        }
        String::from_utf8_lossy(&text).into_owned()
    }
}
