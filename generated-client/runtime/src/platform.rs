//! Differences between native targets and browsers: futures, clocks, streams of bytes and methods of reqwest.
//!
//! Both modules have the same items. All other modules of the crate are the same for all targets.

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
    stopped, system_time, with_keep_alive, without_proxy,
};

/// The error of a token source, shared by all calls that wait for its token.
pub(crate) type Cause = Arc<dyn StdError + Send + Sync>;

/// The result of a token source.
pub(crate) type Answer = Result<SecretString, Cause>;

/// How far a failed request came, if reqwest's error has that information.
#[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "browsers do not have this information"))]
pub(crate) enum Stopped {
    /// No connection was made.
    Connecting,
    /// The stream of the request body failed.
    SendingBody,
    /// The server rejected the request unprocessed.
    Rejected,
}
