//! Shares one token request between all calls that wait for the token.
//!
//! All waiting calls poll the request. If the call that started it is dropped, the others continue it. If all are
//! dropped, the next call continues it.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use secrecy::SecretString;

use super::super::{Answer, Cause};
use super::BoxFuture;

/// The current request to a token source.
#[derive(Default)]
pub(crate) struct TokenRequests(Mutex<Option<Arc<Asking>>>);

impl TokenRequests {
    /// Starts a token request, or joins the current one.
    ///
    /// Returns the result and the rejected token that the request was started with. The first call stores the token.
    pub(crate) async fn run(
        &self,
        rejected: Option<&SecretString>,
        ask: impl Fn(Option<SecretString>) -> BoxFuture<'static, Answer>,
        store: impl Fn(&SecretString) -> Result<(), Cause>,
    ) -> Result<(Answer, Option<SecretString>), Cause> {
        let asking = self.current(rejected, ask);
        let answer = asking.answer().await;
        let mut current = lock(&self.0);
        // A late call must not replace a newer token.
        if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, &asking)) {
            *current = None;
            answer.as_ref().map_or(Ok(()), store)?;
        }
        Ok((answer, asking.rejected.clone()))
    }

    fn current(
        &self,
        rejected: Option<&SecretString>,
        ask: impl Fn(Option<SecretString>) -> BoxFuture<'static, Answer>,
    ) -> Arc<Asking> {
        let mut current = lock(&self.0);
        if let Some(asking) = current.as_ref().filter(|asking| !asking.has_failed()) {
            return asking.clone();
        }
        let rejected = rejected.cloned();
        let asking = Arc::new(Asking::new(rejected.clone(), ask(rejected)));
        *current = Some(asking.clone());
        asking
    }
}

struct Asking {
    /// The token that the server rejected, which the source receives.
    rejected: Option<SecretString>,
    state: Mutex<State>,
    waiting: Arc<BlockingIter>,
}

enum State {
    Asked(BoxFuture<'static, Answer>),
    Answered(Answer),
    /// The source panicked.
    Lost,
}

/// The calls that wait.
#[derive(Default)]
struct BlockingIter(Mutex<Vec<Waker>>);

impl Asking {
    fn new(rejected: Option<SecretString>, question: BoxFuture<'static, Answer>) -> Self {
        Self { rejected, state: Mutex::new(State::Asked(question)), waiting: Arc::default() }
    }

    /// Returns whether the request failed, so that the next call starts another.
    fn has_failed(&self) -> bool {
        matches!(*lock(&self.state), State::Answered(Err(_)) | State::Lost)
    }

    /// Waits for the result, together with other calls.
    async fn answer(&self) -> Answer {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&self, context: &Context<'_>) -> Poll<Answer> {
        self.waiting.add(context.waker());
        let mut state = lock(&self.state);
        let answer = match std::mem::replace(&mut *state, State::Lost) {
            State::Lost => {
                Err(Arc::from(Box::<dyn StdError + Send + Sync>::from("the source of tokens panicked")))
            }
            State::Answered(answer) => answer,
            State::Asked(mut question) => {
                let waker = Waker::from(self.waiting.clone());
                match question.as_mut().poll(&mut Context::from_waker(&waker)) {
                    Poll::Ready(answer) => answer,
                    Poll::Pending => {
                        *state = State::Asked(question);
                        return Poll::Pending;
                    }
                }
            }
        };
        *state = State::Answered(answer.clone());
        drop(state);
        self.waiting.wake_all();
        Poll::Ready(answer)
    }
}

impl BlockingIter {
    fn add(&self, waker: &Waker) {
        let mut waiting = lock(&self.0);
        if !waiting.iter().any(|known| known.will_wake(waker)) {
            waiting.push(waker.clone());
        }
    }

    fn wake_all(&self) {
        let waiting = std::mem::take(&mut *lock(&self.0));
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl Wake for BlockingIter {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
