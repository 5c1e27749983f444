//! Credentials: what they are, where they are kept, where tokens come from, and how their secrets are redacted.

pub(crate) mod credential;
pub(crate) mod redact;
pub(crate) mod store;
pub(crate) mod token_source;
