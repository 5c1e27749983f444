//! Calls without async: feature `blocking`.
//!
//! What an async method returns is waited for with [`wait`](BlockingExt::wait), and what arrives item by item is gone through with
//! [`blocking_iter`](BlockingStreamExt::blocking_iter):
//!
//! ```no_run
//! use clientwright_runtime::blocking::{BlockingExt, BlockingStreamExt};
//! # async fn method() -> Result<String, std::io::Error> { Ok(String::new()) }
//! # fn stream() -> clientwright_runtime::ByteStream { unimplemented!() }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let reply = method().wait()?;
//! for item in stream().blocking_iter() {
//!     let item = item?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! All of it runs on one thread that the first call starts, and which keeps connections open between calls. Inside an
//! async program a call works, too, and holds up the thread that makes it: with a client whose calls are all waited for. A
//! connection that an awaited call has opened belongs to that program's threads, and may need the one that is held up.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

/// A future that can be waited for.
pub trait BlockingExt: Future {
    /// Its outcome, once it is there.
    ///
    /// # Panics
    /// When the system gives no thread to run it on.
    fn wait(self) -> Self::Output;
}

impl<F> BlockingExt for F
where
    F: Future + Send,
    F::Output: Send,
{
    fn wait(self) -> Self::Output {
        block_on(self)
    }
}

/// A stream whose items can be waited for.
pub trait BlockingStreamExt: Stream + Sized {
    /// Its items, each once it is there.
    fn blocking_iter(self) -> BlockingIter<Self>;
}

impl<S: Stream + Unpin + Send> BlockingStreamExt for S
where
    S::Item: Send,
{
    fn blocking_iter(self) -> BlockingIter<Self> {
        BlockingIter(self)
    }
}

/// The items of a stream: see [`BlockingStreamExt`].
#[derive(Debug)]
pub struct BlockingIter<S>(S);

impl<S: Stream + Unpin + Send> Iterator for BlockingIter<S>
where
    S::Item: Send,
{
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        block_on(poll_fn(|context| Pin::new(&mut self.0).poll_next(context)))
    }
}

fn block_on<F>(future: F) -> F::Output
where
    F: Future + Send,
    F::Output: Send,
{
    if Handle::try_current().is_err() {
        return shared().block_on(future);
    }
    // A thread that runs async tasks must not be blocked by tokio's own word, so another one waits in its place.
    std::thread::scope(|scope| {
        let waited = scope.spawn(|| shared().block_on(future)).join();
        waited.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

#[expect(clippy::expect_used, reason = "a system that gives no thread leaves nothing to return")]
fn shared() -> &'static Runtime {
    static SHARED: OnceLock<Runtime> = OnceLock::new();
    SHARED.get_or_init(|| {
        let runtime =
            Builder::new_multi_thread().worker_threads(1).thread_name("api-client").enable_all().build();
        runtime.expect("the system gives a thread to make calls on")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_outside_of_async_and_inside() {
        let work = || async {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            7
        };
        assert_eq!(work().wait(), 7);
        for runtime in [Builder::new_current_thread().build(), Builder::new_multi_thread().build()] {
            assert_eq!(runtime.unwrap().block_on(async { work().wait() }), 7);
        }
    }
}
