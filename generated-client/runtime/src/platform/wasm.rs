//! Browsers, which have one thread, no clock in `std`, and their own timeouts, proxies and redirects.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use futures_core::Stream;
use secrecy::SecretString;

use super::{Answer, Cause, Stopped};

pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

pub(crate) const IS_BROWSER: bool = true;

pub(crate) fn now() -> Option<Instant> {
    None
}

pub(crate) fn system_time() -> Option<SystemTime> {
    None
}

/// A timer that never fires, because there is no clock. The browser enforces the timeout.
#[derive(Default)]
pub(crate) struct Timer;

impl Timer {
    pub(crate) fn poll(&mut self, _: Instant, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

pub(crate) async fn sleep(_: Duration) {}

/// A streamed request body, which a browser cannot send.
#[derive(Clone)]
pub(crate) enum BodyStream {}

impl BodyStream {
    pub(crate) fn concat(_: Vec<Result<Bytes, Self>>) -> Result<Self, &'static str> {
        Err("a browser cannot send a stream")
    }

    pub(crate) fn take(&self) -> Result<Self, &'static str> {
        match *self {}
    }

    pub(crate) fn into_reqwest(self) -> Result<reqwest::Body, &'static str> {
        match self {}
    }
}

/// The rest of a response body.
pub(crate) struct Chunks(Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>>>>);

impl Chunks {
    pub(crate) fn new(response: reqwest::Response) -> Self {
        Self(Box::pin(response.bytes_stream()))
    }

    pub(crate) async fn next(&mut self) -> reqwest::Result<Option<Bytes>> {
        poll_fn(|context| self.0.as_mut().poll_next(context)).await.transpose()
    }

    /// Returns 0, because the length is that of the encoded body.
    pub(crate) fn missing(&self) -> u64 {
        0
    }
}

pub(crate) fn execute(
    client: &reqwest::Client,
    mut request: reqwest::Request,
    timeout: Duration,
) -> impl Future<Output = reqwest::Result<reqwest::Response>> {
    *request.timeout_mut() = Some(timeout);
    client.execute(request)
}

pub(crate) fn without_proxy(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder
}

pub(crate) fn with_keep_alive(builder: reqwest::ClientBuilder, _: Duration) -> reqwest::ClientBuilder {
    builder
}

pub(crate) fn own_client(builder: reqwest::ClientBuilder, _: Duration) -> reqwest::ClientBuilder {
    builder
}

pub(crate) fn stopped(_: &reqwest::Error) -> Option<Stopped> {
    None
}

/// Requests tokens separately for each call.
#[derive(Default)]
pub(crate) struct TokenRequests;

impl TokenRequests {
    pub(crate) async fn run(
        &self,
        rejected: Option<&SecretString>,
        ask: impl Fn(Option<SecretString>) -> BoxFuture<'static, Answer>,
        store: impl Fn(&SecretString) -> Result<(), Cause>,
    ) -> Result<(Answer, Option<SecretString>), Cause> {
        let answer = ask(rejected.cloned()).await;
        answer.as_ref().map_or(Ok(()), store)?;
        Ok((answer, rejected.cloned()))
    }
}
