//! One request and its response.

use http::header::{HeaderValue, LOCATION};
use url::Url;

use super::receive::{self, Received};
use super::refresh_token::Identity;
use super::{RequestContext, build};
use crate::client::config::Config;
use crate::error::{ErrorKind, Failure};
use crate::operation::{Resolved, is_redirect};
use crate::request::body::Body;
use crate::response::RawResponse;
use crate::trace;
use crate::transport::timeouts::Deadline;
use crate::transport::{CallInfo, TransportFuture, TransportPhase};

/// The state of a call across its requests.
pub(super) struct RetryState {
    /// The number of attempts, including this one.
    pub(super) made: u32,
    /// The number of requests sent before this one, for any reason.
    pub(super) sent: u32,
    pub(super) redirects: usize,
    /// Whether the server has rejected a token.
    pub(super) token_rejected: bool,
    /// The credentials that the request carries, if the client has token sources.
    pub(super) identity: Option<Identity>,
    /// The address that a redirect led to.
    pub(super) address: Option<Box<Url>>,
}

impl RetryState {
    pub(super) fn new() -> Self {
        Self { made: 1, sent: 0, redirects: 0, token_rejected: false, identity: None, address: None }
    }
}

/// The response to one request.
pub(super) struct AttemptOutcome {
    pub(super) received: Received,
    pub(super) resolved: Resolved,
    /// The target of a redirect.
    pub(super) location: Option<HeaderValue>,
}

/// The action after a response.
pub(super) enum NextAction {
    Finish,
    /// Another request, without a pause.
    Resend,
}

pub(super) async fn attempt(
    config: &Config,
    call: &RequestContext<'_>,
    state: &RetryState,
    deadline: &mut Deadline,
) -> Result<AttemptOutcome, Failure> {
    let route = call.route;
    let timeout = call.options.timeouts(config.timeouts).total;
    let info = CallInfo { operation: route.id, path: route.path, attempt: state.made, timeout };
    let (trace, sent) = begin(config, call, state, &info, deadline)?;
    let outcome = trace.within(receive(config, call, sent, deadline)).await;
    match &outcome {
        Ok(outcome) => trace.responded(outcome.received.status()),
        Err(failure) => trace.failed(failure),
    }
    outcome
}

/// Passes a request to the transport. A separate function, so that the future of the call does not hold the large
/// request.
fn begin<'a>(
    config: &'a Config,
    call: &RequestContext<'_>,
    state: &RetryState,
    info: &'a CallInfo,
    deadline: &mut Deadline,
) -> Result<(trace::Attempt, TransportFuture<'a>), Failure> {
    let request = build::request(config, call, state.identity.as_ref(), state.address.as_deref())
        .map_err(|reason| Failure::invalid_request(call.route.id, reason))?;
    deadline.pause_idle(takes_long(&request.body));
    let trace = trace::Attempt::start(&request, info, state.sent);
    let sent = trace.inside(|| config.sender.send(request, info));
    Ok((trace, sent))
}

/// Waits for a response, and reads its body unless it is streamed.
async fn receive(
    config: &Config,
    call: &RequestContext<'_>,
    sent: TransportFuture<'_>,
    deadline: &mut Deadline,
) -> Result<AttemptOutcome, Failure> {
    let id = call.route.id;
    let sent = deadline.run(TransportPhase::ResponseHeaders, sent).await;
    deadline.pause_idle(false);
    let response = sent.map_err(|error| Failure::transport(id, error))?;
    let is_redirect = is_redirect(response.status());
    let location = response.headers().get(LOCATION).filter(|_| is_redirect).cloned();
    let resolved = (call.resolve)(response.status());
    let received = match resolved {
        Resolved::Streaming(_) => Received::Streaming(response),
        _ => match receive::read(config, id, response, deadline).await {
            Ok(raw) => Received::Buffered(raw),
            // The target of a redirect is in its headers.
            Err(Failure { kind: ErrorKind::BodyTooLarge, response: Some(kept), .. })
                if is_redirect && resolved == Resolved::Undocumented =>
            {
                let kept = kept.into_inner();
                let body = Default::default();
                Received::Buffered(RawResponse { status: kept.status, headers: kept.headers, body })
            }
            Err(failure) => return Err(failure),
        },
    };
    Ok(AttemptOutcome { received, resolved, location })
}

/// Returns whether sending a request may exceed the idle timeout: the progress of an upload is unknown.
fn takes_long(body: &Body) -> bool {
    const SOON_SENT: usize = 64 * 1024;
    body.as_bytes().is_none_or(|bytes| bytes.len() > SOON_SENT)
}
