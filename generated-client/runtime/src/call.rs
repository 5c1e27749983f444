//! One call: arguments in, a reply or an error out.

use std::future::Future;

use bytes::Bytes;
use reqwest::header::ACCEPT_ENCODING;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::client::{Client, Inner};
use crate::error::{Attempts, DocumentedError, Error, ErrorKind, Failure};
use crate::operation::{Operation, ResponseCase, StreamOpener};
use crate::pages::{Pagination, Paginator};
use crate::request::arguments::Arguments;
use crate::request::body::Body;
use crate::request::multipart::Parts;
use crate::request::style::Style;
use crate::response::decode::DecodeError;
use crate::response::redacted::{Redactor, redact_model};
use crate::response::{RawResponse, Response};
use crate::send::execute::{BodyMode, Received, RequestContext};
use crate::stream::byte_stream::{ByteStream, StreamingResponse};
use crate::transport::timeouts::Deadline;

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
    pub fn send(self) -> impl Future<Output = Result<Response<T, E::Headers>, Error<E>>> {
        let Self { client, operation, arguments } = self;
        // Not an `async fn`: that would hold what it is given twice.
        async move {
            let (inner, id) = (client.inner(), operation.route.id);
            let fate = |status| match operation.case(status) {
                Some(Ok(ResponseCase::Streaming(..))) => BodyMode::Open,
                Some(_) => BodyMode::Whole,
                None => BodyMode::Unknown,
            };
            let (route, settings) = (&operation.route, client.settings());
            let exchange = RequestContext { route, arguments: &arguments, settings, fate: &fate };
            let (replied, attempts, _) =
                inner.exchange(&exchange).await.map_err(|failure| Error::new(failure, None))?;
            match replied {
                Received::Whole(reply) => inner.decode(id, attempts, operation.case(reply.status), reply),
                Received::Open(response) => match operation.case(response.status()) {
                    Some(Ok(ResponseCase::Streaming(_, open))) => {
                        let deadline = Deadline::of_stream(settings.timeouts(inner.timeouts));
                        let takes_encoded = arguments.names_header(&ACCEPT_ENCODING)
                            || settings.names_header(&ACCEPT_ENCODING);
                        inner.open(id, attempts, *open, (response, takes_encoded), deadline)
                    }
                    // Only a stream is left open; a reply is dropped here rather than a promise.
                    _ => Err(Error::new(Failure::new(id, ErrorKind::UndocumentedStatus), None)),
                },
            }
        }
    }
}

impl<T, E: DocumentedError> Call<'_, T, E> {
    /// The items of all pages, rather than one page.
    pub fn pages<I>(self, paging: &'static Pagination) -> Paginator<I, E>
    where
        I: DeserializeOwned + Send + 'static,
    {
        let operation = self.operation;
        let is_page = Box::new(move |status| matches!(operation.case(status), Some(Ok(_))));
        Paginator::new(self.client.clone(), &operation.route, is_page, paging, self.arguments)
    }
}

impl Inner {
    /// A success whose body the caller reads.
    fn open<T, E: DocumentedError>(
        &self,
        id: &'static str,
        attempts: Attempts,
        open: StreamOpener<T>,
        (response, takes_encoded): (reqwest::Response, bool),
        deadline: Deadline,
    ) -> Result<Response<T, E::Headers>, Error<E>> {
        let (status, headers) = (response.status(), response.headers().clone());
        let body =
            ByteStream::new(response, self.max_response_bytes, deadline, self.credentials(), self.room());
        let reply = RawResponse { status, headers: headers.clone(), body: Bytes::new() };
        match open(StreamingResponse { status, headers: headers.clone(), body, takes_encoded }) {
            Ok(body) => Ok(Response::new(status, headers, body)),
            Err(error) => {
                let failure = self.undecodable(id, &reply, error);
                Err(Error::new(Failure { attempts, ..failure }, None))
            }
        }
    }

    /// The status picks how the body is read.
    pub(crate) fn decode<T, E: DocumentedError>(
        &self,
        id: &'static str,
        attempts: Attempts,
        case: Option<Result<&ResponseCase<T>, &ResponseCase<E>>>,
        reply: RawResponse,
    ) -> Result<Response<T, E::Headers>, Error<E>> {
        let decoded = match case {
            Some(Ok(ResponseCase::Buffered(_, decode))) => self.room().decode(|| decode(&reply)).map(Ok),
            Some(Err(ResponseCase::Buffered(_, decode))) => {
                let decode = |reply: &RawResponse| self.room().decode(|| decode(reply));
                let redact =
                    |documented| redact_model(documented, decode, &reply, &Redactor(&self.credentials()));
                decode(&reply).map(|documented| Err(redact(documented)))
            }
            // An error is never a stream.
            Some(Ok(ResponseCase::Streaming(..)) | Err(ResponseCase::Streaming(..))) | None => {
                let failure = self.failure(id, ErrorKind::UndocumentedStatus, &reply);
                return Err(Error::new(Failure { attempts, ..failure }, None));
            }
        };
        match decoded {
            Ok(Ok(body)) => Ok(Response::new(reply.status, reply.headers, body).keeping(reply.body)),
            Ok(Err(documented)) => {
                let failure = self.failure(id, ErrorKind::Api, &reply);
                Err(Error::new(Failure { attempts, ..failure }, documented))
            }
            Err(error) => {
                let failure = self.undecodable(id, &reply, error);
                Err(Error::new(Failure { attempts, ..failure }, None))
            }
        }
    }

    pub(crate) fn undecodable(&self, id: &'static str, reply: &RawResponse, error: DecodeError) -> Failure {
        let mut failure = self.failure(id, ErrorKind::Decode, reply);
        failure.source = Some(Box::new(Redactor(&self.credentials()).decode_error(error)));
        failure
    }

    pub(crate) fn redact_text(&self, text: &str) -> String {
        Redactor(&self.credentials()).text(text).into_owned()
    }
}
