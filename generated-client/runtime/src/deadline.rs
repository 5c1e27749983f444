//! How long is waited: for a call as a whole, over all of its attempts, and for a byte of the server.

use std::future::Future;
#[cfg(not(target_arch = "wasm32"))]
use std::future::poll_fn;
#[cfg(not(target_arch = "wasm32"))]
use std::pin::{Pin, pin};
#[cfg(not(target_arch = "wasm32"))]
use std::task::{Context, Poll, ready};
use std::time::Duration;

#[cfg(not(target_arch = "wasm32"))]
use tokio::task::unconstrained;
#[cfg(not(target_arch = "wasm32"))]
use tokio::time::{Instant, Sleep};

use crate::transport::{TransportError, TransportPhase};

/// When waiting ends. One timer serves all that a call waits for, one thing after the other.
pub(crate) struct Deadline {
    /// For the call as a whole: getting a token, sending, waiting between attempts, reading. A stream has no end.
    total: Option<Duration>,
    /// Without a byte.
    idle: Duration,
    #[cfg(not(target_arch = "wasm32"))]
    begin: Instant,
    /// Since when nothing came: unset until something is waited for.
    #[cfg(not(target_arch = "wasm32"))]
    silent: Option<Instant>,
    #[cfg(not(target_arch = "wasm32"))]
    patient: bool,
    #[cfg(not(target_arch = "wasm32"))]
    timer: Option<Pin<Box<Sleep>>>,
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
        let begin = Instant::now();
        Self { total, idle, begin, silent: None, patient: false, timer: None }
    }

    /// Is patient with silence, or is so no longer: while a request is sent the server has nothing to say.
    pub(crate) fn patient(&mut self, patient: bool) {
        self.patient = patient;
    }

    /// Waits for something that should come soon, as long as there is time.
    pub(crate) async fn within<T>(
        &mut self,
        phase: TransportPhase,
        future: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        let mut future = pin!(future);
        self.silent = None;
        poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(outcome) => Poll::Ready(outcome),
            Poll::Pending => self
                .poll_over(context)
                .map(|over| Err(TransportError { phase, is_timeout: true, source: Box::new(over) })),
        })
        .await
    }

    /// Ready when the time is over. The end moves on as something comes and the timer stays where it is: it is looked at when
    /// it goes off, and set again if that was too early. Setting it for each chunk would cost more than reading the chunk.
    fn poll_over(&mut self, context: &mut Context<'_>) -> Poll<Over> {
        let silent = *self.silent.get_or_insert_with(Instant::now);
        while let Some((end, over)) = self.end(silent) {
            let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
            // It comes nearer when patience ends.
            if timer.deadline() > end {
                timer.as_mut().reset(end);
            }
            ready!(pin!(unconstrained(timer.as_mut())).poll(context));
            if Instant::now() >= end {
                return Poll::Ready(over);
            }
            timer.as_mut().reset(end);
        }
        Poll::Pending
    }

    /// An end beyond what the clock can say is none.
    fn end(&self, silent: Instant) -> Option<(Instant, Over)> {
        let total = self.total.and_then(|total| Some((self.begin.checked_add(total)?, Over::Total(total))));
        let idle = silent.checked_add(self.idle).filter(|_| !self.patient);
        let idle = idle.map(|end| (end, Over::Idle(self.idle)));
        total.into_iter().chain(idle).min_by_key(|(end, _)| *end)
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

    pub(crate) fn patient(&mut self, _: bool) {}

    pub(crate) async fn within<T>(
        &mut self,
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
