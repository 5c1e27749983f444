//! One call: arguments in, a reply or an error out.

use std::future::Future;

use bytes::Bytes;
use reqwest::Response;
use reqwest::header::ACCEPT_ENCODING;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::arguments::Arguments;
use crate::body::Body;
use crate::client::{Client, Inner};
use crate::deadline::Deadline;
use crate::decode::DecodeError;
use crate::error::{DocumentedError, Error, ErrorKind, Failure, Tries};
use crate::exchange::{Exchange, Fate, Replied};
use crate::operation::{Case, Open, Operation};
use crate::pages::{Pages, Paging};
use crate::parts::Parts;
use crate::redacted::{Redactor, redact_model};
use crate::reply::{RawReply, Reply};
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
    pub fn send(self) -> impl Future<Output = Result<Reply<T, E::Headers>, Error<E>>> {
        let Self { client, operation, arguments } = self;
        // Not an `async fn`: that would hold what it is given twice.
        async move {
            let (inner, id) = (client.inner(), operation.route.id);
            let fate = |status| match operation.case(status) {
                Some(Ok(Case::Stream(..))) => Fate::Open,
                Some(_) => Fate::Whole,
                None => Fate::Unknown,
            };
            let (route, settings) = (&operation.route, client.settings());
            let exchange = Exchange { route, arguments: &arguments, settings, fate: &fate };
            let (replied, tries, _) =
                inner.exchange(&exchange).await.map_err(|failure| Error::new(failure, None))?;
            match replied {
                Replied::Whole(reply) => inner.decode(id, tries, operation.case(reply.status), reply),
                Replied::Open(response) => match operation.case(response.status()) {
                    Some(Ok(Case::Stream(_, open))) => {
                        let deadline = Deadline::of_stream(settings.timeouts(inner.timeouts));
                        let takes_encoded = arguments.names_header(&ACCEPT_ENCODING)
                            || settings.names_header(&ACCEPT_ENCODING);
                        inner.open(id, tries, *open, (response, takes_encoded), deadline)
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
    pub fn pages<I>(self, paging: &'static Paging) -> Pages<I, E>
    where
        I: DeserializeOwned + Send + 'static,
    {
        let operation = self.operation;
        let is_page = Box::new(move |status| matches!(operation.case(status), Some(Ok(_))));
        Pages::new(self.client.clone(), &operation.route, is_page, paging, self.arguments)
    }
}

impl Inner {
    /// A success whose body the caller reads.
    fn open<T, E: DocumentedError>(
        &self,
        id: &'static str,
        tries: Tries,
        open: Open<T>,
        (response, takes_encoded): (Response, bool),
        deadline: Deadline,
    ) -> Result<Reply<T, E::Headers>, Error<E>> {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = ByteStream::new(response, self.max_response_bytes, deadline, self.held(), self.room());
        let reply = RawReply { status, headers: headers.clone(), body: Bytes::new() };
        match open(OpenReply { status, headers: headers.clone(), body, takes_encoded }) {
            Ok(body) => Ok(Reply::new(status, headers, body)),
            Err(error) => {
                let failure = self.undecodable(id, &reply, error);
                Err(Error::new(Failure { tries, ..failure }, None))
            }
        }
    }

    /// The status picks how the body is read.
    pub(crate) fn decode<T, E: DocumentedError>(
        &self,
        id: &'static str,
        tries: Tries,
        case: Option<Result<&Case<T>, &Case<E>>>,
        reply: RawReply,
    ) -> Result<Reply<T, E::Headers>, Error<E>> {
        let decoded = match case {
            Some(Ok(Case::Whole(_, decode))) => self.room().decode(|| decode(&reply)).map(Ok),
            Some(Err(Case::Whole(_, decode))) => {
                let decode = |reply: &RawReply| self.room().decode(|| decode(reply));
                let redact = |documented| redact_model(documented, decode, &reply, &Redactor(&self.held()));
                decode(&reply).map(|documented| Err(redact(documented)))
            }
            // An error is never a stream.
            Some(Ok(Case::Stream(..)) | Err(Case::Stream(..))) | None => {
                let failure = self.failure(id, ErrorKind::UndocumentedStatus, &reply);
                return Err(Error::new(Failure { tries, ..failure }, None));
            }
        };
        match decoded {
            Ok(Ok(body)) => Ok(Reply::new(reply.status, reply.headers, body).keeping(reply.body)),
            Ok(Err(documented)) => {
                let failure = self.failure(id, ErrorKind::Api, &reply);
                Err(Error::new(Failure { tries, ..failure }, documented))
            }
            Err(error) => {
                let failure = self.undecodable(id, &reply, error);
                Err(Error::new(Failure { tries, ..failure }, None))
            }
        }
    }

    pub(crate) fn undecodable(&self, id: &'static str, reply: &RawReply, error: DecodeError) -> Failure {
        let mut failure = self.failure(id, ErrorKind::Decode, reply);
        failure.source = Some(Box::new(Redactor(&self.held()).decode_error(error)));
        failure
    }

    pub(crate) fn redact_text(&self, text: &str) -> String {
        Redactor(&self.held()).text(text).into_owned()
    }
}
