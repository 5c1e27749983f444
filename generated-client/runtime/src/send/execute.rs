//! From arguments to a reply, in as many requests as it takes.

use reqwest::StatusCode;
use reqwest::header::{HeaderValue, LOCATION};
use url::Url;

use crate::auth::token_source::Identity;
use crate::client::Inner;
use crate::client::options::RequestOptions;
use crate::error::{Attempts, ErrorKind, Failure};
use crate::operation::Route;
use crate::request::arguments::Arguments;
use crate::retry;
use crate::send::redirect::{self, Stay};
use crate::trace;
use crate::transport::timeouts::Deadline;
use crate::transport::{CallInfo, TransportFuture, TransportPhase};

use super::outcome::AttemptOutcome;
pub(crate) use super::outcome::{BodyMode, Received};

/// A call, as far as its types do not matter.
pub(crate) struct RequestContext<'a> {
    pub(crate) route: &'a Route,
    pub(crate) arguments: &'a Arguments,
    pub(crate) settings: &'a RequestOptions,
    /// What becomes of a reply with a status.
    pub(crate) fate: &'a (dyn Fn(StatusCode) -> BodyMode + Sync),
}

/// How far a call has come.
struct RetryState {
    /// Attempts, this one included.
    made: u32,
    /// Requests sent before this one, for whatever reason.
    sent: u32,
    redirects: usize,
    token_refused: bool,
    /// The credentials that the request carries, if the client has token sources.
    identity: Option<Identity>,
    /// Where a redirect led.
    address: Option<Box<Url>>,
}

impl RetryState {
    fn new() -> Self {
        Self { made: 1, sent: 0, redirects: 0, token_refused: false, identity: None, address: None }
    }
}

/// What to do with an answer.
enum NextAction {
    Done,
    Again,
}

impl Inner {
    /// Sends requests until one is answered for good: a token may be too old, a resource elsewhere, a server busy.
    /// Comes with the address that redirects led to.
    pub(crate) async fn exchange(
        &self,
        call: &RequestContext<'_>,
    ) -> Result<(Received, Attempts, Option<Box<Url>>), Failure> {
        let mut deadline = Deadline::of_call(call.settings.timeouts(self.timeouts));
        let mut progress = RetryState::new();
        self.budget.deposit();
        if !self.sources.is_empty() && !self.is_open(call.route, call.settings) {
            let identity = Box::pin(self.identify(call.route, &mut deadline)).await;
            progress.identity = identity.map_err(Failure::before_sending)?;
            deadline.begin_attempt();
        }
        loop {
            if let Some(identity) = &mut progress.identity {
                identity.held = self.credentials();
            }
            let result = self.attempt(call, &progress, &mut deadline).await;
            progress.sent += 1;
            let step = match &result {
                Ok(answer) => match self.new_token(call, answer, &mut progress, &mut deadline).await? {
                    NextAction::Again => NextAction::Again,
                    NextAction::Done => self.follow(call, answer, &mut progress)?,
                },
                Err(_) => NextAction::Done,
            };
            if let NextAction::Again = step {
                continue;
            }
            let may_repeat = call.may_repeat(&result);
            if may_repeat && self.wait(call, &result, &mut progress, &mut deadline).await {
                continue;
            }
            let made = progress.made;
            return match result {
                Ok(answer) => Ok((answer.replied, Attempts { made, may_repeat }, progress.address)),
                // What was refused before it was sent was no attempt.
                Err(failure) if failure.kind == ErrorKind::InvalidRequest => {
                    Err(Failure { attempts: Attempts { made: made - 1, may_repeat }, ..failure })
                }
                Err(failure) => Err(Failure { attempts: Attempts { made, may_repeat }, ..failure }),
            };
        }
    }

    async fn attempt(
        &self,
        call: &RequestContext<'_>,
        progress: &RetryState,
        deadline: &mut Deadline,
    ) -> Result<AttemptOutcome, Failure> {
        let route = call.route;
        let info = CallInfo { operation: route.id, path: route.path, attempt: progress.made };
        let (trace, sent) = self.begin(call, progress, &info, deadline)?;
        let answer = trace.within(self.answer(call, sent, deadline)).await;
        match &answer {
            Ok(answer) => trace.replied(answer.replied.status()),
            Err(failure) => trace.failed(failure),
        }
        answer
    }

    /// Gives a request to the transport. A request is large: a future that holds none is small, and cheap to move and to poll.
    fn begin<'a>(
        &'a self,
        call: &RequestContext<'_>,
        progress: &RetryState,
        info: &'a CallInfo,
        deadline: &mut Deadline,
    ) -> Result<(trace::Attempt, TransportFuture<'a>), Failure> {
        let mut request = self
            .request(call, progress.identity.as_ref(), progress.address.as_deref())
            .map_err(|reason| Failure::request(call.route.id, reason))?;
        deadline.limit(&mut request);
        deadline.patient(takes_long(&request));
        let trace = trace::Attempt::start(&request, info, progress.sent);
        let sent = trace.inside(|| self.transport.send(request, info));
        Ok((trace, sent))
    }

    async fn answer(
        &self,
        call: &RequestContext<'_>,
        sent: TransportFuture<'_>,
        deadline: &mut Deadline,
    ) -> Result<AttemptOutcome, Failure> {
        let id = call.route.id;
        let sent = deadline.within(TransportPhase::ResponseHeaders, sent).await;
        deadline.patient(false);
        let response = sent.map_err(|error| Failure::transport(id, error))?;
        let is_redirect = redirect::is_redirect(response.status());
        let location = response.headers().get(LOCATION).filter(|_| is_redirect).cloned();
        let fate = (call.fate)(response.status());
        let replied = match fate {
            BodyMode::Open => Received::Open(response),
            BodyMode::Whole | BodyMode::Unknown => match self.read(id, response, deadline).await {
                Ok(reply) => Received::Whole(reply),
                // Where it leads is in the headers.
                Err(Failure { kind: ErrorKind::BodyTooLarge, reply: Some(kept), .. })
                    if is_redirect && fate == BodyMode::Unknown =>
                {
                    Received::Whole(kept.bare())
                }
                Err(failure) => return Err(failure),
            },
        };
        Ok(AttemptOutcome { replied, location })
    }

    /// A source may have another token than the one that was refused. If it has none, the reply says what is wrong; if it fails,
    /// it does.
    async fn new_token(
        &self,
        call: &RequestContext<'_>,
        answer: &AttemptOutcome,
        progress: &mut RetryState,
        deadline: &mut Deadline,
    ) -> Result<NextAction, Failure> {
        let is_refused = answer.replied.status() == StatusCode::UNAUTHORIZED && !progress.token_refused;
        let Some(Identity { alternative, held }) = &progress.identity else { return Ok(NextAction::Done) };
        if !is_refused || !call.arguments.is_repeatable() {
            return Ok(NextAction::Done);
        }
        progress.token_refused = true;
        match Box::pin(self.refresh(call.route, alternative, Some(held), deadline)).await {
            Ok(true) => Ok(NextAction::Again),
            Ok(false) => Ok(NextAction::Done),
            Err(failure) => {
                let mut failure = failure.before_sending();
                failure.attempts.made = progress.made;
                if let Received::Whole(reply) = &answer.replied {
                    failure.reply = self.failure(call.route.id, failure.kind, reply).reply;
                }
                Err(failure)
            }
        }
    }

    /// A redirect that the operation does not document is followed, or an error that says where it leads.
    fn follow(
        &self,
        call: &RequestContext<'_>,
        answer: &AttemptOutcome,
        progress: &mut RetryState,
    ) -> Result<NextAction, Failure> {
        let status = answer.replied.status();
        let Received::Whole(reply) = &answer.replied else { return Ok(NextAction::Done) };
        if !redirect::is_redirect(status) || (call.fate)(status) != BodyMode::Unknown {
            return Ok(NextAction::Done);
        }
        let location = answer.location.as_ref().map(HeaderValue::as_bytes);
        let followed = (progress.redirects, self.redirects);
        let from = self.address(call.route, call.arguments, progress.address.as_deref());
        let from = from.map_err(|reason| Failure::request(call.route.id, reason))?;
        let next = redirect::next(&from, location, &call.route.method, followed);
        match next.and_then(|to| if call.arguments.is_repeatable() { Ok(to) } else { Err(Stay::Body) }) {
            Ok(address) => {
                progress.redirects += 1;
                progress.address = Some(Box::new(address));
                Ok(NextAction::Again)
            }
            Err(stay) => {
                let mut failure = self.failure(call.route.id, ErrorKind::Redirect, reply);
                let location = failure.reply.as_ref().and_then(|reply| reply.headers().get(LOCATION));
                let to = location.map(|to| String::from_utf8_lossy(to.as_bytes()));
                let text = format!("the server redirects to {}: {stay}", to.as_deref().unwrap_or("nowhere"));
                failure.source = Some(text.into());
                failure.attempts.made = progress.made;
                Err(failure)
            }
        }
    }

    /// Waits before another attempt, if there is to be one.
    async fn wait(
        &self,
        call: &RequestContext<'_>,
        result: &Result<AttemptOutcome, Failure>,
        progress: &mut RetryState,
        deadline: &mut Deadline,
    ) -> bool {
        let policy = call.settings.retry.as_ref().unwrap_or(&self.retry);
        let headers = match result {
            Ok(answer) => answer.replied.headers(),
            Err(failure) => failure.reply.as_ref().map(|reply| reply.headers()),
        };
        let asked = headers.and_then(crate::response::rate_limit::retry_after);
        let Some(wait) = policy.wait(progress.made, asked) else { return false };
        if !call.arguments.is_repeatable() || !deadline.allows(wait) {
            return false;
        }
        let Some(share) = self.budget.try_withdraw() else { return false };
        trace::retrying(call.route.id, progress.made, wait);
        deadline.sleep(wait).await;
        share.spend();
        deadline.begin_attempt();
        progress.made += 1;
        progress.address = None;
        progress.redirects = 0;
        true
    }
}

/// Whether sending a request may take longer than a server may be silent: nobody says how far it has come.
fn takes_long(request: &reqwest::Request) -> bool {
    const SOON_SENT: usize = 64 * 1024;
    request.body().is_some_and(|body| body.as_bytes().is_none_or(|bytes| bytes.len() > SOON_SENT))
}

impl RequestContext<'_> {
    /// Whether doing it again does no harm, whatever the policy says.
    fn may_repeat(&self, result: &Result<AttemptOutcome, Failure>) -> bool {
        let is_idempotent = retry::is_idempotent(&self.route.method) || self.settings.has_key();
        match result {
            Ok(AttemptOutcome { replied: Received::Whole(reply), .. }) => {
                retry::after_reply(reply.status, &reply.headers, is_idempotent)
            }
            Ok(_) => false,
            Err(failure) => {
                let refused = failure
                    .reply
                    .as_ref()
                    .is_some_and(|reply| retry::after_reply(reply.status(), reply.headers(), is_idempotent));
                refused || retry::after_failure(failure.kind, failure.phase, is_idempotent)
            }
        }
    }
}
