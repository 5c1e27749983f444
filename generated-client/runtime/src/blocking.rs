//! Blocking calls: feature `blocking`.
//!
//! [`wait`](BlockingExt::wait) waits for the future that an async method returns.
//! [`blocking_iter`](BlockingStreamExt::blocking_iter) iterates over the items of a stream:
//!
//! ```no_run
//! use clientwright_runtime::blocking::{BlockingExt, BlockingStreamExt};
//! # async fn method() -> Result<String, std::io::Error> { Ok(String::new()) }
//! # fn stream() -> clientwright_runtime::ByteStream { unimplemented!() }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let response = method().wait()?;
//! for item in stream().blocking_iter() {
//!     let item = item?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Everything runs on one thread. The first call starts it, and it keeps connections open between calls.
//!
//! Blocking calls also work in an async program, where they block the calling thread. Use a separate client for them: a
//! connection that an awaited call opened is driven by the threads of that program, and may need the blocked one.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

/// Waits for futures without async.
pub trait BlockingExt: Future {
    /// Waits for the future and returns its output.
    ///
    /// # Panics
    /// If the system cannot start a thread for the runtime.
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

/// Iterates over streams without async.
pub trait BlockingStreamExt: Stream + Sized {
    /// Returns an iterator that waits for each item.
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

/// Iterator over the items of a stream: see [`BlockingStreamExt`].
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
    // tokio panics if a thread that runs async tasks blocks, so another thread waits.
    std::thread::scope(|scope| {
        let waited = scope.spawn(|| shared().block_on(future)).join();
        waited.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

#[expect(clippy::expect_used, reason = "without a thread there is nothing to return")]
fn shared() -> &'static Runtime {
    static SHARED: OnceLock<Runtime> = OnceLock::new();
    SHARED.get_or_init(|| {
        let runtime =
            Builder::new_multi_thread().worker_threads(1).thread_name("api-client").enable_all().build();
        runtime.expect("the system can start a thread for the runtime")
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
