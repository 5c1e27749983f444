//! Iteration over the items of paginated responses.

mod fetch;
mod fingerprint;
mod json_pointer;
mod link;
mod seen;

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::error::Error;
use crate::operation::DocumentedError;
use crate::operation::{Resolved, Route};
use crate::platform::BoxFuture;
use crate::request::arguments::Arguments;
use fetch::Fetch;

/// How to fetch the pages of an operation. Generated code has one for each operation that is configured to have pages.
#[derive(Debug)]
pub struct Pagination {
    /// The JSON pointer of the items in a response ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
    ///
    /// The items of a page may be null. They may be missing if the page is an empty object or has a cursor, which may
    /// be null. Any other page without items is an error, not the last page.
    pub items: &'static str,
    /// How to find the next page.
    pub next: NextPage,
}

/// How to find the next page.
#[derive(Debug)]
pub enum NextPage {
    /// A string or number in the response that becomes a query parameter of the next request. The last page has no
    /// cursor or an empty one. A repeated cursor is an error, because the pages would not end. If the caller sets the
    /// parameter, the first page is the one that it names.
    Cursor {
        /// The JSON pointer of the cursor.
        at: &'static str,
        /// The query parameter.
        parameter: &'static str,
    },
    /// The header `Link` with `rel="next"` ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)). It must lead to a new
    /// page on the same origin.
    LinkHeader,
    /// A query parameter that counts pages. The last page has no items. A page with the same items as an earlier one
    /// is an error if they are objects.
    PageNumber {
        /// The query parameter.
        parameter: &'static str,
        /// The number of the first page, unless the caller sets the parameter.
        first: u64,
    },
}

/// The items of all pages. A page is fetched when all items of the page before have been read.
///
/// This is a [`Stream`]; [`next`](Self::next) works without that trait. After an error there are no more items.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Paginator<T, E: DocumentedError> {
    items: VecDeque<T>,
    state: State<T, E>,
}

enum State<T, E: DocumentedError> {
    /// A page can be fetched.
    Idle(Box<Fetch>),
    Fetching(Fetching<T, E>),
    Done,
}

type Fetched<T, E> = Result<(VecDeque<T>, Option<Box<Fetch>>), Error<E>>;
type Fetching<T, E> = BoxFuture<'static, Fetched<T, E>>;

/// Returns how the operation documents a status.
pub(crate) type Resolve = Box<dyn Fn(StatusCode) -> Resolved + Send + Sync>;

impl<T, E> Paginator<T, E>
where
    T: DeserializeOwned + Send + 'static,
    E: DocumentedError,
{
    pub(crate) fn new(
        client: Client,
        route: &'static Route,
        resolve: Resolve,
        pagination: &'static Pagination,
        arguments: Arguments,
    ) -> Self {
        let fetch = Fetch::new(client, route, resolve, pagination, arguments);
        Self { items: VecDeque::new(), state: State::Idle(Box::new(fetch)) }
    }

    /// Returns the next item, or `None` after the last one.
    ///
    /// # Errors
    /// Fails if the next page cannot be fetched.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Idle(fetch) => self.state = State::Fetching(Box::pin(fetch.page())),
                State::Fetching(mut fetching) => {
                    let Poll::Ready(fetched) = fetching.as_mut().poll(context) else {
                        self.state = State::Fetching(fetching);
                        return Poll::Pending;
                    };
                    match fetched {
                        Ok((items, next)) => {
                            self.items = items;
                            self.state = next.map_or(State::Done, State::Idle);
                        }
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    }
                }
            }
        }
    }
}

impl<T, E> Stream for Paginator<T, E>
where
    T: DeserializeOwned + Send + Unpin + 'static,
    E: DocumentedError,
{
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.poll(context)))
    }
}

impl<T, E: DocumentedError> std::fmt::Debug for Paginator<T, E> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Paginator").field("buffered", &self.items.len()).finish_non_exhaustive()
    }
}
