//! A token source of a client, and the token request that its calls share.

use std::sync::Arc;

use secrecy::SecretString;

use super::{TokenSource, cause, same, token};
use crate::api::SecurityScheme;
use crate::auth::credential::PlacedCredential;
use crate::auth::store::CredentialStore;
use crate::platform::{Answer, BoxFuture, Cause, TokenRequests};

/// A token source of a scheme.
pub(crate) struct Source {
    pub(crate) scheme: &'static SecurityScheme,
    source: Arc<dyn TokenSource>,
    requests: TokenRequests,
}

impl Source {
    pub(crate) fn new(scheme: &'static SecurityScheme, source: Arc<dyn TokenSource>) -> Self {
        Self { scheme, source, requests: TokenRequests::default() }
    }

    pub(crate) fn is_good(&self, token: &SecretString) -> bool {
        self.source.is_good(token)
    }

    /// Requests a token and stores it, or waits for the request of another call.
    pub(crate) async fn ask(&self, rejected: Option<&SecretString>, credentials: &CredentialStore) -> Answer {
        let ask = |rejected: Option<SecretString>| -> BoxFuture<'static, Answer> {
            let source = self.source.clone();
            Box::pin(async move { source.token(rejected.as_ref()).await.map_err(cause) })
        };
        loop {
            let store = |given: &SecretString| self.place(given, credentials);
            let (answer, asked) = self.requests.run(rejected, ask, store).await?;
            let is_token = answer.as_ref().is_ok_and(|given| !same(Some(given), rejected));
            // Otherwise the result belongs to a request of another call with another rejected token.
            if is_token || same(asked.as_ref(), rejected) {
                return answer;
            }
        }
    }

    fn place(&self, given: &SecretString, held: &CredentialStore) -> Result<(), Cause> {
        if held.with(|held| same(token(held, self.scheme.name), Some(given))) {
            return Ok(());
        }
        let placed = PlacedCredential::new(self.scheme, given).ok_or_else(|| {
            cause(format!("the credential for `{}` cannot be sent in a request", self.scheme.name))
        })?;
        held.replace(&PlacedCredential { token: Some(given.clone()), ..placed });
        Ok(())
    }
}
