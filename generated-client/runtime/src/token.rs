//! Secrets that change: a token that runs out, and another in its place.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;

use secrecy::{ExposeSecret, SecretString};

use crate::client::Inner;
use crate::credential::PlacedCredential;
use crate::deadline::Deadline;
use crate::error::Failure;
use crate::operation::Route;
use crate::transport::TransportPhase;

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
/// It is asked before every call that takes the scheme, so it keeps its token as long as that is good. When the API refuses
/// a token with 401 it is asked once more, with the token that was refused, and the call is made again with what it gives.
/// It is asked by one call at a time, but in a browser; the others wait, and take what that one was given.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is good, and another than the one that was refused.
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a>;
}

/// A source, and the token that it gave last.
pub(crate) struct Source {
    pub(crate) scheme: &'static str,
    pub(crate) source: Box<dyn TokenSource>,
    last: std::sync::Mutex<Option<SecretString>>,
    /// Whose turn it is to ask.
    #[cfg(not(target_arch = "wasm32"))]
    turn: tokio::sync::Mutex<()>,
}

/// A source has none to give.
#[derive(Debug, thiserror::Error)]
#[error("no credential could be had for `{scheme}`")]
struct NoToken {
    scheme: &'static str,
    #[source]
    cause: Box<dyn StdError + Send + Sync>,
}

impl Source {
    pub(crate) fn new(scheme: &'static str, source: impl TokenSource) -> Self {
        Self {
            scheme,
            source: Box::new(source),
            last: Default::default(),
            #[cfg(not(target_arch = "wasm32"))]
            turn: Default::default(),
        }
    }

    /// Waits for its turn to ask, which lasts as long as what this returns.
    #[cfg(not(target_arch = "wasm32"))]
    async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Nobody waits: there is no such lock in the standard library, so that in a browser several calls may ask at once.
    #[cfg(target_arch = "wasm32")]
    async fn turn(&self) -> Turn {
        Turn
    }

    fn last(&self) -> Option<SecretString> {
        self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

#[cfg(target_arch = "wasm32")]
struct Turn;

fn same(one: Option<&SecretString>, other: Option<&SecretString>) -> bool {
    one.map(SecretString::expose_secret) == other.map(SecretString::expose_secret)
}

/// A token that a source gave, for each source.
pub(crate) type Tokens = Vec<Option<SecretString>>;

impl Inner {
    /// The tokens that requests carry now.
    pub(crate) fn tokens(&self) -> Tokens {
        self.sources.iter().map(Source::last).collect()
    }

    /// Asks the sources of the schemes that an operation takes, and tells them which tokens were refused, if they were. Whether any
    /// of them has another token than that. One that another call has asked meanwhile is not asked again.
    pub(crate) async fn refresh(
        &self,
        route: &Route,
        refused: Option<&Tokens>,
        deadline: &mut Deadline,
    ) -> Result<bool, Failure> {
        let mut changed = false;
        for (place, source) in self.sources.iter().enumerate() {
            if !route.security.iter().any(|set| set.contains(&source.scheme)) {
                continue;
            }
            let refused = refused.and_then(|refused| refused.get(place)?.as_ref());
            let turn = deadline.within(TransportPhase::Token, async { Ok(source.turn().await) }).await;
            let _turn = turn.map_err(|error| Failure::transport(route.id, error))?;
            let last = source.last();
            if refused.is_some() && !same(last.as_ref(), refused) {
                changed = true;
                continue;
            }
            let asked = async { Ok(source.source.token(refused).await) };
            let given = deadline.within(TransportPhase::Token, asked).await;
            let given = given.map_err(|error| Failure::transport(route.id, error))?;
            let token = given
                .map_err(|cause| Failure::request(route.id, NoToken { scheme: source.scheme, cause }))?;
            if !same(last.as_ref(), Some(&token)) {
                self.place(source, &token).map_err(|reason| Failure::request(route.id, reason))?;
                changed = true;
            }
        }
        Ok(changed)
    }

    fn place(&self, source: &Source, token: &SecretString) -> Result<(), String> {
        let scheme = self.api.security_schemes.iter().find(|scheme| scheme.name == source.scheme);
        let placed = scheme.and_then(|scheme| PlacedCredential::new(scheme, token));
        let refused = || format!("the credential for `{}` cannot stand in a request", source.scheme);
        self.credentials.replace(placed.ok_or_else(refused)?);
        *source.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(token.clone());
        Ok(())
    }
}
