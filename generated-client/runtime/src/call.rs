//! One call of an operation: collects arguments, sends the request, returns a response or an error.

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

/// A call that collects its arguments until it is sent.
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, T: 'static, E: DocumentedError> {
    client: &'c Client,
    operation: &'static Operation<T, E>,
    arguments: Arguments,
}

impl<'c, T, E: DocumentedError> Call<'c, T, E> {
    /// Sets a path parameter: one segment, in which the items of an array are separated by commas.
    pub fn path(self, name: &'static str, value: impl Serialize) -> Self {
        self.path_as(Style::Simple { explode: false }, name, value)
    }

    /// Sets a path parameter, serialized in a style.
    pub fn path_as(mut self, style: Style, name: &'static str, value: impl Serialize) -> Self {
        self.arguments.path(style, name, &value);
        self
    }

    /// Sets a query parameter. `None` and null are omitted. Each item of an array repeats the name.
    pub fn query(self, name: &'static str, value: impl Serialize) -> Self {
        self.query_as(Style::Form { explode: true }, name, value)
    }

    /// Sets a query parameter, serialized in a style.
    pub fn query_as(mut self, style: Style, name: &'static str, value: impl Serialize) -> Self {
        self.arguments.query(style, name, &value);
        self
    }

    /// Sets a query parameter, serialized in a style, with reserved characters such as `/`, `?` and `@` as they are,
    /// except those that would end the value.
    pub fn query_reserved(mut self, style: Style, name: &'static str, value: impl Serialize) -> Self {
        self.arguments.query_reserved(style, name, &value);
        self
    }

    /// Sets a header. `None` and null are omitted.
    pub fn header(self, name: &'static str, value: impl Serialize) -> Self {
        self.header_as(Style::Simple { explode: false }, name, value)
    }

    /// Sets a header, serialized in a style.
    pub fn header_as(mut self, style: Style, name: &'static str, value: impl Serialize) -> Self {
        self.arguments.header(style, name, &value);
        self
    }

    /// Sets a cookie. `None` and null are omitted.
    pub fn cookie(self, name: &'static str, value: impl Serialize) -> Self {
        self.cookie_as(Style::Form { explode: true }, name, value)
    }

    /// Sets a cookie, serialized in a style.
    pub fn cookie_as(mut self, style: Style, name: &'static str, value: impl Serialize) -> Self {
        self.arguments.cookie(style, name, &value);
        self
    }

    /// Sets a JSON body.
    pub fn json(mut self, body: impl Serialize) -> Self {
        self.arguments.json(&body);
        self
    }

    /// Sets a form body.
    pub fn form(mut self, body: impl Serialize) -> Self {
        self.arguments.form(&body, &[]);
        self
    }

    /// Sets a form body, some properties of which have a style.
    pub fn form_as(mut self, body: impl Serialize, styles: &[(&str, Style)]) -> Self {
        self.arguments.form(&body, styles);
        self
    }

    /// Sets a multipart body.
    pub fn multipart(mut self, parts: Parts) -> Self {
        self.arguments.multipart(parts);
        self
    }

    /// Sets a text body.
    pub fn text(mut self, body: &str) -> Self {
        self.arguments.bytes(body.to_owned().into());
        self
    }

    /// Sets a body of bytes, or a stream of them.
    pub fn bytes(mut self, body: impl Into<Body>) -> Self {
        self.arguments.bytes(body.into());
        self
    }

    /// Applies a function to the call and the argument if there is one.
    pub fn maybe<A>(self, argument: Option<A>, apply: impl FnOnce(Self, A) -> Self) -> Self {
        match argument {
            Some(argument) => apply(self, argument),
            None => self,
        }
    }

    /// Sends the call.
    ///
    /// # Errors
    /// Fails as described in [`ErrorKind`](crate::ErrorKind).
    pub fn send(self) -> impl Future<Output = Result<Response<T, E::Headers>, Error<E>>> + use<'c, T, E> {
        let Self { client, operation, arguments } = self;
        // An `async fn` would store its arguments twice.
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
    /// Starts a call of an operation.
    pub fn call<T, E: DocumentedError>(&self, operation: &'static Operation<T, E>) -> Call<'_, T, E> {
        Call { client: self, operation, arguments: Arguments::default() }
    }
}
