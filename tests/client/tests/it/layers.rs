//! Layers around requests, and calls without async.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_tests::calls::{KEY, ORG, builder, builder_for, invite_with, request};
use client_tests::{Server, TestResponse, bodies};
use elastic_cloud::{ErrorKind, RetryPolicy};
use runtime::blocking::{BlockingExt, BlockingStreamExt};
use runtime::{Body, CallInfo, RawResponse, StatusCode, Transport, TransportFuture, http};

type Seen = Arc<Mutex<Vec<String>>>;

/// Notes what goes through it.
struct Noting<T>(&'static str, T, Seen);

impl<T: Transport> Transport for Noting<T> {
    fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a> {
        let said = format!("{} {} {} {} {request:?}", self.0, call.operation, call.path, call.attempt);
        self.2.lock().unwrap().push(said);
        self.1.send(request, call)
    }
}

/// Responses without a network.
struct Fake;

impl Transport for Fake {
    fn send<'a>(&'a self, _: http::Request<Body>, _: &'a CallInfo) -> TransportFuture<'a> {
        Box::pin(async { Ok(RawResponse::json(StatusCode::CREATED, bodies::INVITED).into()) })
    }
}

/// Never comes back.
struct Stuck;

impl Transport for Stuck {
    fn send<'a>(&'a self, _: http::Request<Body>, _: &'a CallInfo) -> TransportFuture<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn layers_see_every_attempt_and_no_key() {
    let seen = Seen::default();
    let (inner, outer) = (seen.clone(), seen.clone());
    let busy = TestResponse::status(429).header("retry-after", "0");
    let server = Server::scripted([busy, TestResponse::json(201, bodies::INVITED)]).await;
    let client = builder(&server)
        .retry(RetryPolicy::default())
        .layer(|transport| Noting("inner", transport, inner))
        .layer(|transport| Noting("outer", transport, outer));
    invite_with(&client.build().unwrap()).await.unwrap();
    let seen = seen.lock().unwrap();
    let path = "create-organization-invitations /organizations/{organization_id}/invitations";
    for (line, begin) in seen.iter().zip(["outer", "inner", "outer", "inner"].into_iter().zip([1, 1, 2, 2])) {
        assert!(line.starts_with(&format!("{} {path} {} ", begin.0, begin.1)), "{line}");
        assert!(line.contains("Sensitive") && !line.contains(KEY), "{line}");
    }
    assert_eq!(seen.len(), 4);
}

#[tokio::test]
async fn own_transport_is_held_to_the_deadline() {
    let settings = || builder_for("https://api.example.com");
    assert_eq!(
        invite_with(&settings().transport(Fake).build().unwrap()).await.unwrap().body().invitations.len(),
        1
    );
    let client = settings().transport(Stuck).timeout(Duration::from_millis(20)).build().unwrap();
    assert_eq!(invite_with(&client).await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[test]
fn calls_and_pages_can_be_waited_for() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).wait();
    let client = builder(&server).build().unwrap();
    for _ in 0..3 {
        let response = client.create_organization_invitations(ORG, &request()).wait().unwrap();
        assert_eq!(response.body().invitations.len(), 1);
        // A connection goes back to the pool a moment after its response has been read.
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(server.connections().wait(), 1, "a connection is kept between calls");

    let pages = [r#"{"items":[{"n":1},{"n":2}],"next":"b"}"#, r#"{"items":[{"n":3}]}"#];
    let server = Server::scripted(pages.map(|page| TestResponse::json(200, page))).wait();
    let client = client_tests::calls::wire(&server);
    let items = client.cursor_pages_items("x", &Default::default()).blocking_iter();
    assert_eq!(items.map(|item| item.unwrap().n).collect::<Vec<_>>(), [1, 2, 3]);
}

#[tokio::test]
async fn blocking_call_works_inside_async_code() {
    let client = builder_for("https://api.example.com").transport(Fake).build().unwrap();
    assert_eq!(
        client.create_organization_invitations(ORG, &request()).wait().unwrap().body().invitations.len(),
        1
    );
}
