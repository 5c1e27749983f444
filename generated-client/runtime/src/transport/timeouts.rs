//! Timeouts of a call, of each attempt, and of a silent server.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use crate::platform::{Timer, now, sleep};
use crate::transport::{TransportError, TransportPhase};

/// The timeouts of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timeouts {
    /// For the whole call: getting a token, sending, waiting between attempts, reading.
    pub(crate) total: Duration,
    /// For one attempt: sending, following redirects, reading.
    pub(crate) attempt: Duration,
    /// For the time without a byte from the server.
    pub(crate) idle: Duration,
}

impl Timeouts {
    /// The default timeouts, which leave time for another attempt if a server hangs.
    pub(crate) const DEFAULT: Self = Self {
        total: Duration::from_secs(60),
        attempt: Duration::from_secs(20),
        idle: Duration::from_secs(15),
    };
}

/// The deadline of a call or a stream. One timer is used for everything that is waited for.
pub(crate) struct Deadline {
    timeouts: Timeouts,
    /// Whether the total and the attempt timeout apply. A stream has neither.
    is_call: bool,
    /// The start of the call. `None` in a browser, which has its own timeout.
    begin: Option<Instant>,
    /// The start of the attempt.
    attempt: Option<Instant>,
    /// The start of the silence. Unset until something is waited for.
    silent: Option<Instant>,
    is_idle_paused: bool,
    timer: Timer,
}

/// The timeout that was exceeded.
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

impl Deadline {
    pub(crate) fn of_call(timeouts: Timeouts) -> Self {
        let begin = now();
        Self {
            timeouts,
            is_call: true,
            begin,
            attempt: begin,
            silent: None,
            is_idle_paused: false,
            timer: Timer::default(),
        }
    }

    /// Creates the deadline of a stream whose headers have arrived.
    pub(crate) fn of_stream(timeouts: Timeouts) -> Self {
        Self { is_call: false, ..Self::of_call(timeouts) }
    }

    /// Restarts the attempt timeout.
    pub(crate) fn begin_attempt(&mut self) {
        self.attempt = now();
    }

    /// Pauses or resumes the idle and attempt timeouts: a server may be silent while a request is sent.
    ///
    /// Resuming restarts the attempt timeout.
    pub(crate) fn pause_idle(&mut self, pause: bool) {
        if self.is_idle_paused && !pause {
            self.begin_attempt();
        }
        self.is_idle_paused = pause;
    }

    /// Waits for a future, and fails if a timeout is exceeded.
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

    /// Returns ready once a timeout is exceeded.
    fn poll_over(&mut self, context: &mut Context<'_>) -> Poll<Over> {
        self.silent = self.silent.or_else(now);
        let Some((end, over)) = self.end() else { return Poll::Pending };
        ready!(self.timer.poll(end, context));
        Poll::Ready(over)
    }

    /// Returns the earliest end. An end that the clock cannot represent is ignored.
    fn end(&self) -> Option<(Instant, Over)> {
        let Timeouts { total, attempt, idle } = self.timeouts;
        let (of_call, of_attempt) = (self.is_call, self.is_call && !self.is_idle_paused);
        let at = |from: Option<Instant>, time| from.and_then(|from| from.checked_add(time));
        let ends = [
            at(self.begin, total).filter(|_| of_call).map(|end| (end, Over::Total(total))),
            at(self.attempt, attempt).filter(|_| of_attempt).map(|end| (end, Over::Attempt(attempt))),
            at(self.silent, idle).filter(|_| !self.is_idle_paused).map(|end| (end, Over::Idle(idle))),
        ];
        ends.into_iter().flatten().min_by_key(|(end, _)| *end)
    }

    /// Returns whether there is time left after a wait.
    pub(crate) fn allows(&self, wait: Duration) -> bool {
        self.begin.is_some_and(|begin| begin.elapsed().saturating_add(wait) < self.timeouts.total)
    }

    pub(crate) async fn sleep(&self, wait: Duration) {
        sleep(wait).await;
    }
}

#[cfg(test)]
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
