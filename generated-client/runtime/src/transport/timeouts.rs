//! How long is waited: for a call as a whole, for each of its attempts, and for a byte of the server.

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

/// The limits on time of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timeouts {
    /// For the call as a whole: getting a token, sending, waiting between attempts, reading.
    pub(crate) total: Duration,
    /// For one attempt: sending, following redirects, reading.
    pub(crate) attempt: Duration,
    /// Without a byte.
    pub(crate) idle: Duration,
}

impl Timeouts {
    /// The defaults. They leave time for another attempt if a server hangs.
    pub(crate) const DEFAULT: Self = Self {
        total: Duration::from_secs(60),
        attempt: Duration::from_secs(20),
        idle: Duration::from_secs(15),
    };
}

/// When waiting ends. One timer serves all that a call waits for, one thing after the other.
pub(crate) struct Deadline {
    timeouts: Timeouts,
    /// Whether the limits of call and attempt apply: a stream has neither.
    is_call: bool,
    #[cfg(not(target_arch = "wasm32"))]
    begin: Instant,
    /// When the attempt began.
    #[cfg(not(target_arch = "wasm32"))]
    attempt: Instant,
    /// Since when nothing came: unset until something is waited for.
    #[cfg(not(target_arch = "wasm32"))]
    silent: Option<Instant>,
    #[cfg(not(target_arch = "wasm32"))]
    is_idle_paused: bool,
    #[cfg(not(target_arch = "wasm32"))]
    timer: Option<Pin<Box<Sleep>>>,
}

/// The time is over.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, thiserror::Error)]
enum Over {
    #[error("the whole call has {0:?}, which `timeout` of the builder or of the call's settings sets")]
    Total(Duration),
    #[error("an attempt has {0:?}, which `attempt_timeout` of the builder or of the call's settings sets")]
    Attempt(Duration),
    #[error(
        "the server was silent for {0:?}, which `idle_timeout` of the builder or of the call's settings sets"
    )]
    Idle(Duration),
}

#[cfg(not(target_arch = "wasm32"))]
impl Deadline {
    pub(crate) fn of_call(timeouts: Timeouts) -> Self {
        let begin = Instant::now();
        Self {
            timeouts,
            is_call: true,
            begin,
            attempt: begin,
            silent: None,
            is_idle_paused: false,
            timer: None,
        }
    }

    /// The limits of a stream whose headers have arrived.
    pub(crate) fn of_stream(timeouts: Timeouts) -> Self {
        Self { is_call: false, ..Self::of_call(timeouts) }
    }

    /// Starts the time of the next attempt.
    pub(crate) fn begin_attempt(&mut self) {
        self.attempt = Instant::now();
    }

    /// Ignores silence, or stops to: while a request is sent, the server has nothing to send. The time of an attempt starts again
    /// after that.
    pub(crate) fn pause_idle(&mut self, pause: bool) {
        if self.is_idle_paused && !pause {
            self.begin_attempt();
        }
        self.is_idle_paused = pause;
    }

    /// Waits for something that should come soon, as long as there is time.
    pub(crate) async fn run<T>(
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
        let Timeouts { total, attempt, idle } = self.timeouts;
        let (of_call, of_attempt) = (self.is_call, self.is_call && !self.is_idle_paused);
        let ends = [
            self.begin.checked_add(total).filter(|_| of_call).map(|end| (end, Over::Total(total))),
            self.attempt.checked_add(attempt).filter(|_| of_attempt).map(|end| (end, Over::Attempt(attempt))),
            silent.checked_add(idle).filter(|_| !self.is_idle_paused).map(|end| (end, Over::Idle(idle))),
        ];
        ends.into_iter().flatten().min_by_key(|(end, _)| *end)
    }

    /// Whether there is time left after a wait.
    pub(crate) fn allows(&self, wait: Duration) -> bool {
        self.begin.elapsed().saturating_add(wait) < self.timeouts.total
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
    pub(crate) fn of_call(timeouts: Timeouts) -> Self {
        Self { timeouts, is_call: true }
    }

    pub(crate) fn of_stream(timeouts: Timeouts) -> Self {
        Self { timeouts, is_call: false }
    }

    pub(crate) fn begin_attempt(&mut self) {}

    pub(crate) fn pause_idle(&mut self, _: bool) {}

    pub(crate) async fn run<T>(
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
        *request.timeout_mut() = Some(if self.is_call { self.timeouts.total } else { self.timeouts.idle });
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    const TIMEOUTS: Timeouts = Timeouts {
        total: Duration::from_millis(80),
        attempt: Duration::from_millis(20),
        idle: Duration::from_millis(400),
    };

    async fn over(deadline: &mut Deadline) -> String {
        let never = std::future::pending::<Result<(), TransportError>>();
        deadline.run(TransportPhase::ResponseHeaders, never).await.unwrap_err().source.to_string()
    }

    #[tokio::test]
    async fn each_attempt_has_its_time_within_the_calls() {
        let mut deadline = Deadline::of_call(TIMEOUTS);
        for _ in 0..2 {
            deadline.begin_attempt();
            assert!(over(&mut deadline).await.starts_with("an attempt has 20ms"));
            assert!(deadline.allows(Duration::from_millis(1)));
        }
        deadline.pause_idle(true);
        assert!(over(&mut deadline).await.starts_with("the whole call has 80ms"), "an upload takes longer");
        assert!(!deadline.allows(Duration::ZERO));
    }

    #[tokio::test]
    async fn a_stream_ends_by_silence_alone() {
        let timeouts = Timeouts { idle: Duration::from_millis(120), ..TIMEOUTS };
        let mut deadline = Deadline::of_stream(timeouts);
        assert!(over(&mut deadline).await.starts_with("the server was silent for 120ms"));
    }
}
