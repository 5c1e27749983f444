//! What is called again, how often, and when: counted by a server that sees every request and every connection.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::time::{Duration, Instant};

use client_tests::calls::{ORG, builder, builder_for, quick, request};
use client_tests::{Server, TestResponse, bodies};
use elastic_cloud::{Client, ErrorKind, RequestOptions, RetryPolicy};
use runtime::{Body, TransportPhase};

/// A client whose one operation is a POST.
fn poster(server: &Server) -> Client {
    builder(server).retry(quick()).build().unwrap()
}

/// A client of another API, for the other methods.
fn wire(server: &Server) -> wire::Client {
    wire::Client::builder().base_url(server.url()).retry(quick()).build().unwrap()
}

/// The outcome of a GET, and how many requests it took.
async fn get(responses: impl IntoIterator<Item = TestResponse>) -> (Result<String, ErrorKind>, usize) {
    let server = Server::scripted(responses).await;
    let outcome = wire(&server).read_text().await;
    (outcome.map(runtime::Response::into_body).map_err(|error| error.kind()), server.requests().len())
}

/// The outcome of a POST, and how many requests it took.
async fn post(responses: impl IntoIterator<Item = TestResponse>) -> (Result<usize, ErrorKind>, usize) {
    let server = Server::scripted(responses).await;
    let outcome = poster(&server).create_organization_invitations(ORG, &request()).await;
    let outcome = outcome.map(|response| response.body().invitations.len()).map_err(|error| error.kind());
    (outcome, server.requests().len())
}

fn invited() -> TestResponse {
    TestResponse::json(201, bodies::INVITED)
}

fn busy(status: u16) -> TestResponse {
    TestResponse::status(status)
}

#[tokio::test]
async fn get_recovers_after_two_gateway_errors() {
    for status in [502, 503, 504] {
        assert_eq!(
            get([busy(status), busy(status), TestResponse::text("words")]).await,
            (Ok("words".to_owned()), 3),
            "{status}"
        );
        assert_eq!(get([busy(status)]).await, (Err(ErrorKind::UndocumentedStatus), 3), "{status}");
    }
}

#[tokio::test]
async fn post_reports_the_first_gateway_error() {
    for status in [502, 503, 504] {
        assert_eq!(
            post([busy(status), invited()]).await,
            (Err(ErrorKind::UndocumentedStatus), 1),
            "{status}"
        );
    }
}

#[tokio::test]
async fn other_statuses_are_final() {
    for status in [400, 401, 404, 408, 409, 425, 500, 501, 505] {
        assert_eq!(get([busy(status), TestResponse::text("words")]).await.1, 1, "{status}");
        assert_eq!(post([busy(status), invited()]).await.1, 1, "{status}");
    }
}

#[tokio::test]
async fn broken_connection_of_a_get_is_retried() {
    for broken in [TestResponse::reset(), TestResponse::closed(), TestResponse::text("words").cut_after(2)] {
        assert_eq!(
            get([broken.clone(), broken.clone(), TestResponse::text("words")]).await,
            (Ok("words".to_owned()), 3),
            "{broken:?}"
        );
        assert_eq!(get([broken.clone()]).await, (Err(ErrorKind::Transport), 3), "{broken:?}");
    }
}

#[tokio::test]
async fn post_on_a_broken_connection_is_not_resent() {
    for broken in [TestResponse::reset(), TestResponse::closed(), invited().cut_after(2)] {
        assert_eq!(post([broken.clone(), invited()]).await, (Err(ErrorKind::Transport), 1), "{broken:?}");
    }
}

#[tokio::test]
async fn early_reset_is_retried_for_get_not_post() {
    let server = Server::resetting().await;
    let error = wire(&server).read_text().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
    assert!(error.is_retryable() && error.to_string().ends_with("(after 3 attempts)"), "{error}");
    assert_eq!(server.connections().await, 3);

    let server = Server::resetting().await;
    let error = poster(&server).create_organization_invitations(ORG, &request()).await.unwrap_err();
    assert_eq!((error.attempts(), error.is_retryable()), (1, false));
    assert_eq!(server.connections().await, 1);
}

#[tokio::test]
async fn failed_connect_is_retried_for_any_call() {
    let client = builder_for(Server::gone().await).retry(quick()).build().unwrap();
    let error = client.create_organization_invitations(ORG, &request()).await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Connect, Some(TransportPhase::Connect)));
    assert_eq!((error.attempts(), error.is_retryable()), (3, true));
}

#[tokio::test]
async fn put_and_delete_are_idempotent_patch_is_not() {
    let server = Server::scripted([busy(503), TestResponse::status(204)]).await;
    wire(&server).delete_with_body(&wire::models::Filter::new()).await.unwrap();
    assert_eq!(server.requests().len(), 2);
    assert_eq!(server.requests()[0].body(), server.requests()[1].body());

    let server = Server::scripted([busy(503), TestResponse::status(204)]).await;
    wire(&server).send_text("words").await.unwrap();
    assert_eq!(server.requests().len(), 2);

    let server = Server::scripted([busy(503), TestResponse::status(204)]).await;
    wire(&server).merge_patch(&Default::default()).await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn post_is_retried_after_the_requested_delay() {
    for response in [busy(429).header("retry-after", "1"), busy(503).header("retry-after", "1")] {
        let begin = Instant::now();
        assert_eq!(post([response, invited()]).await, (Ok(1), 2));
        assert!(begin.elapsed() >= Duration::from_secs(1));
    }
}

#[tokio::test]
async fn retry_after_date_is_waited_for() {
    let response = busy(429)
        .header("date", "Wed, 21 Oct 2026 07:28:00 GMT")
        .header("retry-after", "Wed, 21 Oct 2026 07:28:01 GMT");
    let begin = Instant::now();
    assert_eq!(post([response, invited()]).await, (Ok(1), 2));
    assert!(begin.elapsed() >= Duration::from_secs(1));
    let passed = busy(429).header("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT");
    assert_eq!(post([passed, invited()]).await, (Ok(1), 2));
}

#[tokio::test]
async fn malformed_retry_after_is_ignored() {
    for nonsense in ["soon", "-1", "", "1e3"] {
        let after = |status| busy(status).header("retry-after", nonsense);
        assert_eq!(post([after(429), invited()]).await, (Ok(1), 2), "{nonsense}");
        assert_eq!(post([after(503), invited()]).await.1, 1, "{nonsense}: it does not say when to come back");
    }
}

#[tokio::test]
async fn long_retry_after_is_returned_to_the_caller() {
    for (asked, seconds) in [("31", 31), ("86400", 86400), ("99999999999999999999999", u64::MAX)] {
        let server = Server::scripted([busy(429).header("retry-after", asked), invited()]).await;
        let begin = Instant::now();
        let error = poster(&server).create_organization_invitations(ORG, &request()).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
        assert!(error.is_retryable() && begin.elapsed() < Duration::from_secs(5), "{error}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn delay_never_exceeds_the_deadline() {
    let server = Server::scripted([busy(429).header("retry-after", "5"), invited()]).await;
    let client = builder(&server).retry(quick()).timeout(Duration::from_secs(2)).build().unwrap();
    let begin = Instant::now();
    let error = client.create_organization_invitations(ORG, &request()).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 429);
    assert!(begin.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn deadline_covers_all_attempts() {
    let slow = || TestResponse::never();
    let server = Server::scripted([busy(503), slow()]).await;
    let client = wire(&server).with_options(RequestOptions::new().timeout(Duration::from_millis(300)));
    let begin = Instant::now();
    let error = client.read_text().await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Timeout, Some(TransportPhase::ResponseHeaders)));
    assert!((300..2000).contains(&begin.elapsed().as_millis()), "{:?}", begin.elapsed());
    assert!(error.to_string().contains("300ms"), "{error}");
}

#[tokio::test]
async fn streamed_body_is_sent_once() {
    let server = Server::scripted([busy(503), TestResponse::status(204)]).await;
    let body = Body::reader(std::io::Cursor::new("bytes"));
    let error = wire(&server).send_bytes(body).await.unwrap_err();
    assert_eq!((error.attempts(), server.requests().len()), (1, 1));
    let server = Server::scripted([busy(503), TestResponse::status(204)]).await;
    wire(&server).send_bytes("bytes").await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn idempotency_key_makes_a_post_retryable() {
    let server = Server::scripted([TestResponse::reset(), busy(502), invited()]).await;
    let client = poster(&server).with_options(RequestOptions::new().idempotency_key("order-1"));
    client.create_organization_invitations(ORG, &request()).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| request.header("idempotency-key") == ["order-1"]));
    assert!(requests.iter().all(|request| request.body() == requests[0].body()));
}

#[tokio::test]
async fn policy_of_a_call_overrides_the_clients() {
    let server = Server::responding(busy(503)).await;
    let client = wire(&server);
    client.with_options(RequestOptions::new().retry(RetryPolicy::never())).read_text().await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
    client.with_options(RequestOptions::new().retry(quick().max_attempts(5))).read_text().await.unwrap_err();
    assert_eq!(server.requests().len(), 6);
    client.read_text().await.unwrap_err();
    assert_eq!(server.requests().len(), 9, "settings are those of one value of the client");
}

#[tokio::test]
async fn retries_run_out_when_all_calls_fail() {
    let server = Server::resetting().await;
    let client = wire(&server);
    let calls = (0..200).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.read_text().await.unwrap_err().kind() })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap(), ErrorKind::Transport);
    }
    let connections = server.connections().await;
    assert!((200..=240).contains(&connections), "{connections} for 200 calls");
}

#[tokio::test]
async fn failed_page_is_retried() {
    let page = TestResponse::json(200, r#"{"items":[{"n":1}]}"#);
    let server = Server::scripted([busy(503), page]).await;
    let mut pages = wire(&server).cursor_pages_items("x", &Default::default());
    pages.next().await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn dropped_call_leaves_nothing_behind() {
    let server = Server::responding(TestResponse::text("words")).await;
    let client = wire(&server);
    for micros in 0..1000 {
        let dropped = tokio::time::timeout(Duration::from_micros(micros), client.read_text()).await;
        drop(dropped);
    }
    assert_eq!(client.read_text().await.unwrap().body(), "words");
}
