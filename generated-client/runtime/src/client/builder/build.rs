//! Builds a client from its settings.

use crate::auth::credential::{Credential, PlacedCredential};
use crate::auth::store::CredentialStore;
use crate::auth::token_source::Source;
use crate::client::Client;
use crate::client::base_url::resolve;
use crate::client::builder::{ClientBuilder, DECODED, Layer};
use crate::client::config::Config;
use crate::client::error::BuildError;
use crate::platform::{with_keep_alive, without_proxy};
use crate::request::origin::{is_loopback, is_private_enough, with_room};
use crate::retry::budget::RetryBudget;
use crate::transport::{Sender, own_client};

impl<C: From<Client>> ClientBuilder<C> {
    /// Builds the client.
    ///
    /// # Errors
    /// Fails if a setting is invalid: see [`BuildError`].
    pub fn build(mut self) -> Result<C, BuildError> {
        let has_secret = !self.credentials.is_empty() || !self.sources.is_empty();
        if let Some(missing) = self.missing.take().filter(|_| !has_secret && !self.unauthenticated) {
            return Err(missing);
        }
        let sends_secret = has_secret && !self.unauthenticated;
        let base_url = resolve(self.api, self.base_url.as_ref())?;
        if sends_secret && !self.plain_http && !is_private_enough(&base_url) {
            return Err(BuildError::PlainHttp { origin: base_url.origin().ascii_serialization() });
        }
        let credentials = self.place_credentials()?;
        let sources = self.sources.iter().map(|(scheme, source)| {
            let known = self.api.security_schemes.iter().find(|known| known.name == *scheme);
            known.map(|known| Source::new(known, source.clone())).ok_or(BuildError::UnknownScheme { scheme })
        });
        let sources: Vec<Source> = sources.collect::<Result<_, _>>()?;
        let is_direct = is_loopback(&base_url);
        let sender = match self.transport {
            Some(transport) => Sender::Custom(transport),
            None => {
                let keeps_proxies = !is_direct || (self.http.is_some() && !sends_secret);
                let http = self.http.unwrap_or_default();
                let http = if keeps_proxies { http } else { without_proxy(http) };
                let http = with_keep_alive(http, self.timeouts.idle);
                Sender::Own(
                    own_client(http, self.user_agent, self.connect_timeout).map_err(BuildError::Http)?,
                )
            }
        };
        let wrap = |inner: Sender, layer: Layer| Sender::Custom(layer(inner.into_transport()));
        let sender = self.layers.into_iter().fold(sender, wrap);
        Ok(C::from(Client::new(Config {
            api: self.api,
            roomy: with_room(&base_url),
            base_url,
            is_default_server: self.base_url.is_none(),
            takes_paths: self.base_url.is_none_or(|given| given.is_origin()),
            is_direct,
            credentials: CredentialStore::new(credentials, !sources.is_empty()),
            sources,
            unauthenticated: self.unauthenticated,
            sender,
            max_response_bytes: self.max_response_bytes,
            max_decoded_bytes: self
                .max_decoded_bytes
                .unwrap_or_else(|| self.max_response_bytes.saturating_mul(DECODED)),
            timeouts: self.timeouts,
            retry: self.retry,
            budget: RetryBudget::new(self.budget.0, self.budget.1),
            max_redirects: self.max_redirects,
        })))
    }

    fn place_credentials(&self) -> Result<Vec<PlacedCredential>, BuildError> {
        let place = |credential: &Credential| {
            let scheme = self.api.security_schemes.iter().find(|scheme| scheme.name == credential.scheme);
            let scheme = scheme.ok_or(BuildError::UnknownScheme { scheme: credential.scheme })?;
            PlacedCredential::new(scheme, &credential.secret)
                .ok_or(BuildError::Credential { scheme: credential.scheme })
        };
        self.credentials.iter().map(place).collect()
    }
}
