//! How long is waited: for a call as a whole, for each of its attempts, and for a byte of the server.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use crate::platform::{Timer, now, sleep};
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
    /// None in a browser, which has its own clock.
    begin: Option<Instant>,
    /// When the attempt began.
    attempt: Option<Instant>,
    /// Since when nothing came: unset until something is waited for.
    silent: Option<Instant>,
    is_idle_paused: bool,
    timer: Timer,
}

/// The time is over.
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

    /// The limits of a stream whose headers have arrived.
    pub(crate) fn of_stream(timeouts: Timeouts) -> Self {
        Self { is_call: false, ..Self::of_call(timeouts) }
    }

    /// Starts the time of the next attempt.
    pub(crate) fn begin_attempt(&mut self) {
        self.attempt = now();
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

    /// Ready when the time is over. The end moves on as something arrives.
    fn poll_over(&mut self, context: &mut Context<'_>) -> Poll<Over> {
        self.silent = self.silent.or_else(now);
        let Some((end, over)) = self.end() else { return Poll::Pending };
        ready!(self.timer.poll(end, context));
        Poll::Ready(over)
    }

    /// An end beyond what the clock can say is none.
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

    /// Whether there is time left after a wait.
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
