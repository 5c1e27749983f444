//! Secrets that change: a token that runs out, and another in its place.

#[cfg(not(target_arch = "wasm32"))]
mod asking;
mod source;

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use crate::auth::credential::PlacedCredential;
use crate::client::Inner;
use crate::error::Failure;
use crate::operation::Route;
use crate::transport::TransportPhase;
use crate::transport::timeouts::Deadline;

pub(crate) use source::Source;

/// What a [`TokenSource`] gives back. Not `Send` on wasm32, where nothing that waits for the network is.
#[cfg(not(target_arch = "wasm32"))]
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<SecretString, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;
/// What a [`TokenSource`] gives back.
#[cfg(target_arch = "wasm32")]
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<SecretString, Box<dyn StdError + Send + Sync>>> + 'a>>;

/// Gives the secret of a security scheme for each call: an OAuth 2 access token, for one.
///
/// It is asked before each call that uses the scheme, so it keeps its token as long as that is good. When the API rejects
/// a token with 401, it is asked once more, with the token that was rejected, and the call is sent again with what it gives.
///
/// It is asked once at a time, except in a browser: calls that need a token meanwhile wait for the same answer, also if the call
/// that asked is dropped. With [`is_good`](Self::is_good) a source lets calls use the token that it gave last.
///
/// If an operation has alternative security requirements and the source of one fails, the next one is used that has its
/// credentials.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is good, and another than the one that was refused.
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a>;

    /// Whether the token that it gave last is good for another call, because it does not expire soon. The source is then not
    /// asked for a token. Many calls ask this at the same time and without a lock. By default, the source is asked for a token
    /// before each call.
    fn is_good(&self, token: &SecretString) -> bool {
        let _ = token;
        false
    }
}

/// The answer of a source, for all calls that wait for it.
type Answer = Result<SecretString, Cause>;

/// Why there is no token.
type Cause = Arc<dyn StdError + Send + Sync>;

fn cause(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Cause {
    Arc::from(error.into())
}

/// A source has none to give.
#[derive(Debug)]
struct NoToken {
    scheme: &'static str,
    cause: Cause,
}

impl std::fmt::Display for NoToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "no credential could be had for `{}`", self.scheme)
    }
}

impl StdError for NoToken {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.cause.as_ref())
    }
}

/// The credentials of a call, if the client has token sources.
pub(crate) struct Identity {
    /// The security requirement of the operation that is used.
    pub(crate) alternative: &'static [&'static str],
    /// The credentials that a request carries.
    pub(crate) held: Arc<Vec<PlacedCredential>>,
}

/// The token that a source gave for a scheme.
fn token<'h>(held: &'h [PlacedCredential], scheme: &str) -> Option<&'h SecretString> {
    held.iter().find(|credential| credential.scheme == scheme)?.token.as_ref()
}

fn same(one: Option<&SecretString>, other: Option<&SecretString>) -> bool {
    one.map(SecretString::expose_secret) == other.map(SecretString::expose_secret)
}

impl Inner {
    /// Chooses the first security requirement that has its credentials, once its sources have been asked. Returns nothing if
    /// there is none.
    pub(crate) async fn identify(
        &self,
        route: &Route,
        deadline: &mut Deadline,
    ) -> Result<Option<Identity>, Failure> {
        let has_source = |scheme: &str| self.sources.iter().any(|source| source.scheme.name == scheme);
        let is_held = |scheme: &&str| {
            let holds = |held: &[PlacedCredential]| held.iter().any(|known| known.scheme == *scheme);
            has_source(scheme) || self.credentials.with(holds)
        };
        let mut failed = None;
        for alternative in route.security.iter().filter(|alternative| alternative.iter().all(is_held)) {
            match self.refresh(route, alternative, None, deadline).await {
                Ok(_) => return Ok(Some(Identity { alternative, held: self.credentials() })),
                Err(failure) => drop(failed.get_or_insert(failure)),
            }
        }
        failed.map_or(Ok(None), Err)
    }

    /// Asks the sources of a security requirement for tokens, other than the rejected ones. Returns whether there is another.
    pub(crate) async fn refresh(
        &self,
        route: &Route,
        alternative: &[&str],
        refused: Option<&[PlacedCredential]>,
        deadline: &mut Deadline,
    ) -> Result<bool, Failure> {
        let mut changed = false;
        for source in self.sources.iter().filter(|source| alternative.contains(&source.scheme.name)) {
            let refused = refused.and_then(|refused| token(refused, source.scheme.name));
            let is_there = self.credentials.with(|held| {
                let last = token(held, source.scheme.name);
                match refused {
                    None => last.is_some_and(|last| source.is_good(last)),
                    Some(_) => !same(last, refused),
                }
            });
            if is_there {
                changed = true;
                continue;
            }
            let asked = async { Ok(source.ask(refused, &self.credentials).await) };
            let answer = deadline.within(TransportPhase::Auth, asked).await;
            let answer = answer.map_err(|error| Failure::transport(route.id, error))?;
            let given = answer
                .map_err(|cause| Failure::request(route.id, NoToken { scheme: source.scheme.name, cause }))?;
            changed |= !same(Some(&given), refused);
        }
        Ok(changed)
    }
}
