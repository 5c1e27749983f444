//! The key is in no log: everything that any crate logs during calls, at the finest level, is searched for it.
//!
//! A file of its own, because the one subscriber of a process hears all its tests.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_tests::calls::{ORG, builder_for, request};
use client_tests::{Reply, Server, bodies};
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

/// A call that gets a reply, or does not.
async fn call(reply: Reply) {
    let server = Server::replying(reply).await;
    let builder = builder_for(server.url()).credential(Credential::api_key(KEY)).max_body(8192);
    let client = builder.timeout(Duration::from_millis(300)).build().unwrap();
    // What comes of it is of no concern here; what was said of it meanwhile is.
    let outcome = client.create_organization_invitations(ORG, &request()).await;
    assert_eq!(server.requests()[0].header("authorization"), [format!("ApiKey {KEY}")], "{outcome:?}");
}

#[tokio::test]
async fn nothing_that_is_logged_shows_the_key() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    subscriber.with_writer(log.clone()).finish().init();

    let echo = |status| Reply::json(status, bodies::failed(KEY, KEY)).header("x-cloud-error-codes", KEY);
    for reply in [
        Reply::json(201, bodies::INVITED),
        echo(201),
        echo(400),
        echo(401),
        echo(500),
        Reply::status(302).header("location", &format!("http://127.0.0.1:9/{KEY}")),
        Reply::reset(),
        Reply::never(),
        echo(404).cut_after(20),
        echo(404).stalling_after(20),
        Reply::json(404, KEY.repeat(1000)),
        Reply::status(201).header("not a name", KEY),
    ] {
        call(reply).await;
    }
    let text = log.text();
    assert_eq!(text.matches(TRACE).count(), 0, "{text}");

    for spoken in ["starting new connection", "http1 handshake complete"] {
        assert!(
            text.contains(spoken),
            "records of the `log` crate or events of `tracing` are missing:\n{text}"
        );
    }
    tracing::trace!(key = KEY, "a leak");
    assert_eq!(log.text().matches(TRACE).count(), 1, "the search finds a leak");
}
