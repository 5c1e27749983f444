//! One question to a token source, for all calls that wait for its answer.
//!
//! Each call that waits polls it: if the call that began it is dropped, the others go on, and if all of them are, the next call does.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use secrecy::SecretString;

use super::Answer;

type Question = Pin<Box<dyn Future<Output = Answer> + Send>>;

pub(super) struct Asking {
    /// The token that the server rejected, which is part of the question.
    pub(super) refused: Option<SecretString>,
    state: Mutex<State>,
    waiting: Arc<BlockingIter>,
}

enum State {
    Asked(Question),
    Answered(Answer),
    /// The source panicked.
    Lost,
}

/// The calls that wait.
#[derive(Default)]
struct BlockingIter(Mutex<Vec<Waker>>);

impl Asking {
    pub(super) fn new(
        refused: Option<SecretString>,
        question: impl Future<Output = Answer> + Send + 'static,
    ) -> Self {
        Self { refused, state: Mutex::new(State::Asked(Box::pin(question))), waiting: Arc::default() }
    }

    /// Whether it ended without a token, so that the source is asked again.
    pub(super) fn has_failed(&self) -> bool {
        matches!(*lock(&self.state), State::Answered(Err(_)) | State::Lost)
    }

    /// Waits for the answer, together with other calls.
    pub(super) async fn answer(&self) -> Answer {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&self, context: &Context<'_>) -> Poll<Answer> {
        self.waiting.add(context.waker());
        let mut state = lock(&self.state);
        let answer = match std::mem::replace(&mut *state, State::Lost) {
            State::Lost => Err(super::cause("the source of tokens panicked")),
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

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
