//! The end of a call's time, over all of its attempts.

use std::future::Future;
use std::time::Duration;

use crate::transport::{TransportError, TransportPhase};

/// When a call's time is over. It covers getting a token, sending, waiting between attempts and reading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    total: Duration,
    /// Without, there is none: it lies beyond what the clock can say.
    #[cfg(not(target_arch = "wasm32"))]
    end: Option<tokio::time::Instant>,
}

/// The call's time is over.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, thiserror::Error)]
#[error("the whole call has {0:?}, which `timeout` of the builder or of the call's settings sets")]
struct Over(Duration);

#[cfg(not(target_arch = "wasm32"))]
impl Deadline {
    pub(crate) fn after(total: Duration) -> Self {
        Self { total, end: tokio::time::Instant::now().checked_add(total) }
    }

    /// Waits for something as long as there is time.
    pub(crate) async fn within<T>(
        &self,
        phase: TransportPhase,
        future: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        let Some(end) = self.end else { return future.await };
        tokio::time::timeout_at(end, future).await.unwrap_or_else(|_| {
            Err(TransportError { phase, is_timeout: true, source: Box::new(Over(self.total)) })
        })
    }

    /// Whether there is time left after a wait.
    pub(crate) fn allows(&self, wait: Duration) -> bool {
        let Some(end) = self.end else { return true };
        tokio::time::Instant::now().checked_add(wait).is_some_and(|then| then < end)
    }

    pub(crate) async fn sleep(&self, wait: Duration) {
        tokio::time::sleep(wait).await;
    }

    /// The HTTP library needs no limit beside this one.
    pub(crate) fn limit(&self, _: &mut reqwest::Request) {}
}

/// There is neither clock nor timer in the standard library: the browser ends a request, and nothing is retried.
#[cfg(target_arch = "wasm32")]
impl Deadline {
    pub(crate) fn after(total: Duration) -> Self {
        Self { total }
    }

    pub(crate) async fn within<T>(
        &self,
        _: TransportPhase,
        future: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        future.await
    }

    pub(crate) fn allows(&self, _: Duration) -> bool {
        false
    }

    pub(crate) async fn sleep(&self, _: Duration) {}

    pub(crate) fn limit(&self, request: &mut reqwest::Request) {
        *request.timeout_mut() = Some(self.total);
    }
}
