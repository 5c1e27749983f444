//! The configuration of a client.

use crate::api::Api;
use crate::auth::store::CredentialStore;
use crate::auth::token_source::Source;
use crate::response::decode::MemoryLimit;
use crate::retry::RetryPolicy;
use crate::retry::budget::RetryBudget;
use crate::transport::Sender;
use crate::transport::timeouts::Timeouts;

/// The configuration of a client, which its calls read.
pub(crate) struct Config {
    pub(crate) api: &'static Api,
    /// The base URL, without a trailing slash.
    pub(crate) base_url: url::Url,
    /// The base URL with a long path, so that a copy has room for the path of a call.
    pub(crate) roomy: url::Url,
    /// Whether the base URL is that of the document, not one that the caller set.
    pub(crate) is_default_server: bool,
    /// Whether paths of servers of the document apply to the base URL: the caller set none, or one without a path.
    pub(crate) takes_paths: bool,
    /// Whether the API is on this machine, so that a credential is not sent through a proxy.
    pub(crate) is_direct: bool,
    pub(crate) credentials: CredentialStore,
    pub(crate) sources: Vec<Source>,
    /// Whether no credential is sent or required.
    pub(crate) unauthenticated: bool,
    pub(crate) sender: Sender,
    pub(crate) max_response_bytes: usize,
    pub(crate) max_decoded_bytes: usize,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: RetryBudget,
    pub(crate) max_redirects: usize,
}

impl Config {
    /// Returns the memory limit for the values of a response.
    pub(crate) fn memory(&self) -> MemoryLimit {
        MemoryLimit { decoding: self.api.decoding, bytes: self.max_decoded_bytes }
    }
}
