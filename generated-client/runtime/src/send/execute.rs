//! The request loop of a call, with new tokens, redirects and retries.

use url::Url;

use super::attempt::{AttemptOutcome, NextAction, RetryState, attempt};
use super::receive::Received;
use super::{RequestContext, build, redirect, refresh_token};
use crate::client::config::Config;
use crate::error::{Attempts, ErrorKind, Failure};
use crate::operation::Resolved;
use crate::response::rate_limit::retry_after;
use crate::retry;
use crate::trace;
use crate::transport::timeouts::Deadline;

/// The result of a call.
pub(crate) struct Executed {
    pub(crate) received: Received,
    pub(crate) resolved: Resolved,
    pub(crate) attempts: Attempts,
    /// The URL that redirects led to.
    pub(crate) address: Option<Box<Url>>,
}

/// Sends requests until the call has its response: gets new tokens, follows redirects and retries.
pub(crate) async fn execute(config: &Config, call: &RequestContext<'_>) -> Result<Executed, Failure> {
    let mut deadline = Deadline::of_call(call.options.timeouts(config.timeouts));
    let mut state = RetryState::new();
    config.budget.deposit();
    if !config.sources.is_empty() && !build::is_open(config, call.route, call.options) {
        state.identity = Box::pin(refresh_token::identify(config, call.route, &mut deadline)).await?;
        deadline.begin_attempt();
    }
    loop {
        if let Some(identity) = &mut state.identity {
            identity.credentials = config.credentials.snapshot();
        }
        let result = attempt(config, call, &state, &mut deadline).await;
        state.sent += 1;
        let next = match &result {
            Ok(outcome) => Some(next_action(config, call, outcome, &mut state, &mut deadline).await?),
            Err(_) => None,
        };
        if let Some(NextAction::Resend) = next {
            continue;
        }
        let may_repeat = may_repeat(call, &result);
        if may_repeat && pause(config, call, &result, &mut state, &mut deadline).await {
            continue;
        }
        let made = state.made;
        return match result {
            Ok(AttemptOutcome { received, resolved, .. }) => Ok(Executed {
                received,
                resolved,
                attempts: Attempts { made, may_repeat },
                address: state.address,
            }),
            // A request that was rejected before it was sent is not an attempt.
            Err(failure) if failure.kind == ErrorKind::InvalidRequest => {
                Err(Failure { attempts: Attempts { made: made - 1, may_repeat }, ..failure })
            }
            Err(failure) => Err(Failure { attempts: Attempts { made, may_repeat }, ..failure }),
        };
    }
}

/// Returns whether a response leads to another request at once, with a new token or to another URL.
async fn next_action(
    config: &Config,
    call: &RequestContext<'_>,
    outcome: &AttemptOutcome,
    state: &mut RetryState,
    deadline: &mut Deadline,
) -> Result<NextAction, Failure> {
    match refresh_token::after_rejection(config, call, outcome, state, deadline).await? {
        NextAction::Resend => Ok(NextAction::Resend),
        NextAction::Finish => redirect::follow(config, call, outcome, state),
    }
}

/// Waits before the next attempt. Returns whether there is one.
async fn pause(
    config: &Config,
    call: &RequestContext<'_>,
    result: &Result<AttemptOutcome, Failure>,
    state: &mut RetryState,
    deadline: &mut Deadline,
) -> bool {
    let policy = call.options.retry.as_ref().unwrap_or(&config.retry);
    let headers = match result {
        Ok(outcome) => outcome.received.buffered().map(|raw| &raw.headers),
        Err(failure) => failure.response.as_ref().map(|response| &response.headers),
    };
    let Some(wait) = policy.wait(state.made, headers.and_then(retry_after)) else { return false };
    if !call.arguments.is_repeatable() || !deadline.allows(wait) {
        return false;
    }
    let Some(withdrawal) = config.budget.try_withdraw() else { return false };
    trace::retrying(call.route.id, state.made, wait);
    deadline.sleep(wait).await;
    withdrawal.spend();
    deadline.begin_attempt();
    state.made += 1;
    state.address = None;
    state.redirects = 0;
    true
}

/// Returns whether another attempt is safe, regardless of the retry policy.
fn may_repeat(call: &RequestContext<'_>, result: &Result<AttemptOutcome, Failure>) -> bool {
    let is_idempotent = retry::is_idempotent(&call.route.method) || call.options.has_key();
    match result {
        Ok(outcome) => outcome
            .received
            .buffered()
            .is_some_and(|raw| retry::after_response(raw.status, &raw.headers, is_idempotent)),
        Err(failure) => {
            let is_rejected = failure.response.as_ref().is_some_and(|response| {
                retry::after_response(response.status, &response.headers, is_idempotent)
            });
            is_rejected || retry::after_failure(failure.kind, failure.phase, is_idempotent)
        }
    }
}
