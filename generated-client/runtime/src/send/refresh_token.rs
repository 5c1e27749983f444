//! Gets tokens from token sources: before a call, and once more if the server rejects a token.

use std::sync::Arc;

use http::StatusCode;

use super::attempt::{AttemptOutcome, NextAction, RetryState};
use super::receive::Received;
use super::{RequestContext, failure};
use crate::auth::credential::PlacedCredential;
use crate::auth::token_source::{NoToken, same, token};
use crate::client::config::Config;
use crate::error::Failure;
use crate::operation::Route;
use crate::retry;
use crate::transport::TransportPhase;
use crate::transport::timeouts::Deadline;

/// The credentials of a call, if the client has token sources.
pub(super) struct Identity {
    /// The security requirement of the operation that is used.
    pub(super) alternative: &'static [&'static str],
    /// The credentials that a request carries.
    pub(super) credentials: Arc<Vec<PlacedCredential>>,
}

/// Chooses the first security requirement for which all credentials are available, after asking its token sources.
///
/// Returns `None` if there is none. Fails if the token sources of all available requirements fail.
pub(super) async fn identify(
    config: &Config,
    route: &Route,
    deadline: &mut Deadline,
) -> Result<Option<Identity>, Failure> {
    let has_source = |scheme: &str| config.sources.iter().any(|source| source.scheme.name == scheme);
    let is_available = |scheme: &&str| {
        let holds = |held: &[PlacedCredential]| held.iter().any(|known| known.scheme == *scheme);
        has_source(scheme) || config.credentials.with(holds)
    };
    let mut failed = None;
    for alternative in route.security.iter().filter(|alternative| alternative.iter().all(is_available)) {
        match refresh(config, route, alternative, None, deadline).await {
            Ok(_) => return Ok(Some(Identity { alternative, credentials: config.credentials.snapshot() })),
            Err(failure) => drop(failed.get_or_insert(failure)),
        }
    }
    failed.map_or(Ok(None), |failure| Err(before_sending(failure)))
}

/// Requests tokens from the sources of a security requirement. Returns whether there is a token that was not rejected.
async fn refresh(
    config: &Config,
    route: &Route,
    alternative: &[&str],
    rejected: Option<&[PlacedCredential]>,
    deadline: &mut Deadline,
) -> Result<bool, Failure> {
    let mut changed = false;
    for source in config.sources.iter().filter(|source| alternative.contains(&source.scheme.name)) {
        let rejected = rejected.and_then(|rejected| token(rejected, source.scheme.name));
        let is_there = config.credentials.with(|held| {
            let last = token(held, source.scheme.name);
            match rejected {
                None => last.is_some_and(|last| source.is_good(last)),
                Some(_) => !same(last, rejected),
            }
        });
        if is_there {
            changed = true;
            continue;
        }
        let asked = async { Ok(source.ask(rejected, &config.credentials).await) };
        let answer = deadline.run(TransportPhase::Auth, asked).await;
        let answer = answer.map_err(|error| Failure::transport(route.id, error))?;
        let given = answer.map_err(|cause| {
            Failure::invalid_request(route.id, NoToken { scheme: source.scheme.name, cause })
        })?;
        changed |= !same(Some(&given), rejected);
    }
    Ok(changed)
}

/// Requests another token after a 401.
///
/// If there is no other token, the response is the result of the call. Fails if the token source fails.
pub(super) async fn after_rejection(
    config: &Config,
    call: &RequestContext<'_>,
    outcome: &AttemptOutcome,
    state: &mut RetryState,
    deadline: &mut Deadline,
) -> Result<NextAction, Failure> {
    let is_rejected = outcome.received.status() == StatusCode::UNAUTHORIZED && !state.token_rejected;
    let Some(Identity { alternative, credentials }) = &state.identity else { return Ok(NextAction::Finish) };
    if !is_rejected || !call.arguments.is_repeatable() {
        return Ok(NextAction::Finish);
    }
    state.token_rejected = true;
    match Box::pin(refresh(config, call.route, alternative, Some(credentials), deadline)).await {
        Ok(true) => Ok(NextAction::Resend),
        Ok(false) => Ok(NextAction::Finish),
        Err(failure) => {
            let mut failure = before_sending(failure);
            failure.attempts.made = state.made;
            if let Received::Buffered(raw) = &outcome.received {
                failure.response = Some(Box::new(failure::redacted(config, raw)));
            }
            Err(failure)
        }
    }
}

/// Marks a failure as safe to retry if its kind is: the request was not sent, or the server rejected it.
fn before_sending(mut failure: Failure) -> Failure {
    failure.attempts.may_repeat = retry::after_failure(failure.kind, failure.phase, false);
    failure
}
