//! The key is in no log: everything that any crate logs during calls, at the finest level, is searched for it.
//!
//! The test is alone in its process, because the one subscriber of a process hears all its tests.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_tests::calls::{ORG, builder_for, request};
use client_tests::{Server, TestResponse, bodies, is_alone};
use elastic_cloud::Credential;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

const KEY: &str = "essu_Q0FOQVJZLWluLWEtbWluZQ==";
/// Any piece of the key gives it away; this one is in no other text.
const TRACE: &str = "Q0FOQVJZ";

/// All that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// A call that gets a response, or does not.
async fn call(response: TestResponse) {
    let server = Server::responding(response).await;
    let builder = builder_for(server.url()).credential(Credential::api_key(KEY)).max_response_bytes(8192);
    let client = builder.timeout(Duration::from_millis(300)).build().unwrap();
    // The outcome does not matter here; what is logged does.
    let outcome = client.create_organization_invitations(ORG, &request()).await;
    assert_eq!(server.requests()[0].header("authorization"), [format!("ApiKey {KEY}")], "{outcome:?}");
}

/// Calls with the key in every place that a security scheme can name, which are retried, sent on and rejected.
async fn in_every_place() {
    let echo = |status: u16| TestResponse::status(status).header("x-echo", KEY).body(KEY);
    let responses = [echo(503), echo(302).header("location", &format!("/there?key={KEY}#{KEY}")), echo(500)];
    for credential in [
        wire::Credential::key(KEY),
        wire::Credential::query_key(KEY),
        wire::Credential::cookie_key(KEY),
        wire::Credential::basic(KEY, KEY),
        wire::Credential::bearer(KEY),
        wire::Credential::word(KEY),
    ] {
        let server = Server::scripted(responses.clone()).await;
        let builder = wire::Client::builder().base_url(server.url()).credential(credential);
        let client = builder.build().unwrap();
        // One of them takes the credential; the others are rejected before anything is sent.
        let outcomes = (
            client.by_key().await,
            client.by_query_key().await,
            client.by_cookie_key().await,
            client.by_basic().await,
            client.by_bearer().await,
            client.by_word().await,
        );
        assert_eq!(server.requests().len(), 3, "{outcomes:?}");
        tracing::debug!("{client:?} {outcomes:?}");
    }
}

#[tokio::test]
async fn log_of_any_level_does_not_show_the_key() {
    if !is_alone("logs::log_of_any_level_does_not_show_the_key") {
        return;
    }
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    subscriber.with_writer(log.clone()).finish().init();

    let echo =
        |status| TestResponse::json(status, bodies::failed(KEY, KEY)).header("x-cloud-error-codes", KEY);
    for response in [
        TestResponse::json(201, bodies::INVITED),
        echo(201),
        echo(400),
        echo(401),
        echo(500),
        TestResponse::status(302).header("location", &format!("http://127.0.0.1:9/{KEY}")),
        TestResponse::reset(),
        TestResponse::never(),
        echo(404).cut_after(20),
        echo(404).stalling_after(20),
        TestResponse::json(404, KEY.repeat(1000)),
        TestResponse::status(201).header("not a name", KEY),
    ] {
        call(response).await;
    }
    in_every_place().await;
    let text = log.text();
    assert_eq!(text.matches(TRACE).count(), 0, "{text}");

    for spoken in ["starting new connection", "http1 handshake complete", "retrying", "url.template"] {
        assert!(
            text.contains(spoken),
            "records of the `log` crate or events of `tracing` are missing:\n{text}"
        );
    }
    tracing::trace!(key = KEY, "a leak");
    assert_eq!(log.text().matches(TRACE).count(), 1, "the search finds a leak");
}
