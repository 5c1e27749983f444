//! Lists that come in pages, item by item.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LINK};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::arguments::Arguments;
use crate::client::Client;
use crate::decode::{DecodeError, read_json};
use crate::error::{DocumentedError, Error, Failure};
use crate::exchange::{Exchange, Fate, Replied};
use crate::operation::{Case, Route};

/// How an operation's pages follow each other. Generated code has one for each operation whose settings say so.
#[derive(Debug)]
pub struct Paging {
    /// Where the items stand in a reply, as a JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).
    pub items: &'static str,
    /// What leads to the next page.
    pub next: NextPage,
}

/// What leads to the next page.
#[derive(Debug)]
pub enum NextPage {
    /// A text or a number in the reply, to be given as a parameter of the query. The last page has none, or an empty one.
    Cursor {
        /// Where it stands, as a JSON pointer.
        at: &'static str,
        /// The parameter that takes it.
        parameter: &'static str,
    },
    /// The header `Link` with `rel="next"` ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)), on the API's own origin.
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

type Fetched<T, E> = Result<(Vec<T>, Option<Box<Fetch>>), Error<E>>;
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
    /// The next page's address, where it is on another origin.
    elsewhere: Option<String>,
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
        let fetch = Fetch { client, route, is_page, paging, arguments, number, elsewhere: None };
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
                            self.items.extend(items);
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
        if let NextPage::Number { parameter, .. } = self.paging.next {
            self.arguments.set_query(parameter, &self.number.to_string());
        }
        if let Some(address) = &self.elsewhere {
            let reason = format!("the next page is on another origin, where no credential goes: {address}");
            return Err(Error::new(Failure::request(self.route.id, reason), None));
        }
        let inner = self.client.inner();
        let failed = |failure| Error::new(failure, None);
        let fate = |status: StatusCode| {
            let is_known = (self.is_page)(status) || crate::operation::failure::<E>(status).is_some();
            if is_known { Fate::Whole } else { Fate::Unknown }
        };
        let (route, settings) = (self.route, self.client.settings());
        let exchange = Exchange { route, arguments: &self.arguments, settings, fate: &fate };
        let (Replied::Whole(reply), tries) = inner.exchange(&exchange).await.map_err(failed)? else {
            return Ok((Vec::new(), None));
        };
        let success = (self.is_page)(reply.status);
        let documented = crate::operation::failure::<E>(reply.status);
        let page = Case::Whole(crate::operation::Status::Class(2), read_json::<Value>);
        let case = if success { Some(Ok(&page)) } else { documented.map(Err) };
        let (headers, url) = (reply.headers.clone(), inner.base_url.clone());
        let whole = inner.decode(self.route.id, tries, case, reply.clone())?.into_inner();
        let items = whole.pointer(self.paging.items).filter(|items| !items.is_null()).cloned();
        let items: Vec<T> = serde_json::from_value(items.unwrap_or_else(|| Value::Array(Vec::new())))
            .map_err(|error| {
                let path = self.paging.items.trim_start_matches('/').replace('/', ".");
                let error = DecodeError::Json { message: error.to_string(), path, offset: 0 };
                failed(inner.undecodable(self.route.id, reply, error))
            })?;
        let more = match self.paging.next {
            NextPage::Cursor { at, parameter } => match cursor(&whole, at) {
                Some(cursor) => {
                    self.arguments.set_query(parameter, &cursor);
                    true
                }
                None => false,
            },
            NextPage::Link => match next_link(&headers, &url) {
                Some(link) if link.origin() == url.origin() => {
                    self.arguments.go_to(link);
                    true
                }
                link => {
                    self.elsewhere = link.map(|link| link.to_string());
                    self.elsewhere.is_some()
                }
            },
            NextPage::Number { .. } => {
                self.number += 1;
                !items.is_empty()
            }
        };
        Ok((items, more.then_some(self)))
    }
}

fn cursor(reply: &Value, at: &str) -> Option<String> {
    match reply.pointer(at)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The address of the page after this one.
fn next_link(headers: &HeaderMap, base: &url::Url) -> Option<url::Url> {
    let fields = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    let next =
        fields.flat_map(links).find(|(_, parameters)| is_next(parameters)).map(|(target, _)| target)?;
    base.join(next).ok()
}

/// The targets of a field, each with its parameters.
fn links(field: &str) -> impl Iterator<Item = (&str, &str)> {
    field.split('<').skip(1).filter_map(|link| link.split_once('>'))
}

fn is_next(parameters: &str) -> bool {
    let parameters = parameters.trim().trim_end_matches(',').split(';');
    let mut named = parameters.filter_map(|parameter| parameter.split_once('='));
    named.any(|(name, value)| {
        let mut relations = value.trim().trim_matches('"').split_whitespace();
        name.trim().eq_ignore_ascii_case("rel") && relations.any(|rel| rel.eq_ignore_ascii_case("next"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_link_is_found() {
        let base = url::Url::parse("https://a.example/v1").unwrap();
        let next = |text: &str| {
            let headers = [(LINK, text.parse().unwrap())].into_iter().collect();
            next_link(&headers, &base).map(|url| url.to_string())
        };
        let both =
            r#"<https://a.example/v1/x?page=1>; rel="prev", <https://a.example/v1/x?page=3>; rel="next""#;
        assert_eq!(next(both).as_deref(), Some("https://a.example/v1/x?page=3"));
        assert_eq!(next("</v1/x?a,b=3>; rel=next").as_deref(), Some("https://a.example/v1/x?a,b=3"));
        assert_eq!(next(r#"<https://b.example/x>; rel="next""#).as_deref(), Some("https://b.example/x"));
        assert_eq!(next(r#"<https://a.example/x>; rel="last""#), None);
    }
}
