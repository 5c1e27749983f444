//! Sources of tokens that expire.

mod source;

use std::error::Error as StdError;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use crate::auth::credential::PlacedCredential;
use crate::platform::{BoxFuture, Cause};

pub(crate) use source::Source;

/// The future of a [`TokenSource`]. It is `Send` except on wasm32.
pub type TokenFuture<'a> = BoxFuture<'a, Result<SecretString, Box<dyn StdError + Send + Sync>>>;

/// A source of the secret of a security scheme, such as an OAuth 2 access token.
///
/// It is called before each call that uses the scheme, so it should keep its token until that expires. If the API
/// rejects a token with 401, it is called once more with the rejected token, and the call is resent with the new one.
///
/// Except in a browser, it is called once at a time: other calls that need a token wait for the same result, even if
/// the call that requested it is dropped. With [`is_good`](Self::is_good), calls can use the last token again.
///
/// If an operation has alternative security requirements and the source of one fails, the next one that has its
/// credentials is used.
pub trait TokenSource: Send + Sync + 'static {
    /// Returns a valid token that differs from the rejected one.
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a>;

    /// Returns whether the last token can be used for another call because it does not expire soon.
    ///
    /// If so, the source is not called. Many calls run this at the same time, without a lock. By default it returns
    /// `false`, so the source is called before each call.
    fn is_good(&self, token: &SecretString) -> bool {
        let _ = token;
        false
    }
}

fn cause(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Cause {
    Arc::from(error.into())
}

/// The error if a token source fails.
#[derive(Debug)]
pub(crate) struct NoToken {
    pub(crate) scheme: &'static str,
    pub(crate) cause: Cause,
}

impl std::fmt::Display for NoToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "could not get a credential for `{}`", self.scheme)
    }
}

impl StdError for NoToken {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.cause.as_ref())
    }
}

/// Returns the token that a source returned for a scheme.
pub(crate) fn token<'h>(held: &'h [PlacedCredential], scheme: &str) -> Option<&'h SecretString> {
    held.iter().find(|credential| credential.scheme == scheme)?.token.as_ref()
}

pub(crate) fn same(one: Option<&SecretString>, other: Option<&SecretString>) -> bool {
    one.map(SecretString::expose_secret) == other.map(SecretString::expose_secret)
}
