//! What differs between a native target and a browser: futures, clocks, streams of bytes and reqwest's own methods.
//!
//! Both modules have the same items. Every other module of the crate is the same for all targets.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
#[path = "platform/wasm.rs"]
mod native;

use std::error::Error as StdError;
use std::sync::Arc;

use secrecy::SecretString;

pub(crate) use native::{
    BodyStream, BoxFuture, Chunks, IS_BROWSER, Timer, TokenRequests, execute, now, own_client, sleep,
    stopped, system_time, without_proxy,
};

/// The error of a token source, for all calls that wait for its answer.
pub(crate) type Cause = Arc<dyn StdError + Send + Sync>;

/// The answer of a token source.
pub(crate) type Answer = Result<SecretString, Cause>;

/// How far a failed request came, if reqwest's error tells.
#[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "a browser does not tell"))]
pub(crate) enum Stopped {
    /// No connection was made.
    Connecting,
    /// The stream that is the request's body ended with an error.
    SendingBody,
    /// The server rejected the request unprocessed.
    Rejected,
}
