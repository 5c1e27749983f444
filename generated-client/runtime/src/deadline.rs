//! How long is waited: for a call as a whole, over all of its attempts, and for a byte of the server.

use std::future::Future;
use std::time::Duration;

#[cfg(not(target_arch = "wasm32"))]
use tokio::time::Instant;

use crate::transport::{TransportError, TransportPhase};

/// When waiting ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// For the call as a whole: getting a token, sending, waiting between attempts, reading. A stream has no end.
    total: Option<Duration>,
    /// Without a byte.
    idle: Duration,
    #[cfg(not(target_arch = "wasm32"))]
    begin: Instant,
}

/// The time is over.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, thiserror::Error)]
enum Over {
    #[error("the whole call has {0:?}, which `timeout` of the builder or of the call's settings sets")]
    Total(Duration),
    #[error("the server was silent for {0:?}, which `idle_timeout` of the builder sets")]
    Idle(Duration),
}

#[cfg(not(target_arch = "wasm32"))]
impl Deadline {
    pub(crate) fn new(total: Option<Duration>, idle: Duration) -> Self {
        Self { total, idle, begin: Instant::now() }
    }

    /// Waits for something that should come soon, as long as there is time.
    pub(crate) async fn within<T>(
        &self,
        phase: TransportPhase,
        future: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        // An end beyond what the clock can say is none.
        let total = self.total.and_then(|total| Some((self.begin.checked_add(total)?, Over::Total(total))));
        let idle = Instant::now().checked_add(self.idle).map(|end| (end, Over::Idle(self.idle)));
        let Some((end, over)) = total.into_iter().chain(idle).min_by_key(|(end, _)| *end) else {
            return future.await;
        };
        tokio::time::timeout_at(end, future)
            .await
            .unwrap_or_else(|_| Err(TransportError { phase, is_timeout: true, source: Box::new(over) }))
    }

    /// Whether there is time left after a wait.
    pub(crate) fn allows(&self, wait: Duration) -> bool {
        self.total.is_none_or(|total| self.begin.elapsed().saturating_add(wait) < total)
    }

    pub(crate) async fn sleep(&self, wait: Duration) {
        tokio::time::sleep(wait).await;
    }

    /// The HTTP library needs no limit beside these.
    pub(crate) fn limit(&self, _: &mut reqwest::Request) {}
}

/// There is neither clock nor timer in the standard library: the browser ends a request, and nothing is retried.
#[cfg(target_arch = "wasm32")]
impl Deadline {
    pub(crate) fn new(total: Option<Duration>, idle: Duration) -> Self {
        Self { total, idle }
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
        *request.timeout_mut() = Some(self.total.unwrap_or(self.idle));
    }
}
