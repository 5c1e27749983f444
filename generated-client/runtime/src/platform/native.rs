//! Native targets, with the timers of tokio and reqwest over hyper.

mod body_stream;
mod reader;
mod token_request;

use std::error::Error as StdError;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use tokio::task::unconstrained;
use tokio::time::Sleep;

use super::Stopped;
pub(crate) use body_stream::BodyStream;
pub(crate) use token_request::TokenRequests;

pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub(crate) const IS_BROWSER: bool = false;

pub(crate) fn now() -> Option<Instant> {
    Some(Instant::now())
}

pub(crate) fn system_time() -> Option<SystemTime> {
    Some(SystemTime::now())
}

/// A timer whose end moves.
#[derive(Default)]
pub(crate) struct Timer(Option<Pin<Box<Sleep>>>);

impl Timer {
    /// Returns ready at or after `end`.
    ///
    /// If the end moved to a later time, the timer is reset only when it fires: resetting it for each chunk would cost
    /// more than reading the chunk.
    pub(crate) fn poll(&mut self, end: Instant, context: &mut Context<'_>) -> Poll<()> {
        let end = end.into();
        let timer = self.0.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        if timer.deadline() > end {
            timer.as_mut().reset(end);
        }
        loop {
            ready!(pin!(unconstrained(timer.as_mut())).poll(context));
            if tokio::time::Instant::now() >= end {
                return Poll::Ready(());
            }
            timer.as_mut().reset(end);
        }
    }
}

pub(crate) async fn sleep(wait: Duration) {
    tokio::time::sleep(wait).await;
}

/// The rest of a response body.
pub(crate) struct Chunks {
    response: reqwest::Response,
    has_begun: bool,
}

impl Chunks {
    pub(crate) fn new(response: reqwest::Response) -> Self {
        Self { response, has_begun: false }
    }

    pub(crate) async fn next(&mut self) -> reqwest::Result<Option<Bytes>> {
        let chunk = self.response.chunk().await?;
        self.has_begun |= chunk.is_some();
        Ok(chunk)
    }

    /// Returns the number of bytes that `Content-Length` promises and that have not arrived.
    ///
    /// A response to HEAD has a length and no body. Over HTTP/2, hyper takes a reset with `NO_ERROR` for the end of a body.
    pub(crate) fn missing(&self) -> u64 {
        self.response.content_length().filter(|_| self.has_begun).unwrap_or_default()
    }
}

/// Sends a request. [`Timer`] enforces the timeout instead.
pub(crate) fn execute(
    client: &reqwest::Client,
    request: reqwest::Request,
    _: Duration,
) -> impl Future<Output = reqwest::Result<reqwest::Response>> + use<> {
    client.execute(request)
}

/// Removes all proxies from a builder, including those of the environment: a request to this machine must not leave it.
pub(crate) fn without_proxy(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.no_proxy()
}

/// Pings the server while an HTTP/2 connection with open requests is silent, and closes the connection if there is no
/// answer, before `idle` expires. Otherwise all retries would wait on a dead connection.
#[cfg(feature = "http2")]
pub(crate) fn with_keep_alive(builder: reqwest::ClientBuilder, idle: Duration) -> reqwest::ClientBuilder {
    let third = (idle / 3).clamp(Duration::from_millis(100), Duration::from_secs(30));
    builder.http2_keep_alive_interval(third).http2_keep_alive_timeout(third)
}

#[cfg(not(feature = "http2"))]
pub(crate) fn with_keep_alive(builder: reqwest::ClientBuilder, _: Duration) -> reqwest::ClientBuilder {
    builder
}

/// Sets the connect timeout, and disables redirects and retries, which the runtime does.
pub(crate) fn own_client(
    builder: reqwest::ClientBuilder,
    connect_timeout: Duration,
) -> reqwest::ClientBuilder {
    builder
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
}

/// Returns the phase in which a request failed, if the error has it.
pub(crate) fn stopped(error: &reqwest::Error) -> Option<Stopped> {
    if error.is_connect() {
        return Some(Stopped::Connecting);
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<body_stream::BodyFailed>() {
            return Some(Stopped::SendingBody);
        }
        if is_rejected(error) {
            return Some(Stopped::Rejected);
        }
        cause = error.source();
    }
    None
}

/// Returns whether the server did not process the request: it rejected the stream, or was already closing the
/// connection gracefully ([RFC 9113, section 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7)).
#[cfg(feature = "http2")]
fn is_rejected(error: &(dyn StdError + 'static)) -> bool {
    error.downcast_ref::<h2::Error>().is_some_and(|error| {
        let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        let is_late = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
        error.is_remote() && (is_refused || is_late)
    })
}

/// Returns false, because HTTP/1.1 has no such signal.
#[cfg(not(feature = "http2"))]
fn is_rejected(_: &(dyn StdError + 'static)) -> bool {
    false
}
