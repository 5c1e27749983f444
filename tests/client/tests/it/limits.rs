//! What a client holds of what it is sent: memory is the process's own, so these tests have one to themselves.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::time::{Duration, Instant};

use client_tests::calls::{builder, client, invite_with};
use client_tests::{Server, TestResponse, bodies};
use elastic_cloud::{Client, ErrorKind};
use runtime::TransportPhase;

/// The most memory that this process has had, in KiB. Nothing where the system does not say.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// A call that takes less than 64 MiB, whatever it is sent.
async fn check(kind: ErrorKind, response: TestResponse) {
    let server = Server::responding(response).await;
    let client: Client = builder(&server).timeout(Duration::from_secs(60)).build().unwrap();
    let before = peak();
    let error = invite_with(&client).await.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    let grown = peak() - before;
    assert!(grown < 64 * 1024, "{grown} KiB more for {error}");
}

/// One test, because tests of one process share its memory.
#[tokio::test]
async fn memory_stays_small() {
    let mebibyte = "x".repeat(1024 * 1024);
    // Ten GiB, which no one reads to the end.
    check(ErrorKind::BodyTooLarge, TestResponse::json(201, &mebibyte).repeated(10 * 1024)).await;
    check(ErrorKind::BodyTooLarge, TestResponse::json(404, &mebibyte).repeated(10 * 1024)).await;
    check(ErrorKind::BodyTooLarge, TestResponse::html(502, &mebibyte).repeated(10 * 1024)).await;
    // Small on the wire and large in memory: every value of JSON takes more than its two bytes.
    let values = format!("[{}1]", "1,".repeat(512 * 1024 - 8));
    check(ErrorKind::UndocumentedStatus, TestResponse::json(500, &values)).await;
    check(ErrorKind::Decode, TestResponse::json(404, &values)).await;
    for nested in ["[[", r#"{"errors":["#, r#"{"errors":[{"code":"#] {
        let deep = nested.repeat(50_000);
        check(ErrorKind::Decode, TestResponse::json(201, &deep)).await;
        check(ErrorKind::Decode, TestResponse::json(404, &deep)).await;
        check(ErrorKind::UndocumentedStatus, TestResponse::json(500, &deep)).await;
    }
    // A success that is none may be larger than an error: its codes are not looked for.
    let many = format!("[{}1]", "1,".repeat(4 * 1024 * 1024));
    check(ErrorKind::Decode, TestResponse::json(201, &many)).await;
    check(ErrorKind::UndocumentedStatus, TestResponse::json(206, &many)).await;
    let long = format!(r#"{{"invitations":"{}"}}"#, "y".repeat(8 * 1024 * 1024));
    check(ErrorKind::Decode, TestResponse::json(201, &long)).await;
    check_page().await;
}

#[tokio::test]
async fn server_text_is_one_short_line_of_an_error() {
    let long = format!(r#"{{"invitations":"\u001b[2J{}"}}"#, "y".repeat(1024 * 1024));
    let server = Server::responding(TestResponse::json(201, &long)).await;
    let error = invite_with(&client(&server)).await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.len() < 2048 && !cause.contains('\u{1b}') && cause.contains("[2Jyyy"), "{cause}");
    assert!(format!("{error:?}").len() < 4096);
}

/// A page of 8 MiB, read for its items, takes little more than itself and them.
async fn check_page() {
    let items = r#"{"n":1},"#.repeat(1024 * 1024);
    let server =
        Server::responding(TestResponse::json(200, format!(r#"{{"items":[{items}{{"n":2}}]}}"#))).await;
    let client = client_tests::calls::wire(&server);
    let before = peak();
    let mut pages = client.cursor_pages_items("x", &wire::pages::CursorPagesOptions::new());
    assert_eq!(pages.next().await.unwrap().unwrap().n, 1);
    let grown = peak() - before;
    assert!(grown < 64 * 1024, "{grown} KiB more for a page");
}

#[tokio::test]
async fn silent_server_is_dropped_before_the_deadline() {
    let quick = |server: &Server| {
        builder(server)
            .timeout(Duration::from_secs(30))
            .idle_timeout(Duration::from_millis(150))
            .build()
            .unwrap()
    };
    for (response, phase) in [
        (TestResponse::never(), TransportPhase::ResponseHeaders),
        (TestResponse::json(201, bodies::INVITED).stalling_after(5), TransportPhase::ResponseBody),
    ] {
        let begin = Instant::now();
        let error = invite_with(&quick(&Server::responding(response).await)).await.unwrap_err();
        assert_eq!((error.kind(), error.phase()), (ErrorKind::Timeout, Some(phase)), "{error}");
        assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    }
}

#[tokio::test]
async fn silent_server_after_upload_is_dropped() {
    let server = Server::responding(TestResponse::status(200).body("12345").stalling_after(2)).await;
    let builder = wire::Client::builder().base_url(server.url()).timeout(Duration::from_secs(30));
    let client = builder.idle_timeout(Duration::from_millis(150)).build().unwrap();
    let begin = Instant::now();
    let error = client.send_bytes(vec![b'x'; 1_000_000]).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.phase()),
        (ErrorKind::Timeout, Some(TransportPhase::ResponseBody)),
        "{error}"
    );
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn unrequested_encoding_is_not_decoded() {
    let response = TestResponse::json(201, bodies::INVITED).header("content-encoding", "zstd");
    let server = Server::responding(response).await;
    // It is not zstd at all: a client that unpacked it would fail.
    invite_with(&client(&server)).await.unwrap();
    assert!(server.requests().iter().all(|request| request.header("accept-encoding") == ["gzip"]));
}
