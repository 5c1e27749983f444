//! Pages that a server gets wrong: nothing is lost in silence, nothing is endless, and no secret is shown.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::marker::PhantomData;
use std::time::Duration;

use client_tests::calls::wire as client;
use client_tests::{Server, TestResponse};
use runtime::{
    Api, ClientBuilder, Decoding, DocumentedError, Environment, ErrorBody, Method, NextPage, Operation,
    Pagination, Paginator, ResponseCase, Route, Status, read_json,
};
use wire::models::Tick;
use wire::pages::{CountedPagesOptions, CursorPagesOptions};
use wire::{Client, Credential, ErrorKind};

const KEY: &str = "a-key=that/nobody+sees";

fn lines(server: &Server) -> Vec<String> {
    server.requests().iter().map(client_tests::Request::line).collect()
}

/// What there is before an error, and the error; after it nothing follows.
async fn until_error<E: DocumentedError>(mut pages: Paginator<Tick, E>) -> (Vec<i64>, runtime::Error<E>) {
    let mut found = Vec::new();
    loop {
        match pages.next().await.unwrap() {
            Ok(item) => found.push(item.n),
            Err(error) => {
                assert!(pages.next().await.is_none());
                return (found, error);
            }
        }
    }
}

/// All items of pages without an error.
async fn all<T, E>(mut pages: Paginator<T, E>) -> Vec<T>
where
    T: serde::de::DeserializeOwned + Send + 'static,
    E: DocumentedError,
{
    let mut found = Vec::new();
    while let Some(item) = pages.next().await {
        found.push(item.unwrap());
    }
    found
}

#[tokio::test]
async fn link_to_another_origin_hides_the_key() {
    for written in [KEY.to_owned(), KEY.replace('=', "%3D"), KEY.replace('/', "%2F").replace('+', "%2B")] {
        for link in [format!("https://elsewhere.example/p?key={written}"), format!("https://[{written}")] {
            let link = format!(r#"<{link}>; rel="next""#);
            let server =
                Server::responding(TestResponse::json(200, r#"[{"n":1}]"#).header("link", &link)).await;
            let builder = Client::builder().base_url(server.url());
            let client = builder.credential(Credential::query_key(KEY.to_owned())).build().unwrap();
            let (found, error) = until_error(client.link_pages_items()).await;
            assert_eq!((found.as_slice(), error.kind()), (&[1][..], ErrorKind::InvalidRequest), "{error}");
            let shown = format!("{error} {error:?} {error:#?}");
            assert!(shown.contains("[redacted]") && !shown.contains("nobody"), "{shown}");
        }
    }
}

#[tokio::test]
async fn link_is_relative_to_the_page() {
    let page =
        |link: &str| TestResponse::json(200, r#"[{"n":1}]"#).header("link", &format!("<{link}>; rel=next"));
    let last = TestResponse::json(200, "[]");
    let server = Server::scripted([page("?page=2"), page("more/3?x=y"), page("4"), last]).await;
    assert_eq!(all(client(&server).link_pages_items()).await.len(), 3);
    let expected = ["link", "link?page=2", "more/3?x=y", "more/4"];
    assert_eq!(lines(&server), expected.map(|path| format!("GET /v1/pages/{path} HTTP/1.1")));
}

#[tokio::test]
async fn link_is_relative_to_where_redirects_led() {
    let server = Server::scripted([
        TestResponse::status(307).header("location", "/v2/list/"),
        TestResponse::json(200, r#"[{"n":1}]"#).header("link", "<page-2>; rel=next"),
        TestResponse::json(200, "[]"),
    ])
    .await;
    assert_eq!(all(client(&server).link_pages_items()).await, [Tick::new(1)]);
    let expected = ["/v1/pages/link", "/v2/list/", "/v2/list/page-2"];
    assert_eq!(lines(&server), expected.map(|path| format!("GET {path} HTTP/1.1")));
}

#[derive(Debug)]
enum NoError {}

impl DocumentedError for NoError {
    type Code = String;
    type Headers = ();
    const RESPONSES: &'static [ResponseCase<Self>] = &[];
}

static LINKED: Pagination = Pagination { items: "", next: NextPage::LinkHeader };

/// The origin of an operation is its own server's, where it has one.
#[tokio::test]
async fn link_stays_on_the_operations_own_server() {
    let page = TestResponse::json(200, "[1]").header("link", "</own?page=2>; rel=next");
    let own = Server::scripted([page, TestResponse::json(200, "[2]")]).await;
    let other = Server::responding(TestResponse::json(200, "[666]")).await;
    let leaked = |url: String| -> &'static str { Box::leak(url.into_boxed_str()) };
    let api: &'static Api = Box::leak(Box::new(Api {
        title: "Two servers",
        server: Some(leaked(other.url())),
        user_agent: "two/1",
        security_schemes: &[],
        environment: Environment { endpoint: &[], timeout: &[], credentials: &[] },
        errors: ErrorBody { code_header: None, codes: &[], messages: &[] },
        decoding: Decoding { begin: |_| {}, end: || {} },
    }));
    let operation: &'static Operation<Vec<i64>, NoError> = Box::leak(Box::new(Operation {
        route: Route {
            id: "own",
            method: Method::GET,
            path: "/own",
            server: Some(leaked(own.url())),
            content_type: None,
            accept: "*/*",
            security: &[],
        },
        responses: &[ResponseCase::Buffered(Status::Code(200), read_json)],
        errors: PhantomData,
    }));
    let client = ClientBuilder::<runtime::Client>::new(api).build().unwrap();
    assert_eq!(all(client.call(operation).pages::<i64>(&LINKED)).await, [1, 2]);
    assert_eq!(lines(&own)[1], "GET /own?page=2 HTTP/1.1");
    assert_eq!(other.requests().len(), 0);
}

#[tokio::test]
async fn page_that_leads_to_itself_is_an_error() {
    let server = Server::responding(TestResponse::json(200, r#"{"items":[{"n":1}],"next":"same"}"#)).await;
    let pages = client(&server).cursor_pages_items("x", &CursorPagesOptions::new());
    let (found, error) = until_error(pages).await;
    assert_eq!((found.len(), lines(&server).len(), error.kind()), (2, 2, ErrorKind::InvalidRequest));
    insta::assert_snapshot!(error, @"cursor-pages: the page's cursor at `/next` leads to the page itself");

    // The caller's own cursor is one, too.
    let options = CursorPagesOptions::new().with_after("same");
    let (found, _) = until_error(client(&server).cursor_pages_items("x", &options)).await;
    assert_eq!(found.len(), 1);

    for link in ["", "?", "/v1/pages/link#part"] {
        let response = TestResponse::json(200, r#"[{"n":1}]"#).header("link", &format!("<{link}>; rel=next"));
        let server = Server::responding(response).await;
        let (found, error) = until_error(client(&server).link_pages_items()).await;
        assert!(
            found.len() <= 2 && error.to_string().contains("leads to the page itself"),
            "{link}: {error}"
        );
    }
}

#[tokio::test]
async fn cycle_of_redirect_and_link_is_an_error() {
    let away = TestResponse::status(307).header("location", "/v1/there");
    let back = TestResponse::json(200, "[]").header("link", "</v1/pages/link>; rel=next");
    let server = Server::scripted([away, back]).await;
    let (found, error) = until_error(client(&server).link_pages_items()).await;
    assert_eq!((found.len(), lines(&server).len()), (0, 2), "{error}");
}

/// A response for each page of a circle, over and over.
fn circle(pages: &[TestResponse]) -> impl Iterator<Item = TestResponse> {
    pages.iter().cloned().cycle().take(1000)
}

#[tokio::test]
async fn circle_of_cursors_is_an_error() {
    let page =
        |n: u8, next: &str| TestResponse::json(200, format!(r#"{{"items":[{{"n":{n}}}],"next":"{next}"}}"#));
    let server = Server::scripted(circle(&[page(1, "b"), page(2, "c"), page(3, "a")])).await;
    let options = CursorPagesOptions::new().with_after("a");
    let (found, error) = until_error(client(&server).cursor_pages_items("x", &options)).await;
    assert_eq!((found.as_slice(), lines(&server).len()), (&[1, 2, 3][..], 3));
    insta::assert_snapshot!(error, @"cursor-pages: the page's cursor at `/next` leads to an earlier page");
}

#[tokio::test]
async fn circle_of_links_is_an_error() {
    let page =
        |link: &str| TestResponse::json(200, r#"[{"n":1}]"#).header("link", &format!("<{link}>; rel=next"));
    let server = Server::scripted(circle(&[page("?p=2"), page("?p=3"), page("?")])).await;
    let (found, error) = until_error(client(&server).link_pages_items()).await;
    assert!(found.len() <= 4, "{found:?}");
    insta::assert_snapshot!(error, @"link-pages: the page's link to the next page leads to an earlier page");
}

fn counted(items: &str) -> TestResponse {
    TestResponse::json(200, format!(r#"{{"inner":{{"items":[{items}]}}}}"#))
}

#[tokio::test]
async fn repeated_page_is_an_error_and_not_items() {
    let server = Server::scripted([counted(r#"{"n":1}"#), counted(r#"{"n":2}"#)]).await;
    let (found, error) = until_error(client(&server).counted_pages_items(&CountedPagesOptions::new())).await;
    assert_eq!((found.as_slice(), lines(&server).len(), error.attempts()), (&[1, 2][..], 3, 1));
    insta::assert_snapshot!(error, @"counted-pages: page 3 repeats the items of an earlier page");
    let server = Server::scripted(circle(&[counted(r#"{"n":1}"#), counted(r#"{"n":2}"#)])).await;
    let (found, _) = until_error(client(&server).counted_pages_items(&CountedPagesOptions::new())).await;
    assert_eq!(found, [1, 2]);
}

#[tokio::test]
async fn counted_pages_begin_at_the_callers() {
    let server = Server::scripted([counted(r#"{"n":7}"#), counted("")]).await;
    let options = CountedPagesOptions::new().with_page(7);
    assert_eq!(all(client(&server).counted_pages_items(&options)).await, [Tick::new(7)]);
    assert_eq!(lines(&server), [7, 8].map(|page| format!("GET /v1/pages/counted?page={page} HTTP/1.1")));
    let server = Server::responding(counted("")).await;
    let options = CountedPagesOptions::new().with_page(-1);
    let (_, error) = until_error(client(&server).counted_pages_items(&options)).await;
    insta::assert_snapshot!(error, @r#"counted-pages: `page` is "-1", which is not the number of a page"#);
    assert_eq!(lines(&server).len(), 0);
}

#[tokio::test]
async fn empty_pages_come_to_an_end() {
    let page = |number: usize| TestResponse::json(200, format!(r#"{{"items":[],"next":{number}}}"#));
    let server = Server::scripted((0..200).map(page)).await;
    let pages = client(&server).cursor_pages_items("x", &CursorPagesOptions::new());
    let (found, error) = tokio::time::timeout(Duration::from_secs(30), until_error(pages)).await.unwrap();
    assert_eq!((found.len(), lines(&server).len()), (0, 100));
    insta::assert_snapshot!(error, @"cursor-pages: 100 consecutive pages have no items, which is the maximum");

    // Items begin the count anew, and the last page may be the hundredth.
    let item = TestResponse::json(200, r#"{"items":[{"n":1}],"next":"x"}"#);
    let last = TestResponse::json(200, r#"{"items":[]}"#);
    let responses = (0..99).map(page).chain([item]).chain((100..199).map(page)).chain([last]);
    let server = Server::scripted(responses).await;
    assert_eq!(all(client(&server).cursor_pages_items("x", &CursorPagesOptions::new())).await.len(), 1);
}

#[tokio::test]
async fn page_without_items_is_not_the_end() {
    let mut errors = String::new();
    for body in [
        r#"{"error":"x"}"#,
        r#"{"inner":{"item":[]}}"#,
        "[]",
        "7",
        r#"{"inner":[]}"#,
        r#"{"inner":{"items":{}}}"#,
        r#"{"inner":{"items":[{"n":1},{"n":"x"}]}}"#,
        r#"{"inner":{"items":[{"n":1}]}"#,
    ] {
        let server = Server::responding(TestResponse::json(200, body)).await;
        let pages = client(&server).counted_pages_items(&CountedPagesOptions::new());
        let (found, error) = until_error(pages).await;
        assert_eq!((found.len(), error.kind(), error.attempts()), (0, ErrorKind::Decode, 1), "{body}");
        errors.push_str(&format!("{body}\n  {error}\n"));
    }
    for body in [r#"{"next":{"n":1},"items":[]}"#, r#"{"next":true,"items":[]}"#, r#"{"more":"x"}"#] {
        let server = Server::responding(TestResponse::json(200, body)).await;
        let pages = client(&server).cursor_pages_items("x", &CursorPagesOptions::new());
        let (_, error) = until_error(pages).await;
        errors.push_str(&format!("{body}\n  {error}\n"));
    }
    insta::assert_snapshot!(errors);
}

/// APIs leave out what is empty.
#[tokio::test]
async fn page_may_be_empty() {
    for body in ["{}", r#"{"inner":{}}"#, r#"{"inner":null,"total":0}"#, r#"{"inner":{"items":null}}"#] {
        let server = Server::responding(TestResponse::json(200, body)).await;
        assert_eq!(all(client(&server).counted_pages_items(&CountedPagesOptions::new())).await, []);
    }
    let first = TestResponse::json(200, r#"{"next":"a"}"#);
    let server = Server::scripted([first, TestResponse::json(200, r#"{"next":null}"#)]).await;
    assert_eq!(all(client(&server).cursor_pages_items("x", &CursorPagesOptions::new())).await, []);
    assert_eq!(lines(&server).len(), 2);
}

#[tokio::test]
async fn wrong_item_is_named() {
    let server = Server::responding(TestResponse::json(200, r#"{"items":[{"n":1},{"n":"x"}]}"#)).await;
    let pages = client(&server).cursor_pages_items("x", &CursorPagesOptions::new());
    let (_, error) = until_error(pages).await;
    insta::assert_snapshot!(error, @r#"cursor-pages: 200 OK: invalid type: string "x", expected i64 at `items[1].n` (byte 26 of the body)"#);
}
