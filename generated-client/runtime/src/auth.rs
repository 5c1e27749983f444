//! Credentials, their store, token sources, and the redaction of secrets.

pub(crate) mod credential;
pub(crate) mod redact;
pub(crate) mod store;
pub(crate) mod token_source;
