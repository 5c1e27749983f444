//! Fetches pages one after another.

use serde::de::DeserializeOwned;
use url::Url;

use super::fingerprint::Fingerprint;
use super::json_pointer::{Cursor, PointerQuery};
use super::seen::Seen;
use super::{Fetched, NextPage, Pagination, Resolve, link};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Failure};
use crate::operation::DocumentedError;
use crate::operation::{Resolved, Route};
use crate::request::arguments::Arguments;
use crate::request::origin::is_same_origin;
use crate::response::RawResponse;
use crate::response::decode::DecodeError;
use crate::response::redacted::Redactor;
use crate::send::{
    Executed, Received, RequestContext, documented_error, execute, target, undecodable, undocumented_status,
};

/// The maximum number of consecutive pages without items.
const MOST_EMPTY: usize = 100;
/// The maximum number of consecutive pages with repeated items, if the items contain no objects.
const MOST_ALIKE: usize = 100;

/// The state of a pagination between two pages.
pub(super) struct Fetch {
    client: Client,
    route: &'static Route,
    resolve: Resolve,
    pagination: &'static Pagination,
    arguments: Arguments,
    number: u64,
    /// The number of consecutive pages without items.
    empty: usize,
    /// The cursors or links of the pages so far, or their items if pages are numbered.
    seen: Seen,
    /// The number of consecutive pages with repeated items.
    repeated: usize,
    /// The reason that the next page is not fetched.
    pending_error: Option<String>,
}

impl Fetch {
    /// Starts at the page that the arguments request, or at the first.
    pub(super) fn new(
        client: Client,
        route: &'static Route,
        resolve: Resolve,
        pagination: &'static Pagination,
        arguments: Arguments,
    ) -> Self {
        let (mut seen, mut number, mut pending_error) = (Seen::new(), 0, None);
        let given = |parameter| arguments.query.iter().find(|(name, ..)| name == parameter);
        match pagination.next {
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
        Self {
            client,
            route,
            resolve,
            pagination,
            arguments,
            number,
            empty: 0,
            seen,
            repeated: 0,
            pending_error,
        }
    }

    pub(super) async fn page<T: DeserializeOwned, E: DocumentedError>(mut self: Box<Self>) -> Fetched<T, E> {
        let failed = |failure| Error::new(failure, None);
        if let Some(reason) = self.pending_error {
            return Err(failed(Failure::invalid_request(self.route.id, reason)));
        }
        if let NextPage::PageNumber { parameter, .. } = self.pagination.next {
            self.arguments.set_query(parameter, &self.number.to_string());
        }
        let (config, options) = (self.client.config(), self.client.options());
        let (route, id) = (self.route, self.route.id);
        let call = RequestContext { route, arguments: &self.arguments, options, resolve: &*self.resolve };
        let Executed { received, resolved, attempts, address } =
            execute(config, &call).await.map_err(failed)?;
        let Received::Buffered(raw) = received else {
            // A page is never a stream. The response is dropped here.
            return Err(failed(Failure::new(id, ErrorKind::UndocumentedStatus)));
        };
        match resolved {
            Resolved::Error(index) => return Err(documented_error(config, id, attempts, index, &raw)),
            Resolved::Undocumented => return Err(undocumented_status(config, id, attempts, &raw)),
            Resolved::Buffered(_) | Resolved::Streaming(_) => {}
        }
        let (items, cursor) = config
            .memory()
            .decode(|| self.pagination.read::<T>(&raw))
            .map_err(|error| undecodable(config, id, attempts, &raw, error))?;
        let more = match self.pagination.next {
            NextPage::Cursor { at, parameter } => self.follow_cursor(cursor, at, parameter),
            NextPage::LinkHeader => self.follow_link(&raw, address),
            NextPage::PageNumber { .. } if items.is_empty() => false,
            NextPage::PageNumber { .. } => {
                if self.is_repeated(&raw) {
                    let reason = format!("page {} repeats the items of an earlier page", self.number);
                    return Err(failed(Failure { attempts, ..Failure::invalid_request(id, reason) }));
                }
                self.number = self.number.saturating_add(1);
                true
            }
        };
        self.empty = if items.is_empty() { self.empty + 1 } else { 0 };
        if self.empty == MOST_EMPTY {
            let reason = format!("{MOST_EMPTY} consecutive pages have no items, which is the maximum");
            self.pending_error.get_or_insert(reason);
        }
        Ok((items.into(), more.then_some(self)))
    }

    /// Returns whether the items of a page are repeated. Items without objects may be equal on some pages.
    fn is_repeated(&mut self, response: &RawResponse) -> bool {
        let sought = PointerQuery { what: "items", at: self.pagination.items, is_optional: true };
        let Ok(Some(Fingerprint { hash, has_objects })) = sought.read::<Fingerprint>(response) else {
            return false;
        };
        self.repeated = if self.seen.is_new(hash) { 0 } else { self.repeated + 1 };
        self.repeated == if has_objects { 1 } else { MOST_ALIKE }
    }

    /// Moves to the page at a cursor. Returns whether the stream continues.
    fn follow_cursor(&mut self, cursor: Cursor, at: &str, parameter: &str) -> bool {
        let Cursor::Next(cursor) = cursor else { return false };
        if self.arguments.query.iter().any(|(name, value, _)| name == parameter && *value == cursor) {
            self.pending_error = Some(format!("the page's cursor at `{at}` leads to the page itself"));
        } else if !self.seen.is_new(&cursor) {
            self.pending_error = Some(format!("the page's cursor at `{at}` leads to an earlier page"));
        }
        self.arguments.set_query(parameter, &cursor);
        true
    }

    /// Moves to the page at the `Link` header. Returns whether the stream continues.
    fn follow_link(&mut self, response: &RawResponse, followed: Option<Box<Url>>) -> bool {
        let config = self.client.config();
        let redacted = |text: &str| config.credentials.with(|held| Redactor(held).text(text).into_owned());
        let asked = match target(config, self.route, &self.arguments, None) {
            Ok(asked) => asked,
            Err(reason) => {
                self.pending_error = Some(reason.to_string());
                return true;
            }
        };
        self.seen.is_new(&asked);
        let page = followed.as_deref().unwrap_or(&asked);
        let reason = match link::next(&response.headers, page) {
            Ok(None) => return false,
            Ok(Some(link)) if !is_same_origin(&link, page) => {
                let link = redacted(link.as_str());
                format!("the next page is on another origin, where no credential goes: {link}")
            }
            Ok(Some(link)) if link == *page || link == asked => {
                "the page's link to the next page leads to the page itself".to_owned()
            }
            Ok(Some(link)) if !self.seen.is_new(&link) => {
                "the page's link to the next page leads to an earlier page".to_owned()
            }
            Ok(Some(link)) => {
                self.arguments.go_to(link);
                return true;
            }
            Err(target) => {
                format!("the link to the next page is not a valid URL: {}", redacted(&target))
            }
        };
        self.pending_error = Some(reason);
        true
    }
}

impl Pagination {
    /// Reads the items of a page and its cursor.
    fn read<T: DeserializeOwned>(&self, response: &RawResponse) -> Result<(Vec<T>, Cursor), DecodeError> {
        let cursor = match self.next {
            NextPage::Cursor { at, .. } => {
                PointerQuery { what: "a cursor", at, is_optional: true }.read::<Cursor>(response)?
            }
            NextPage::LinkHeader | NextPage::PageNumber { .. } => None,
        };
        let sought = PointerQuery { what: "items", at: self.items, is_optional: cursor.is_some() };
        let items = sought.read::<Option<Vec<T>>>(response)?.flatten();
        Ok((items.unwrap_or_default(), cursor.unwrap_or(Cursor::End)))
    }
}
