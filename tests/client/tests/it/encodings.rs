//! Bodies with a content encoding.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::io::Write;
use std::time::Duration;

use client_tests::calls::{invite, quick};
use client_tests::{Server, TestResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use runtime::{RequestOptions, RetryPolicy, StreamError, TransportPhase};
use wire::models::Tick;
use wire::{Client, ErrorCode, ErrorKind};

pub(super) fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn gzip(media_type: &str, body: &[u8]) -> TestResponse {
    let response = TestResponse::status(200).header("content-type", media_type);
    response.header("content-encoding", "gzip").body(packed(body))
}

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).retry(RetryPolicy::never()).build().unwrap()
}

#[tokio::test]
async fn limit_counts_decoded_bytes_of_a_bomb() {
    let bomb = vec![b'x'; 64 * 1024 * 1024];
    let server = Server::responding(gzip("text/plain", &bomb)).await;
    let builder = || Client::builder().base_url(server.url()).max_response_bytes(1024 * 1024);
    let client = builder().build().unwrap();
    let error = client.read_text().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge, "{error}");
    let stream = client.read_bytes().await.unwrap().into_body();
    assert!(matches!(stream.collect().await, Err(StreamError::TooLarge { .. })));
    let mut stream = client.read_bytes().await.unwrap().into_body();
    let chunk = stream.next().await.unwrap().unwrap();
    assert!(chunk.len() <= 64 * 1024, "{} bytes at once", chunk.len());
}

#[tokio::test]
async fn item_of_a_bomb_is_limited() {
    let bomb = vec![b'x'; 64 * 1024 * 1024];
    for (media_type, is_lines) in [("application/x-ndjson", true), ("text/event-stream", false)] {
        let server = Server::responding(gzip(media_type, &bomb)).await;
        let client =
            Client::builder().base_url(server.url()).max_response_bytes(1024 * 1024).build().unwrap();
        let error = if is_lines {
            client.read_lines().await.unwrap().into_body().next().await.unwrap().map(|_| ()).unwrap_err()
        } else {
            client.read_events().await.unwrap().into_body().next().await.unwrap().map(|_| ()).unwrap_err()
        };
        assert!(matches!(error, StreamError::TooLarge { .. }), "{error}");
    }
}

#[tokio::test]
async fn encoding_of_no_body_is_ignored() {
    let server = Server::responding(TestResponse::status(304).header("content-encoding", "gzip")).await;
    assert_eq!(client(&server).moved().await.unwrap_err().kind(), ErrorKind::UndocumentedStatus);
    let server = Server::responding(TestResponse::status(200).header("content-encoding", "gzip")).await;
    assert!(client(&server).only_head().await.is_ok());
    let server = Server::responding(TestResponse::text("").header("content-encoding", "gzip")).await;
    assert_eq!(client(&server).read_text().await.unwrap().body(), "");
}

#[tokio::test]
async fn codes_of_error_in_gzip_are_read() {
    let body = r#"{"errors":[{"code":"wire.cut","message":"m"}]}"#;
    let response =
        TestResponse::json(404, "").header("content-encoding", "gzip").body(packed(body.as_bytes()));
    let server = Server::responding(response).await;
    let error = client(&server).read_text().await.unwrap_err();
    assert_eq!(error.codes(), [ErrorCode::WireCut]);
}

#[tokio::test]
async fn other_encodings_are_errors_by_name() {
    for encoding in ["GZIP", "x-gzip", "gzip, gzip", "deflate", "zstd", "identity, gzip"] {
        let response = TestResponse::text("").header("content-encoding", encoding).body(packed(b"words"));
        let server = Server::responding(response).await;
        let client = client(&server);
        let error = client.read_text().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{encoding}: {error}");
        assert!(std::error::Error::source(&error).unwrap().to_string().contains(encoding));
        let bytes = client.read_bytes().await.map(|_| ()).unwrap_err();
        assert_eq!(bytes.kind(), ErrorKind::Decode, "{encoding}: {bytes}");
    }
    for encoding in ["identity", "Identity", ""] {
        let server =
            Server::responding(TestResponse::text("words").header("content-encoding", encoding)).await;
        assert_eq!(client(&server).read_text().await.unwrap().body(), "words", "{encoding}");
    }
}

#[tokio::test]
async fn gzip_that_is_cut_is_an_error() {
    let body = packed(&[b'x'; 1000]);
    let cut = TestResponse::text("").header("content-encoding", "gzip");
    let server = Server::responding(cut.body(&body[..body.len() - 9])).await;
    let error = client(&server).read_text().await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Transport, Some(TransportPhase::ResponseBody)));
}

/// A response in gzip with this body, called with the default policy in a hurry, and how many requests it took.
async fn called(body: Vec<u8>) -> (Result<String, ErrorKind>, usize) {
    let response = TestResponse::text("").header("content-encoding", "gzip");
    let server = Server::responding(response.body(body)).await;
    let client = Client::builder().base_url(server.url()).retry(quick()).build().unwrap();
    let outcome = client.read_text().await.map(runtime::Response::into_body).map_err(|error| error.kind());
    (outcome, server.requests().len())
}

/// reqwest decodes the first member only, and drops the bytes after it if they arrive together. The cargo feature says so.
#[tokio::test]
async fn second_member_of_gzip_is_not_decoded() {
    let members = [packed(b"one "), packed(b"two")].concat();
    assert_eq!(called(members).await, (Ok("one ".to_owned()), 1));
}

/// To the runtime it is a response that did not arrive whole, as after any failure on the way.
#[tokio::test]
async fn corrupt_gzip_is_retried_like_a_broken_body() {
    let mut wrong_checksum = packed(b"words");
    let checksum = wrong_checksum.len() - 8;
    wrong_checksum[checksum] ^= 1;
    for body in [wrong_checksum, b"not gzip at all".to_vec()] {
        assert_eq!(called(body.clone()).await, (Err(ErrorKind::Transport), 3));
        let response = TestResponse::json(201, "").header("content-encoding", "gzip").body(body);
        let server = Server::responding(response).await;
        let error = invite(&server).await.unwrap_err();
        assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Transport, 1));
    }
}

/// A feature of this package, as most users do not have it: `cargo test -p client-tests --features brotli --test it brotli`.
#[cfg(feature = "brotli")]
#[tokio::test]
async fn brotli_is_requested_and_decoded() {
    // A block that is not compressed, between its head and the mark of the last block.
    let body = [b"\x0b\x02\x80".as_slice(), b"words", b"\x03"].concat();
    let response = TestResponse::text("").header("content-encoding", "br");
    let server = Server::responding(response.body(body)).await;
    let response = client(&server).read_text().await.unwrap();
    assert_eq!(response.body(), "words");
    assert_eq!(server.requests()[0].header("accept-encoding"), ["gzip,br"]);
    assert!(!response.headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn events_in_gzip_arrive_one_by_one() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(b"data: {\"n\":1}\n\n").unwrap();
    encoder.flush().unwrap();
    let first = encoder.get_ref().len();
    encoder.write_all(b"data: {\"n\":2}\n\n").unwrap();
    let response = TestResponse::status(200).header("content-type", "text/event-stream");
    let response = response.header("content-encoding", "gzip").body(encoder.finish().unwrap());
    let server = Server::responding(response.stalling_after(first)).await;
    let mut stream = client(&server).read_events().await.unwrap().into_body();
    let event = tokio::time::timeout(Duration::from_secs(5), stream.next()).await.unwrap();
    assert_eq!(event.unwrap().unwrap().data, Tick::new(1));
}

#[tokio::test]
async fn range_is_asked_for_without_an_encoding() {
    let server = Server::responding(TestResponse::text("w")).await;
    let client = client(&server);
    client.with_options(RequestOptions::new().header("range", "bytes=0-0")).read_text().await.unwrap();
    client.read_text().await.unwrap();
    let sent: Vec<_> =
        server.requests().iter().flat_map(|request| request.header("accept-encoding")).collect();
    assert_eq!(sent, ["identity", "gzip"]);
}

#[tokio::test]
async fn own_client_without_encodings_asks_for_none() {
    let server = Server::responding(gzip("text/plain", b"words")).await;
    let http = reqwest::Client::builder().no_gzip().no_brotli();
    let client = Client::builder().base_url(server.url()).http_client(http).build().unwrap();
    assert_eq!(client.read_text().await.unwrap_err().kind(), ErrorKind::Decode);
    assert!(server.requests()[0].header("accept-encoding").is_empty());
}
