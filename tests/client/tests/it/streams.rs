//! Streams whose other side is slow, fails or ends early: responses that are read as they arrive, bodies that are read as they are sent.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::error::Error;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::sleep;
use std::time::{Duration, Instant};

use client_tests::{Server, TestResponse};
use runtime::blocking::{BlockingExt, BlockingIter, BlockingStreamExt};
use runtime::{Body, ByteStream, Part, RequestOptions, StreamError};
use wire::bodies::SendPartsForm;
use wire::models::Tick;
use wire::{Client, Credential, ErrorKind};

const KEY: &str = "s3cret==";
const LONG: Duration = Duration::from_secs(20);

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.url()).credential(Credential::key(KEY.to_owned()));
    builder.max_response_bytes(1024).timeout(LONG).build().unwrap()
}

fn response(media_type: &str, body: impl AsRef<[u8]>) -> TestResponse {
    TestResponse::status(200).header("content-type", media_type).body(body)
}

fn events(body: impl AsRef<[u8]>) -> TestResponse {
    response("text/event-stream", body)
}

fn lines(body: impl AsRef<[u8]>) -> TestResponse {
    response("application/x-ndjson", body)
}

/// All that an error says, for people and for logs.
fn said(error: &StreamError) -> String {
    let source = error.source().unwrap();
    format!("{error}\n{error:?}\n{source}\n{source:?}")
}

fn check_redacted(error: &StreamError) {
    let said = said(error);
    assert!(matches!(error, StreamError::Item { .. }) && said.contains("[red"), "{said}");
    assert!(!said.contains("s3cret") && !said.contains("s3cr"), "{said}");
}

#[tokio::test]
async fn item_with_the_credential_is_redacted() {
    let late = "x".repeat(196);
    let texts = [
        format!("{{\"n\":\"{KEY}\"}}"),
        format!("bad key {KEY}"),
        format!("{late}{KEY}"),
        "{\"n\":\"s3cret\\u003d=\"}".to_owned(),
    ];
    for text in texts {
        let server = Server::responding(lines(format!("{text}\n"))).await;
        let mut stream = client(&server).read_lines().await.unwrap().into_body();
        check_redacted(&stream.next().await.unwrap().unwrap_err());
        let server = Server::responding(events(format!("data: {text}\n\n"))).await;
        let mut stream = client(&server).read_events().await.unwrap().into_body();
        check_redacted(&stream.next().await.unwrap().unwrap_err());
    }
}

/// What a stream of events is when all of it has been taken.
async fn all_events(response: TestResponse) -> Vec<Result<Tick, String>> {
    let server = Server::responding(response).await;
    let mut stream = client(&server).read_events().await.unwrap().into_body();
    let mut found = Vec::new();
    let all = async {
        while let Some(event) = stream.next().await {
            found.push(event.map(|event| event.data).map_err(|error| error.to_string()));
        }
    };
    tokio::time::timeout(Duration::from_secs(5), all).await.unwrap();
    found
}

#[tokio::test]
async fn bytes_after_the_last_event_are_not_awaited() {
    let said = "data: {\"n\":1}\n\ndata: [DONE]\n\n";
    let held_open = events(format!("{said}...")).stalling_after(said.len());
    assert_eq!(all_events(held_open).await, [Ok(Tick::new(1))]);
    let goes_on = events(format!("{said}{}", "x".repeat(100_000)));
    assert_eq!(all_events(goes_on).await, [Ok(Tick::new(1))]);
}

#[tokio::test]
async fn event_beyond_the_body_limit_is_an_error() {
    for field in ["data: x\n", "data:\n", "id: 1234567890\ndata: x\n"] {
        let found = all_events(events(field.repeat(1000)).repeated(100)).await;
        let [Err(error)] = &found[..] else { panic!("{field:?}: {found:?}") };
        assert!(error.contains("more than 1024 bytes"), "{error}");
    }
    let comments = all_events(events(": still here\n".repeat(1000) + "data: {\"n\":1}\n\n")).await;
    assert_eq!(comments, [Ok(Tick::new(1))], "what is not kept does not count");
}

#[tokio::test]
async fn transport_error_is_the_last_item() {
    let found = all_events(events("data: {\"n\":1}\nand so on").cut_after(14)).await;
    assert!(matches!(&found[..], [Err(error)] if error.contains("connection")), "{found:?}");
}

#[tokio::test]
async fn items_are_not_too_large_together() {
    let server = Server::responding(lines("{\"n\":1}\n".repeat(4000))).await;
    let mut stream = client(&server).read_lines().await.unwrap().into_body();
    let mut count = 0;
    while let Some(item) = stream.next().await {
        assert_eq!(item.unwrap(), Tick::new(1));
        count += 1;
    }
    assert_eq!(count, 4000);
    let server = Server::responding(lines("1".repeat(100_000))).await;
    let mut stream = client(&server).read_lines().await.unwrap().into_body();
    assert!(matches!(stream.next().await, Some(Err(StreamError::TooLarge { limit: 1024 }))));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn keep_alive_is_not_an_event() {
    let found = all_events(events("event: ping\ndata:\n\ndata: {\"n\":1}\r\rdata: {\"n\":2}\r\r")).await;
    assert_eq!(found, [Ok(Tick::new(1)), Ok(Tick::new(2))]);
}

/// Runs what blocks on a thread of its own, and says how long it took.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> (T, Duration) {
    let begin = Instant::now();
    let (sender, receiver) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || sender.send(work()));
    let done = tokio::time::timeout(LONG, receiver).await.unwrap().unwrap();
    (done, begin.elapsed())
}

/// A body that arrives, as one that is sent.
struct Piped(BlockingIter<ByteStream>);

impl Read for Piped {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(chunk) = self.0.next().transpose().map_err(io::Error::other)? else { return Ok(0) };
        (&chunk[..]).read(into)
    }
}

#[tokio::test]
async fn download_is_forwarded_while_it_arrives() {
    let download = TestResponse::status(200).body("twenty bytes or more").dripping(Duration::from_millis(5));
    let server = Server::scripted([download, TestResponse::status(204)]).await;
    let client = client(&server);
    let work = move || {
        let download = client.read_bytes().wait().unwrap().into_body();
        client.send_bytes(Body::reader(Piped(download.blocking_iter()))).wait().unwrap().status()
    };
    assert_eq!(blocking(work).await.0, 204);
    assert_eq!(server.requests()[1].body(), b"twenty bytes or more");
}

/// Reads a byte every so often, says when a read begins, and hangs up when it is dropped.
struct Slow(Duration, Sender<()>);

impl Slow {
    fn new(pause: Duration) -> (Self, Receiver<()>) {
        let (sender, receiver) = channel();
        (Self(pause, sender), receiver)
    }
}

impl Read for Slow {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.1.send(()).map_err(io::Error::other)?;
        sleep(self.0);
        io::repeat(b'x').take(1).read(into)
    }
}

#[tokio::test]
async fn waiting_reader_blocks_no_other_call() {
    let server = Server::responding(TestResponse::status(204)).await;
    let client = client(&server);
    let short = client.with_options(RequestOptions::new().timeout(Duration::from_millis(300)));
    let (reader, reads) = Slow::new(Duration::from_secs(4));
    let slow = tokio::spawn(blocking(move || short.send_bytes(Body::reader(reader)).wait()));
    let other = move || {
        reads.recv().unwrap();
        client.open().wait().unwrap();
    };
    let (_, took) = blocking(other).await;
    assert!(took < Duration::from_secs(2), "the other call took {took:?}");
    let (sent, took) = slow.await.unwrap();
    assert_eq!(sent.unwrap_err().kind(), ErrorKind::Timeout);
    assert!(took < Duration::from_secs(2), "the call had 300 ms and took {took:?}");
}

#[tokio::test]
async fn reader_is_dropped_with_its_call() {
    let server = Server::responding(TestResponse::status(204)).await;
    let short = client(&server).with_options(RequestOptions::new().timeout(Duration::from_millis(200)));
    let (reader, reads) = Slow::new(Duration::from_millis(10));
    assert_eq!(short.send_bytes(Body::reader(reader)).await.unwrap_err().kind(), ErrorKind::Timeout);
    // Its end of the channel goes with it.
    let (count, _) = blocking(move || reads.iter().count()).await;
    assert!(count > 1);
}

/// Reads a byte, and then fails or panics.
struct Failing {
    panics: bool,
    reads: usize,
}

impl Read for Failing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.reads += 1;
        match self.reads {
            1 => Err(io::ErrorKind::Interrupted.into()),
            2 => io::repeat(b'x').take(1).read(into),
            _ if self.panics => std::panic::resume_unwind(Box::new("a reader")),
            _ => Err(io::Error::other("the disk is gone")),
        }
    }
}

#[tokio::test]
async fn truncated_upload_is_not_sent_as_whole() {
    for (panics, expected) in [(false, "the disk is gone"), (true, "the reader of the body panicked")] {
        let server = Server::responding(TestResponse::status(204)).await;
        let client = client(&server);
        let error = client.send_bytes(Body::reader(Failing { panics, reads: 0 })).await.unwrap_err();
        let line = error.to_string();
        assert!(line.contains("the stream that is the request's body ended with an error"), "{line}");
        let error = format!("{error:?}");
        assert!(error.contains(expected), "{error}");
        client.send_text("x").await.unwrap();
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn stream_in_a_form_is_sent_once() {
    let server = Server::responding(TestResponse::status(204)).await;
    let file = Part::file("a.png", Body::reader(io::Cursor::new(b"from a reader".to_vec())));
    let body = SendPartsForm::new(file, "a title");
    client(&server).send_parts(body.clone()).await.unwrap();
    let error = client(&server).send_parts(body).await.unwrap_err();
    assert!(error.to_string().contains("a stream that has been sent already"), "{error}");
    assert_eq!((error.attempts(), server.requests().len()), (0, 1));
}

#[tokio::test]
async fn response_that_is_not_a_stream_is_an_attempt() {
    let server = Server::responding(response("text/html", "<p>")).await;
    let error = client(&server).read_events().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1), "{error}");
}
