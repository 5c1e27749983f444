//! Lists that come in pages, item by item.

mod link;
mod seek;

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use url::Url;

use crate::address::is_same_origin;
use crate::arguments::Arguments;
use crate::client::Client;
use crate::decode::DecodeError;
use crate::error::{DocumentedError, Error, ErrorKind, Failure};
use crate::exchange::{Exchange, Fate, Replied};
use crate::operation::{Case, Route};
use crate::reply::RawReply;
use seek::{Cursor, Sought};

/// Pages without items that may follow each other: nobody waits for an item for ever.
const MOST_EMPTY: usize = 100;

/// How an operation's pages follow each other. Generated code has one for each operation whose settings say so.
#[derive(Debug)]
pub struct Paging {
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
    /// The one that led to the page itself is an error: it would lead there for ever.
    Cursor {
        /// Where it stands, as a JSON pointer.
        at: &'static str,
        /// The parameter that takes it.
        parameter: &'static str,
    },
    /// The header `Link` with `rel="next"` ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)), on the page's own origin
    /// and another than the page itself.
    Link,
    /// A parameter of the query that counts pages. The last page is one without items.
    Number {
        /// The parameter.
        parameter: &'static str,
        /// The number of the first page.
        first: u64,
    },
}

/// The items of all pages, as they are asked for: a page is fetched when the one before it has been read. It is a
/// [`Stream`], and has [`next`](Self::next) for those who need no more. After an error nothing follows.
pub struct Pages<T, E: DocumentedError> {
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
#[cfg(not(target_arch = "wasm32"))]
type Fetching<T, E> = Pin<Box<dyn Future<Output = Fetched<T, E>> + Send>>;
#[cfg(target_arch = "wasm32")]
type Fetching<T, E> = Pin<Box<dyn Future<Output = Fetched<T, E>>>>;

/// Whether a reply with a status is a page: a success that the operation documents.
pub(crate) type IsPage = Box<dyn Fn(StatusCode) -> bool + Send + Sync>;

/// What fetches the next page.
struct Fetch {
    client: Client,
    route: &'static Route,
    is_page: IsPage,
    paging: &'static Paging,
    arguments: Arguments,
    number: u64,
    /// Pages without items since the last that had some.
    empty: usize,
    /// Why the next page is not fetched.
    stuck: Option<String>,
}

impl<T, E> Pages<T, E>
where
    T: DeserializeOwned + Send + 'static,
    E: DocumentedError,
{
    pub(crate) fn new(
        client: Client,
        route: &'static Route,
        is_page: IsPage,
        paging: &'static Paging,
        arguments: Arguments,
    ) -> Self {
        let number = if let NextPage::Number { first, .. } = paging.next { first } else { 0 };
        let fetch = Fetch { client, route, is_page, paging, arguments, number, empty: 0, stuck: None };
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

impl<T, E> Stream for Pages<T, E>
where
    T: DeserializeOwned + Send + Unpin + 'static,
    E: DocumentedError,
{
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.poll(context)))
    }
}

impl<T, E: DocumentedError> std::fmt::Debug for Pages<T, E> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Pages").field("buffered", &self.items.len()).finish_non_exhaustive()
    }
}

impl Fetch {
    async fn page<T: DeserializeOwned, E: DocumentedError>(mut self: Box<Self>) -> Fetched<T, E> {
        let failed = |failure| Error::new(failure, None);
        if let Some(reason) = self.stuck {
            return Err(failed(Failure::request(self.route.id, reason)));
        }
        if let NextPage::Number { parameter, .. } = self.paging.next {
            self.arguments.set_query(parameter, &self.number.to_string());
        }
        let inner = self.client.inner();
        let fate = |status: StatusCode| {
            let is_known = (self.is_page)(status) || crate::operation::failure::<E>(status).is_some();
            if is_known { Fate::Whole } else { Fate::Unknown }
        };
        let (route, settings) = (self.route, self.client.settings());
        let exchange = Exchange { route, arguments: &self.arguments, settings, fate: &fate };
        let (replied, tries, followed) = inner.exchange(&exchange).await.map_err(failed)?;
        let Replied::Whole(reply) = replied else {
            // No page is left open; a reply is dropped here rather than a promise.
            return Err(failed(Failure::new(route.id, ErrorKind::UndocumentedStatus)));
        };
        if !(self.is_page)(reply.status) {
            let case = crate::operation::failure::<E>(reply.status).map(Err::<&Case<Infallible>, _>);
            match inner.decode(route.id, tries, case, reply)?.into_inner() {}
        }
        let (items, cursor) = self
            .paging
            .read::<T>(&reply)
            .map_err(|error| failed(Failure { tries, ..inner.undecodable(route.id, &reply, error) }))?;
        let more = match self.paging.next {
            NextPage::Cursor { at, parameter } => self.follow_cursor(cursor, at, parameter),
            NextPage::Link => self.follow_link(&reply, followed),
            NextPage::Number { .. } => {
                self.number += 1;
                !items.is_empty()
            }
        };
        self.empty = if items.is_empty() { self.empty + 1 } else { 0 };
        if self.empty == MOST_EMPTY {
            let reason = format!("{MOST_EMPTY} pages without items followed each other, which are the most");
            self.stuck.get_or_insert(reason);
        }
        Ok((items.into(), more.then_some(self)))
    }

    /// Whether there is a next page.
    fn follow_cursor(&mut self, cursor: Cursor, at: &str, parameter: &str) -> bool {
        let Cursor::Next(cursor) = cursor else { return false };
        if self.arguments.query.iter().any(|(name, value, _)| name == parameter && *value == cursor) {
            self.stuck = Some(format!("the page's cursor at `{at}` leads to the page itself"));
        }
        self.arguments.set_query(parameter, &cursor);
        true
    }

    /// Whether there is a next page.
    fn follow_link(&mut self, reply: &RawReply, followed: Option<Box<Url>>) -> bool {
        let inner = self.client.inner();
        let asked = match inner.address(self.route, &self.arguments, None) {
            Ok(asked) => asked,
            Err(reason) => {
                self.stuck = Some(reason.to_string());
                return true;
            }
        };
        let page = followed.as_deref().unwrap_or(&asked);
        let reason = match link::next(&reply.headers, page) {
            Ok(None) => return false,
            Ok(Some(link)) if !is_same_origin(&link, page) => {
                let link = inner.redact_text(link.as_str());
                format!("the next page is on another origin, where no credential goes: {link}")
            }
            Ok(Some(link)) if link == *page || link == asked => {
                "the page's link to the next page leads to the page itself".to_owned()
            }
            Ok(Some(link)) => {
                self.arguments.go_to(link);
                return true;
            }
            Err(target) => {
                format!("the link to the next page is no address: {}", inner.redact_text(&target))
            }
        };
        self.stuck = Some(reason);
        true
    }
}

impl Paging {
    /// The items of a page, and its cursor.
    fn read<T: DeserializeOwned>(&self, reply: &RawReply) -> Result<(Vec<T>, Cursor), DecodeError> {
        let cursor = match self.next {
            NextPage::Cursor { at, .. } => {
                Sought { what: "a cursor", at, is_optional: true }.read::<Cursor>(reply)?
            }
            NextPage::Link | NextPage::Number { .. } => None,
        };
        let sought = Sought { what: "items", at: self.items, is_optional: cursor.is_some() };
        let items = sought.read::<Option<Vec<T>>>(reply)?.flatten();
        Ok((items.unwrap_or_default(), cursor.unwrap_or(Cursor::End)))
    }
}
