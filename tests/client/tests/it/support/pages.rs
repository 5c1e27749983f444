//! Pagination, where `codegen.toml` says how pages follow each other.

use client_tests::{Server, TestResponse};
use wire::models::Tick;
use wire::pages::CursorPagesOptions;
use wire::{Client, Credential, ErrorKind};

use super::client;

fn lines(server: &Server) -> Vec<String> {
    server.requests().iter().map(client_tests::Request::line).collect()
}

/// cursor in the body | `client.cursor_pages_items(...)`: a stream of items | `?after=...` until there is no cursor
#[tokio::test]
async fn cursor() {
    let server = Server::scripted([
        TestResponse::json(200, r#"{"items":[{"n":1},{"n":2}],"next":"a b"}"#),
        TestResponse::json(200, r#"{"items":[],"next":"c"}"#),
        TestResponse::json(200, r#"{"items":[{"n":3}],"next":null}"#),
    ])
    .await;
    let mut pages = client(&server).cursor_pages_items("x/y", &CursorPagesOptions::new().with_size(2));
    let mut found = Vec::new();
    while let Some(item) = pages.next().await {
        found.push(item.unwrap().n);
    }
    assert_eq!(found, [1, 2, 3]);
    let expected = ["?size=2", "?size=2&after=a%20b", "?size=2&after=c"];
    assert_eq!(lines(&server), expected.map(|query| format!("GET /v1/pages/cursor/x%2Fy{query} HTTP/1.1")));
}

/// pages are fetched on demand; an error ends the stream | `Some(Err(Error<E>))`, then `None` | no superfluous request
#[tokio::test]
async fn lazily() {
    let server = Server::scripted([
        TestResponse::json(200, r#"{"items":[{"n":1}],"next":"a"}"#),
        TestResponse::json(404, "{}").header("x-error-codes", "wire.cut"),
    ])
    .await;
    let mut pages = client(&server).cursor_pages_items("x", &CursorPagesOptions::new());
    assert_eq!(lines(&server).len(), 0);
    assert_eq!(pages.next().await.unwrap().unwrap(), Tick::new(1));
    assert_eq!(lines(&server).len(), 1);
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.has_code("wire.cut")), (ErrorKind::Api, true));
    assert!(pages.next().await.is_none());
}

/// `Link` header | the same | `rel="next"` on the API's own origin; another origin is an error
#[tokio::test]
async fn link() {
    let server = Server::scripted([
        TestResponse::json(200, r#"[{"n":1}]"#)
            .header("link", r#"</v1/pages/link?at=2>; rel="next", </v1>; rel="first""#),
        TestResponse::json(200, r#"[{"n":2}]"#).header("link", r#"<https://elsewhere.example/>; rel="next""#),
    ])
    .await;
    let mut pages = client(&server).link_pages_items();
    assert_eq!(pages.next().await.unwrap().unwrap().n, 1);
    assert_eq!(pages.next().await.unwrap().unwrap().n, 2);
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "the page after that is elsewhere: {error}");
    assert!(pages.next().await.is_none());
    assert_eq!(lines(&server)[1], "GET /v1/pages/link?at=2 HTTP/1.1");
    assert_eq!(lines(&server).len(), 2);
}

/// numbered pages | the same | `?page=1`, `?page=2`, until a page is empty
#[tokio::test]
async fn counted() {
    let page = |items: &str| TestResponse::json(200, format!(r#"{{"inner":{{"items":[{items}]}}}}"#));
    let server = Server::scripted([page(r#"{"n":1}"#), page(r#"{"n":2}"#), page("")]).await;
    let options = wire::pages::CountedPagesOptions::new();
    let mut pages = client(&server).counted_pages_items(&options);
    assert_eq!(pages.next().await.unwrap().unwrap().n, 1);
    assert_eq!(pages.next().await.unwrap().unwrap().n, 2);
    assert!(pages.next().await.is_none());
    assert_eq!(lines(&server).len(), 3);
    assert_eq!(lines(&server)[2], "GET /v1/pages/counted?page=3 HTTP/1.1");
}

/// credentials | with every page | `X-Key: k`
#[tokio::test]
async fn credentials() {
    let server = Server::scripted([
        TestResponse::json(200, r#"{"items":[{"n":1}],"next":"a"}"#),
        TestResponse::json(200, r#"{"items":[{"n":2}]}"#),
    ])
    .await;
    let key = Credential::key("k".to_owned());
    let client = Client::builder().base_url(server.url()).credential(key).build().unwrap();
    let mut pages = client.cursor_pages_items("x", &CursorPagesOptions::new());
    while let Some(item) = pages.next().await {
        item.unwrap();
    }
    assert!(server.requests().iter().all(|request| request.header("x-key") == ["k"]));
}
