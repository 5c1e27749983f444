//! One call: arguments in, a reply or an error out.

use bytes::Bytes;
use serde::Serialize;

use crate::client::{Client, Inner};
use crate::error::{DocumentedError, Error, ErrorKind, Failure};
use crate::operation::{Operation, Route};
use crate::parts::Parts;
use crate::reply::{RawReply, Reply};
use crate::request::Arguments;
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
        self.arguments.form(&body);
        self
    }

    /// Gives the request a body of parts.
    pub fn multipart(mut self, parts: Parts) -> Self {
        self.arguments.multipart(parts);
        self
    }

    /// Gives the request a text for a body.
    pub fn text(mut self, body: &str) -> Self {
        self.arguments.bytes(Bytes::copy_from_slice(body.as_bytes()));
        self
    }

    /// Gives the request bytes for a body.
    pub fn bytes(mut self, body: Bytes) -> Self {
        self.arguments.bytes(body);
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
