//! The time limit of each attempt, below that of the call: a request to a server that hangs is retried.

use std::time::{Duration, Instant};

use client_tests::calls::quick;
use client_tests::{Server, TestResponse};
use runtime::{Body, RequestOptions, RetryPolicy, TransportPhase};
use wire::{Client, ClientBuilder, ErrorKind};

const SHORT: Duration = Duration::from_millis(100);

fn builder(server: &Server) -> ClientBuilder<Client> {
    Client::builder().base_url(server.url()).retry(quick()).timeout(Duration::from_secs(20))
}

#[tokio::test]
async fn get_on_a_hung_server_is_tried_again() {
    for hung in [TestResponse::never(), TestResponse::text("words").stalling_after(2)] {
        let builders: [fn(ClientBuilder<Client>) -> ClientBuilder<Client>; 2] =
            [|builder| builder.attempt_timeout(SHORT), |builder| builder.idle_timeout(SHORT)];
        for limit in builders {
            let server = Server::scripted([hung.clone(), hung.clone(), TestResponse::text("words")]).await;
            let client = limit(builder(&server)).build().unwrap();
            let begin = Instant::now();
            assert_eq!(client.read_text().await.unwrap().body(), "words");
            assert!((2 * SHORT..40 * SHORT).contains(&begin.elapsed()), "{:?}", begin.elapsed());
            assert_eq!(server.requests().len(), 3);
        }
    }
}

#[tokio::test]
async fn settings_of_a_call_limit_its_attempts() {
    let settings = RequestOptions::new();
    for settings in [settings.clone().attempt_timeout(SHORT), settings.idle_timeout(SHORT)] {
        let server = Server::scripted([TestResponse::never(), TestResponse::text("words")]).await;
        let client = builder(&server).build().unwrap().with_options(settings);
        assert_eq!(client.read_text().await.unwrap().body(), "words");
    }
}

#[tokio::test]
async fn patch_on_a_hung_server_is_sent_once() {
    let server = Server::scripted([TestResponse::never(), TestResponse::status(204)]).await;
    let client = builder(&server).attempt_timeout(SHORT).build().unwrap();
    let error = client.merge_patch(&Default::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Timeout, Some(TransportPhase::ResponseHeaders)));
    assert_eq!((error.attempts(), error.is_retryable(), server.requests().len()), (1, false, 1));
    assert!(error.to_string().contains("`attempt_timeout`"), "{error}");
}

#[tokio::test]
async fn dripping_body_ends_with_its_attempt() {
    let server = Server::responding(TestResponse::text("words").dripping(Duration::from_millis(40))).await;
    let client = builder(&server).attempt_timeout(SHORT).build().unwrap();
    let error = client.read_text().await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Timeout, Some(TransportPhase::ResponseBody)));
    assert_eq!((error.attempts(), error.is_retryable()), (3, true));
}

#[tokio::test]
async fn stream_outlives_the_attempts_time() {
    let events = "data: {\"n\":1}\n\ndata: {\"n\":2}\n\n";
    let response = TestResponse::status(200).header("content-type", "text/event-stream").body(events);
    let server = Server::responding(response.dripping(Duration::from_millis(10))).await;
    let client = builder(&server).attempt_timeout(SHORT).timeout(SHORT).build().unwrap();
    let begin = Instant::now();
    let mut events = client.read_events().await.unwrap().into_body();
    let mut numbers = 0;
    while let Some(event) = events.next().await {
        event.unwrap();
        numbers += 1;
    }
    assert_eq!(numbers, 2);
    assert!(begin.elapsed() > 2 * SHORT, "{:?}", begin.elapsed());
}

#[tokio::test]
async fn stream_on_a_hung_server_is_asked_for_again() {
    let events =
        TestResponse::status(200).header("content-type", "text/event-stream").body("data: {\"n\":1}\n\n");
    let server = Server::scripted([TestResponse::never(), events]).await;
    let client = builder(&server).attempt_timeout(SHORT).build().unwrap();
    assert!(client.read_events().await.unwrap().into_body().next().await.unwrap().is_ok());
}

#[tokio::test]
async fn each_retry_may_follow_as_many_redirects() {
    let moved = || TestResponse::status(302).header("location", "/there");
    let server =
        Server::scripted([moved(), TestResponse::status(503), moved(), TestResponse::text("words")]).await;
    let client = builder(&server).max_redirects(1).build().unwrap();
    assert_eq!(client.read_text().await.unwrap().body(), "words");
    let server = Server::scripted([moved(), moved(), TestResponse::text("words")]).await;
    let error = builder(&server).max_redirects(1).build().unwrap().read_text().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
}

#[tokio::test]
async fn retryable_is_what_the_docs_say() {
    let cut = || TestResponse::text("words").cut_after(2);
    for (response, idempotent, other) in [
        (TestResponse::status(429), true, true),
        (TestResponse::status(503).header("retry-after", "1"), true, true),
        (TestResponse::status(503), true, false),
        (TestResponse::status(502), true, false),
        (TestResponse::status(504), true, false),
        (TestResponse::reset(), true, false),
        (cut(), true, false),
        (TestResponse::never(), true, false),
        (TestResponse::status(500), false, false),
        (TestResponse::status(408), false, false),
        (TestResponse::status(401), false, false),
        (TestResponse::status(302), false, false),
    ] {
        let server = Server::responding(response.clone()).await;
        let never = builder(&server).retry(RetryPolicy::never()).attempt_timeout(SHORT).build().unwrap();
        let error = never.read_text().await.unwrap_err();
        assert_eq!(error.is_retryable(), idempotent, "{response:?}: {error}");
        let error = never.merge_patch(&Default::default()).await.unwrap_err();
        assert_eq!(error.is_retryable(), other, "{response:?}: {error}");
        let keyed = never.with_options(RequestOptions::new().idempotency_key("k"));
        let error = keyed.merge_patch(&Default::default()).await.unwrap_err();
        assert_eq!(error.is_retryable(), idempotent, "{response:?}: {error}");
    }
}

/// A reader that fails in the middle.
struct Broken(usize);

impl std::io::Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0 += 1;
        if self.0 > 2 { Err(std::io::Error::other("the disk is gone")) } else { Ok(buffer.len()) }
    }
}

#[tokio::test]
async fn failure_of_the_callers_stream_is_not_retryable() {
    let server = Server::responding(TestResponse::status(204)).await;
    let client = builder(&server).build().unwrap();
    let error = client.send_bytes(Body::reader(Broken(0))).await.unwrap_err();
    assert_eq!(error.phase(), Some(TransportPhase::RequestBody), "{error}");
    assert!(!error.is_retryable(), "{error}");
}
