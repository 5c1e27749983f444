//! Lists that come in pages, item by item.

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

/// How an operation's pages follow each other. Generated code has one for each operation whose settings say so.
#[derive(Debug)]
pub struct Pagination {
    /// Where the items stand in a reply, as a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
    ///
    /// A page may have null there. It may have nothing there if it is an empty object, or has a cursor, be it null. Any
    /// other page without items is an error, rather than the end of the list.
    pub items: &'static str,
    /// What leads to the next page.
    pub next: NextPage,
}

/// What leads to the next page.
#[derive(Debug)]
pub enum NextPage {
    /// A text or a number in the reply, to be given as a parameter of the query. The last page has none, or an empty one.
    /// One that was there before is an error: it would lead in a circle. The first page is the caller's own, if the
    /// parameter is given.
    Cursor {
        /// Where it stands, as a JSON pointer.
        at: &'static str,
        /// The parameter that takes it.
        parameter: &'static str,
    },
    /// The header `Link` with `rel="next"` ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)), on the page's own origin
    /// and to a page that was not there before.
    LinkHeader,
    /// A parameter of the query that counts pages. The last page is one without items. One with the items of a page before
    /// it is an error, as far as they are objects.
    PageNumber {
        /// The parameter.
        parameter: &'static str,
        /// The number of the first page, unless the caller gives the parameter.
        first: u64,
    },
}

/// The items of all pages, as they are asked for: a page is fetched when the one before it has been read. It is a
/// [`Stream`], and has [`next`](Self::next) for those who need no more. After an error nothing follows.
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

/// How the operation documents a status.
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

    /// The next item; nothing when there is none.
    ///
    /// # Errors
    /// Those of the operation, for the page that was to be fetched.
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
