//! The client that generated clients wrap. It has one origin, one credential for each scheme, and one transport.

mod base_url;
pub(crate) mod builder;
pub(crate) mod config;
mod env;
pub(crate) mod error;
pub(crate) mod options;

use std::sync::Arc;

use crate::auth::credential::PlacedCredential;
use config::Config;
use options::RequestOptions;

/// The client that a generated client wraps. Clones share everything except the options of [`with_options`](Self::with_options).
#[derive(Clone)]
pub struct Client {
    config: Arc<Config>,
    options: Arc<RequestOptions>,
}

impl Client {
    pub(crate) fn new(config: Config) -> Self {
        Self { config: Arc::new(config), options: Arc::default() }
    }

    /// Returns the same client with options for its calls. They replace all earlier options.
    pub fn with_options(&self, options: RequestOptions) -> Self {
        Self { config: self.config.clone(), options: Arc::new(options) }
    }

    /// Returns the base URL of the API, without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.config.base_url.as_str().trim_end_matches('/')
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn options(&self) -> &RequestOptions {
        &self.options
    }
}

impl std::fmt::Debug for Client {
    /// Shows the schemes that have a credential, without their secrets.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let schemes =
            |held: &[PlacedCredential]| held.iter().map(|credential| credential.scheme).collect::<Vec<_>>();
        formatter
            .debug_struct("Client")
            .field("api", &self.config.api.title)
            .field("base_url", &self.base_url())
            .field("credentials", &self.config.credentials.with(schemes))
            .finish_non_exhaustive()
    }
}
