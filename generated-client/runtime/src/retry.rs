//! When a call is retried, and after which delay.

pub(crate) mod budget;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use http::header::HeaderMap;
use http::{Method, StatusCode};

use crate::error::ErrorKind;
use crate::response::rate_limit::retry_after;
use crate::transport::TransportPhase;

/// Configures when a failed call is retried.
///
/// | failure | retried |
/// |---|---|
/// | no connection was made | any call |
/// | the server rejected the request unprocessed (HTTP/2) | any call |
/// | the connection broke before the end of the response | GET, HEAD, OPTIONS, TRACE, PUT, DELETE |
/// | the attempt or idle timeout expired | the same |
/// | 502, 503, 504 | the same |
/// | 429, and 503 with `Retry-After` | any call, because the server rejected it |
///
/// These are the idempotent methods of
/// [RFC 9110, section 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2). A call with an
/// [idempotency key](crate::RequestOptions::idempotency_key) is treated as idempotent. A call whose body is a stream is
/// not retried.
///
/// The delay before a retry is `Retry-After` or the backoff, whichever is longer. The backoff doubles for each retry,
/// and up to half of it is randomly taken off. If the delay would exceed the timeout of the call, or `Retry-After`
/// exceeds [`max_retry_after`](Self::max_retry_after), the call fails with the last error. All clones of a client share
/// a retry budget: see [`ClientBuilder::retry_budget`](crate::ClientBuilder::retry_budget).
///
/// On wasm32 nothing is retried.
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
    /// Returns a policy of three attempts, backoff from 200 ms to 20 s, and `Retry-After` up to 30 s.
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
    /// Never retries.
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the delay before the first retry, which doubles for each further retry, and its maximum.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// Sets the maximum `Retry-After`. If the server requests more, the call fails, and the error has the delay.
    pub fn max_retry_after(mut self, longest: Duration) -> Self {
        self.longest_asked = longest;
        self
    }

    /// Returns the delay before the next attempt, given the number of attempts so far; `None` if the call is not
    /// retried.
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

/// Returns a random number from 0 to 1. The random hash keys are the only randomness in the standard library.
fn random() -> f64 {
    let bits = u32::try_from(RandomState::new().build_hasher().finish() >> 32).unwrap_or_default();
    f64::from(bits) / f64::from(u32::MAX)
}

/// Returns whether a request with this method can be repeated without further effect.
pub(crate) fn is_idempotent(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::PUT, Method::DELETE].contains(method)
}

/// Returns whether a call that got this response may be retried.
pub(crate) fn after_response(status: StatusCode, headers: &HeaderMap, is_idempotent: bool) -> bool {
    match status {
        StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::SERVICE_UNAVAILABLE => is_idempotent || retry_after(headers).is_some(),
        StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => is_idempotent,
        _ => false,
    }
}

/// Returns whether a call that failed like this may be retried.
pub(crate) fn after_failure(kind: ErrorKind, phase: Option<TransportPhase>, is_idempotent: bool) -> bool {
    match (kind, phase) {
        (ErrorKind::Connect, _) => true,
        // Nothing has been sent.
        (ErrorKind::Timeout, Some(TransportPhase::Auth | TransportPhase::Connect)) => true,
        // The stream of the request body failed, not the connection.
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
