//! One call: arguments in, a reply or an error out.

use std::future::Future;

use bytes::Bytes;
use http::header::ACCEPT_ENCODING;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::error::Error;
use crate::operation::{DocumentedError, Operation, Resolved, ResponseCase};
use crate::pages::{Pagination, Paginator};
use crate::request::arguments::Arguments;
use crate::request::body::Body;
use crate::request::multipart::Parts;
use crate::request::style::Style;
use crate::response::{RawResponse, Response};
use crate::send::{
    Executed, Received, RequestContext, documented_error, execute, undecodable, undocumented_status,
};
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
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send(self) -> impl Future<Output = Result<Response<T, E::Headers>, Error<E>>> {
        let Self { client, operation, arguments } = self;
        // Not an `async fn`, which would hold its arguments twice.
        async move {
            let (config, options) = (client.config(), client.options());
            let (route, resolve) = (&operation.route, |status| operation.resolve(status));
            let call = RequestContext { route, arguments: &arguments, options, resolve: &resolve };
            let Executed { received, resolved, attempts, .. } =
                execute(config, &call).await.map_err(|failure| Error::new(failure, None))?;
            let id = route.id;
            match (received, resolved) {
                (Received::Buffered(raw), Resolved::Error(index)) => {
                    Err(documented_error(config, id, attempts, index, &raw))
                }
                (Received::Buffered(raw), resolved) => {
                    let Some(ResponseCase::Buffered(_, decode)) = operation.success(resolved) else {
                        return Err(undocumented_status(config, id, attempts, &raw));
                    };
                    match config.memory().decode(|| decode(&raw)) {
                        Ok(body) => Ok(Response::new(raw.status, raw.headers, body).keeping(raw.body)),
                        Err(error) => Err(undecodable(config, id, attempts, &raw, error)),
                    }
                }
                (Received::Streaming(response), resolved) => {
                    let (http::response::Parts { status, headers, .. }, body) = response.into_parts();
                    let raw = RawResponse { status, headers: headers.clone(), body: Bytes::new() };
                    let takes_encoded =
                        arguments.names_header(&ACCEPT_ENCODING) || options.names_header(&ACCEPT_ENCODING);
                    let deadline = Deadline::of_stream(options.timeouts(config.timeouts));
                    let credentials = config.credentials.snapshot();
                    let body = ByteStream::new(
                        body,
                        config.max_response_bytes,
                        deadline,
                        credentials,
                        config.memory(),
                    );
                    let Some(ResponseCase::Streaming(_, open)) = operation.success(resolved) else {
                        return Err(undocumented_status(config, id, attempts, &raw));
                    };
                    match open(StreamingResponse { status, headers: headers.clone(), body, takes_encoded }) {
                        Ok(body) => Ok(Response::new(status, headers, body)),
                        Err(error) => Err(undecodable(config, id, attempts, &raw, error)),
                    }
                }
            }
        }
    }
}

impl<T, E: DocumentedError> Call<'_, T, E> {
    /// Returns the items of all pages.
    pub fn pages<I>(self, pagination: &'static Pagination) -> Paginator<I, E>
    where
        I: DeserializeOwned + Send + 'static,
    {
        let operation = self.operation;
        let resolve = Box::new(move |status| operation.resolve(status));
        Paginator::new(self.client.clone(), &operation.route, resolve, pagination, self.arguments)
    }
}

impl Client {
    /// Begins a call of an operation.
    pub fn call<T, E: DocumentedError>(&self, operation: &'static Operation<T, E>) -> Call<'_, T, E> {
        Call { client: self, operation, arguments: Arguments::default() }
    }
}
