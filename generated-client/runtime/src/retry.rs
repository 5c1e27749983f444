//! When a call is made again, and after how long.

pub(crate) mod budget;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use http::header::HeaderMap;
use http::{Method, StatusCode};

use crate::error::ErrorKind;
use crate::response::rate_limit::retry_after;
use crate::transport::TransportPhase;

/// When a call that failed is made again.
///
/// | what failed | is made again |
/// |---|---|
/// | no connection was made | any call |
/// | the server rejected the request unprocessed, as HTTP/2 can say | any call |
/// | the connection broke before the reply was whole | GET, HEAD, OPTIONS, TRACE, PUT, DELETE |
/// | an attempt's time ran out, or the server was silent for too long | the same |
/// | 502, 503, 504 | the same |
/// | 429, and 503 with `Retry-After` | any call: the server has refused it |
///
/// The methods are the idempotent ones of [RFC 9110, section 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2); a call with
/// an [idempotency key](crate::RequestOptions::idempotency_key) counts as one of them. A body that is a stream is sent once.
///
/// Before a retry the client waits: as long as `Retry-After` says and never less than its own backoff, which doubles each
/// time and of which a random half is taken off. A wait that would go beyond the call's timeout, or a `Retry-After` beyond
/// [`max_retry_after`](Self::max_retry_after), ends the call with what there is. Retries of all clones of a client draw on one
/// budget: see [`ClientBuilder::retry_budget`](crate::ClientBuilder::retry_budget). On wasm32 nothing is retried.
///
/// ```
/// use std::time::Duration;
/// use clientwright_runtime::RetryPolicy;
///
/// let eager = RetryPolicy::default().max_attempts(5).backoff(Duration::from_millis(50), Duration::from_secs(2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    attempts: u32,
    first: Duration,
    longest: Duration,
    longest_asked: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts; backoff from 200 ms to 20 s; `Retry-After` up to 30 s.
    fn default() -> Self {
        Self {
            attempts: 3,
            first: Duration::from_millis(200),
            longest: Duration::from_secs(20),
            longest_asked: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// One attempt.
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// How often a call is made at most, the first time included.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The wait before the first retry, which doubles for each that follows, and the longest.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// The longest wait that a server may ask for. When it asks for more the call ends, and the error says how long.
    pub fn max_retry_after(mut self, longest: Duration) -> Self {
        self.longest_asked = longest;
        self
    }

    /// How long to wait before a call is made again that has been made so many times. Nothing: it is not.
    pub(crate) fn wait(&self, made: u32, asked: Option<Duration>) -> Option<Duration> {
        if made >= self.attempts || asked.is_some_and(|asked| asked > self.longest_asked) {
            return None;
        }
        let doubled = 1_u32.checked_shl(made.saturating_sub(1)).unwrap_or(u32::MAX);
        let backoff = self.first.saturating_mul(doubled).min(self.longest);
        let jittered = backoff.mul_f64(0.5 + 0.5 * random());
        Some(asked.unwrap_or_default().max(jittered))
    }
}

/// From 0 to 1. The standard library's hash keys are random and the only randomness that it gives.
fn random() -> f64 {
    let bits = u32::try_from(RandomState::new().build_hasher().finish() >> 32).unwrap_or_default();
    f64::from(bits) / f64::from(u32::MAX)
}

/// Whether doing the same twice comes to doing it once.
pub(crate) fn is_idempotent(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::PUT, Method::DELETE].contains(method)
}

/// Whether a call that got this reply may be made again.
pub(crate) fn after_response(status: StatusCode, headers: &HeaderMap, is_idempotent: bool) -> bool {
    match status {
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::SERVICE_UNAVAILABLE => is_idempotent || retry_after(headers).is_some(),
        StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => is_idempotent,
        _ => false,
    }
}

/// Whether a call that failed like this may be made again.
pub(crate) fn after_failure(kind: ErrorKind, phase: Option<TransportPhase>, is_idempotent: bool) -> bool {
    match (kind, phase) {
        (ErrorKind::Connect, _) => true,
        // Nothing has been sent.
        (ErrorKind::Timeout, Some(TransportPhase::Auth | TransportPhase::Connect)) => true,
        // The way to the server is fine, and the body's stream at fault.
        (ErrorKind::Timeout | ErrorKind::Transport, Some(TransportPhase::RequestBody)) => false,
        (ErrorKind::Transport, Some(TransportPhase::Rejected)) => true,
        (ErrorKind::Timeout | ErrorKind::Transport, _) => is_idempotent,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_half_of_them_is_chance() {
        let policy = RetryPolicy::default()
            .max_attempts(6)
            .backoff(Duration::from_millis(100), Duration::from_millis(350));
        for (made, most) in [(1, 100), (2, 200), (3, 350), (5, 350)] {
            for _ in 0..100 {
                let wait = policy.wait(made, None).unwrap().as_millis();
                assert!((most / 2..=most).contains(&wait), "{made}: {wait}");
            }
        }
        assert_eq!(policy.wait(6, None), None);
        assert!(policy.max_attempts(u32::MAX).wait(u32::MAX - 1, None).is_some());
    }

    #[test]
    fn a_server_is_waited_for_as_long_as_it_asks_and_no_longer_than_allowed() {
        let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(5));
        assert_eq!(policy.wait(1, Some(Duration::from_secs(5))), Some(Duration::from_secs(5)));
        assert_eq!(policy.wait(1, Some(Duration::from_secs(6))), None);
        assert!(policy.wait(1, Some(Duration::ZERO)).unwrap() >= Duration::from_millis(100));
        assert_eq!(RetryPolicy::never().wait(1, None), None);
    }
}
