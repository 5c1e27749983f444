//! One page after another.

use std::convert::Infallible;

use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use url::Url;

use super::fingerprint::Fingerprint;
use super::json_pointer::{Cursor, PointerQuery};
use super::seen::Seen;
use super::{Fetched, IsPage, NextPage, Pagination, link};
use crate::client::Client;
use crate::error::{DocumentedError, Error, ErrorKind, Failure};
use crate::operation::{ResponseCase, Route};
use crate::request::arguments::Arguments;
use crate::request::origin::is_same_origin;
use crate::response::RawResponse;
use crate::response::decode::DecodeError;
use crate::send::execute::{BodyMode, Received, RequestContext};

/// Paginator without items that may follow each other: nobody waits for an item for ever.
const MOST_EMPTY: usize = 100;
/// Paginator that may follow each other whose items were there before, if they are not objects.
const MOST_ALIKE: usize = 100;

/// What fetches the next page.
pub(super) struct Fetch {
    client: Client,
    route: &'static Route,
    is_page: IsPage,
    paging: &'static Pagination,
    arguments: Arguments,
    number: u64,
    /// Paginator without items since the last that had some.
    empty: usize,
    /// What leads to the pages so far; if they are counted, their items.
    seen: Seen,
    /// Paginator with items that were there before, since the last that had others.
    repeated: usize,
    /// Why the next page is not fetched.
    pending_error: Option<String>,
}

impl Fetch {
    /// Begins with the page that the arguments ask for, or with the first.
    pub(super) fn new(
        client: Client,
        route: &'static Route,
        is_page: IsPage,
        paging: &'static Pagination,
        arguments: Arguments,
    ) -> Self {
        let (mut seen, mut number, mut pending_error) = (Seen::new(), 0, None);
        let given = |parameter| arguments.query.iter().find(|(name, ..)| name == parameter);
        match paging.next {
            NextPage::Cursor { parameter, .. } => {
                if let Some((_, cursor, _)) = given(parameter) {
                    seen.is_new(cursor);
                }
            }
            NextPage::PageNumber { parameter, first } => match given(parameter) {
                Some((_, page, _)) => match page.parse() {
                    Ok(page) => number = page,
                    Err(_) => {
                        pending_error =
                            Some(format!("`{parameter}` is {page:?}, which is not the number of a page"))
                    }
                },
                None => number = first,
            },
            NextPage::LinkHeader => {}
        }
        Self { client, route, is_page, paging, arguments, number, empty: 0, seen, repeated: 0, pending_error }
    }

    pub(super) async fn page<T: DeserializeOwned, E: DocumentedError>(mut self: Box<Self>) -> Fetched<T, E> {
        let failed = |failure| Error::new(failure, None);
        if let Some(reason) = self.pending_error {
            return Err(failed(Failure::request(self.route.id, reason)));
        }
        if let NextPage::PageNumber { parameter, .. } = self.paging.next {
            self.arguments.set_query(parameter, &self.number.to_string());
        }
        let inner = self.client.inner();
        let fate = |status: StatusCode| {
            let is_known = (self.is_page)(status) || crate::operation::failure::<E>(status).is_some();
            if is_known { BodyMode::Whole } else { BodyMode::Unknown }
        };
        let (route, settings) = (self.route, self.client.settings());
        let exchange = RequestContext { route, arguments: &self.arguments, settings, fate: &fate };
        let (replied, attempts, followed) = inner.exchange(&exchange).await.map_err(failed)?;
        let Received::Whole(reply) = replied else {
            // No page is left open; a reply is dropped here rather than a promise.
            return Err(failed(Failure::new(route.id, ErrorKind::UndocumentedStatus)));
        };
        if !(self.is_page)(reply.status) {
            let case = crate::operation::failure::<E>(reply.status).map(Err::<&ResponseCase<Infallible>, _>);
            match inner.decode(route.id, attempts, case, reply)?.into_inner() {}
        }
        let (items, cursor) = inner
            .room()
            .decode(|| self.paging.read::<T>(&reply))
            .map_err(|error| failed(Failure { attempts, ..inner.undecodable(route.id, &reply, error) }))?;
        let more = match self.paging.next {
            NextPage::Cursor { at, parameter } => self.follow_cursor(cursor, at, parameter),
            NextPage::LinkHeader => self.follow_link(&reply, followed),
            NextPage::PageNumber { .. } if items.is_empty() => false,
            NextPage::PageNumber { .. } => {
                if self.is_repeated(&reply) {
                    let reason = format!("page {} has the items of a page before it", self.number);
                    return Err(failed(Failure { attempts, ..Failure::request(route.id, reason) }));
                }
                self.number = self.number.saturating_add(1);
                true
            }
        };
        self.empty = if items.is_empty() { self.empty + 1 } else { 0 };
        if self.empty == MOST_EMPTY {
            let reason = format!("{MOST_EMPTY} pages without items followed each other, which are the most");
            self.pending_error.get_or_insert(reason);
        }
        Ok((items.into(), more.then_some(self)))
    }

    /// Whether the items of a page were there before. Lists without objects may be the same, for some pages.
    fn is_repeated(&mut self, reply: &RawResponse) -> bool {
        let sought = PointerQuery { what: "items", at: self.paging.items, is_optional: true };
        let Ok(Some(Fingerprint { hash, has_objects })) = sought.read::<Fingerprint>(reply) else {
            return false;
        };
        self.repeated = if self.seen.is_new(hash) { 0 } else { self.repeated + 1 };
        self.repeated == if has_objects { 1 } else { MOST_ALIKE }
    }

    /// Whether there is a next page.
    fn follow_cursor(&mut self, cursor: Cursor, at: &str, parameter: &str) -> bool {
        let Cursor::Next(cursor) = cursor else { return false };
        if self.arguments.query.iter().any(|(name, value, _)| name == parameter && *value == cursor) {
            self.pending_error = Some(format!("the page's cursor at `{at}` leads to the page itself"));
        } else if !self.seen.is_new(&cursor) {
            self.pending_error =
                Some(format!("the page's cursor at `{at}` leads to a page that was there before"));
        }
        self.arguments.set_query(parameter, &cursor);
        true
    }

    /// Whether there is a next page.
    fn follow_link(&mut self, reply: &RawResponse, followed: Option<Box<Url>>) -> bool {
        let inner = self.client.inner();
        let asked = match inner.address(self.route, &self.arguments, None) {
            Ok(asked) => asked,
            Err(reason) => {
                self.pending_error = Some(reason.to_string());
                return true;
            }
        };
        self.seen.is_new(&asked);
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
            Ok(Some(link)) if !self.seen.is_new(&link) => {
                "the page's link to the next page leads to a page that was there before".to_owned()
            }
            Ok(Some(link)) => {
                self.arguments.go_to(link);
                return true;
            }
            Err(target) => {
                format!("the link to the next page is no address: {}", inner.redact_text(&target))
            }
        };
        self.pending_error = Some(reason);
        true
    }
}

impl Pagination {
    /// The items of a page, and its cursor.
    fn read<T: DeserializeOwned>(&self, reply: &RawResponse) -> Result<(Vec<T>, Cursor), DecodeError> {
        let cursor = match self.next {
            NextPage::Cursor { at, .. } => {
                PointerQuery { what: "a cursor", at, is_optional: true }.read::<Cursor>(reply)?
            }
            NextPage::LinkHeader | NextPage::PageNumber { .. } => None,
        };
        let sought = PointerQuery { what: "items", at: self.items, is_optional: cursor.is_some() };
        let items = sought.read::<Option<Vec<T>>>(reply)?.flatten();
        Ok((items.unwrap_or_default(), cursor.unwrap_or(Cursor::End)))
    }
}
