//! Secrets that change: a token that runs out, and another in its place.

mod source;

use std::error::Error as StdError;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use crate::auth::credential::PlacedCredential;
use crate::platform::{BoxFuture, Cause};

pub(crate) use source::Source;

/// The future of a [`TokenSource`]. It is `Send` except on wasm32.
pub type TokenFuture<'a> = BoxFuture<'a, Result<SecretString, Box<dyn StdError + Send + Sync>>>;

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

fn cause(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Cause {
    Arc::from(error.into())
}

/// A source has none to give.
#[derive(Debug)]
pub(crate) struct NoToken {
    pub(crate) scheme: &'static str,
    pub(crate) cause: Cause,
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

/// The token that a source gave for a scheme.
pub(crate) fn token<'h>(held: &'h [PlacedCredential], scheme: &str) -> Option<&'h SecretString> {
    held.iter().find(|credential| credential.scheme == scheme)?.token.as_ref()
}

pub(crate) fn same(one: Option<&SecretString>, other: Option<&SecretString>) -> bool {
    one.map(SecretString::expose_secret) == other.map(SecretString::expose_secret)
}
