//! Responses.

use client_tests::{Server, TestResponse};
use wire::models::{Filter, Tick};
use wire::replies::{StatusesError, StatusesReply};
use wire::runtime::StreamError;
use wire::{ErrorKind, RequestOptions};

use super::{client, served};

/// several successes with different bodies | an enum, one variant per status | `200` with JSON, `202` without a body, `2XX` with text
#[tokio::test]
async fn successes() {
    for (response, expected) in [
        (TestResponse::json(200, r#"{"min":1}"#), StatusesReply::Ok(Filter::new().with_min(1))),
        (TestResponse::status(202), StatusesReply::Accepted),
        (
            TestResponse::status(206).header("content-type", "text/plain").body("part"),
            StatusesReply::Success("part".to_owned()),
        ),
    ] {
        let (_server, client) = served(response).await;
        assert_eq!(client.statuses().await.unwrap().into_body(), expected);
    }
}

/// ranges and `default` | the exact code wins over its range, the range over `default` | `404`, `4XX`, `default`
#[tokio::test]
async fn precedence() {
    let problem = r#"{"errors":[{"code":"wire.cut","message":"Cut."}]}"#;
    for (status, expected) in [(404, "NotFound"), (418, "ClientError")] {
        let (_server, client) = served(TestResponse::json(status, problem)).await;
        let found = match client.statuses().await.unwrap_err().into_service_error().unwrap() {
            StatusesError::NotFound(_) => "NotFound",
            StatusesError::ClientError(_) => "ClientError",
            _ => "another",
        };
        assert_eq!(found, expected);
    }
    let (_server, client) = served(TestResponse::status(503).body("down")).await;
    let error = client.statuses().await.unwrap_err();
    assert_eq!(error.service_error(), Some(&StatusesError::Default("down".to_owned())));
}

/// JSON by its media type | parameters and `+json` suffixes are accepted, HTML is an error | `application/vnd.x+json; charset=utf-8`
#[tokio::test]
async fn media_type() {
    let json =
        |media_type: &str| TestResponse::status(200).header("content-type", media_type).body(r#"{"min":1}"#);
    let (_server, client) = served(json("application/vnd.x+json; charset=utf-8")).await;
    assert!(client.statuses().await.is_ok());
    let (_server, client) = served(json("text/html")).await;
    assert_eq!(client.statuses().await.unwrap_err().kind(), ErrorKind::Decode);
}

/// text | `Response<String>` | `text/plain`
#[tokio::test]
async fn text() {
    let (_server, client) = served(TestResponse::text("words")).await;
    assert_eq!(*client.read_text().await.unwrap().body(), "words");
}

/// text in another charset | the same; bytes that are invalid in the charset are an error | `text/plain; charset=iso-8859-1`
#[tokio::test]
async fn charset() {
    let latin =
        |media_type: &str| TestResponse::status(200).header("content-type", media_type).body(b"Gr\xfc\xdfe");
    let (_server, client) = served(latin("text/plain; charset=iso-8859-1")).await;
    assert_eq!(*client.read_text().await.unwrap().body(), "Gr\u{fc}\u{df}e");
    for media_type in ["text/plain", "text/plain; charset=utf-8", "text/plain; charset=hieroglyphs"] {
        let (_server, client) = served(latin(media_type)).await;
        let error = client.read_text().await.unwrap_err();
        assert_eq!((error.kind(), error.body().unwrap()), (ErrorKind::Decode, &b"Gr\xfc\xdfe"[..]));
    }
}

/// text sent as JSON | the string without its quotes | `application/json`
#[tokio::test]
async fn text_as_json() {
    let (_server, client) = served(TestResponse::json(200, r#""pong""#)).await;
    assert_eq!(*client.read_text().await.unwrap().body(), "pong");
}

/// compressed in a way that was not requested | an error for text, bytes, streams and JSON | `Content-Encoding: zstd`
#[tokio::test]
async fn compressed() {
    let packed = || TestResponse::status(200).header("content-encoding", "zstd").body(b"\x28\xb5\x2f");
    let (_server, client) = served(packed()).await;
    let kinds = [
        client.read_text().await.unwrap_err().kind(),
        client.read_bytes().await.unwrap_err().kind(),
        client.read_events().await.unwrap_err().kind(),
        client.read_lines().await.unwrap_err().kind(),
        client.whole_or_streamed().await.unwrap_err().kind(),
    ];
    assert_eq!(kinds, [ErrorKind::Decode; 5]);
    let asking = client.with_options(RequestOptions::new().header("accept-encoding", "zstd"));
    let bytes = asking.read_bytes().await.unwrap().into_body().collect().await.unwrap();
    assert_eq!(bytes, &b"\x28\xb5\x2f"[..], "who asks gets it as it is");
}

/// a success without a schema | `response.raw_body()` | any body
#[tokio::test]
async fn raw_body() {
    let (_server, client) = served(TestResponse::status(200).body(b"\x00 as it came")).await;
    assert_eq!(client.moved().await.unwrap().raw_body(), &b"\x00 as it came"[..]);
}

/// binary, under any media type or without a schema | `Response<ByteStream>`: chunk by chunk, or `collect()` | `application/octet-stream`
#[tokio::test]
async fn binary() {
    let (_server, client) = served(TestResponse::status(200).body(b"\x00\xff\x01")).await;
    let mut stream = client.read_bytes().await.unwrap().into_body();
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        bytes.extend_from_slice(&chunk.unwrap());
    }
    assert_eq!(bytes, b"\x00\xff\x01");
    assert_eq!(client.read_bytes().await.unwrap().into_body().collect().await.unwrap(), &b"\x00\xff\x01"[..]);
}

/// truncated binary | an error of the stream | fewer bytes than announced
#[tokio::test]
async fn binary_cut() {
    let (_server, client) = served(TestResponse::status(200).body("all of it").cut_after(3)).await;
    let stream = client.read_bytes().await.unwrap().into_body();
    assert!(matches!(stream.collect().await, Err(StreamError::Transport(_))));
}

fn events(body: &str) -> TestResponse {
    TestResponse::status(200).header("content-type", "text/event-stream").body(body)
}

/// server-sent events | `Response<Events<models::Tick>>` | `data: {"n":1}`, until `data: [DONE]`
#[tokio::test]
async fn server_sent_events() {
    let body =
        ": hello\n\nevent: tick\nid: 7\ndata: {\"n\":\ndata: 1}\n\ndata: {\"n\":2}\n\ndata: [DONE]\n\n";
    let (_server, client) = served(events(body)).await;
    let mut stream = client.read_events().await.unwrap().into_body();
    let first = stream.next().await.unwrap().unwrap();
    assert_eq!(
        (first.event.as_deref(), first.id.as_deref(), first.data),
        (Some("tick"), Some("7"), Tick::new(1))
    );
    assert_eq!(stream.next().await.unwrap().unwrap().data, Tick::new(2));
    assert!(stream.next().await.is_none());
}

/// an undecodable event, a truncated stream | one error each; the next event follows | cut before the event's blank line
#[tokio::test]
async fn events_that_fail() {
    let (_server, client) = served(events("data: {\"m\":1}\n\ndata: {\"n\":2}\n\ndata: {\"n\":3}\n")).await;
    let mut stream = client.read_events().await.unwrap().into_body();
    assert!(matches!(stream.next().await, Some(Err(StreamError::Item { .. }))));
    assert_eq!(stream.next().await.unwrap().unwrap().data, Tick::new(2));
    assert!(matches!(stream.next().await, Some(Err(StreamError::Cut))));
    assert!(stream.next().await.is_none());
}

/// JSON Lines | `Response<Lines<models::Tick>>` | `application/x-ndjson`
#[tokio::test]
async fn lines() {
    let body = "{\"n\":1}\n{\"n\":2}\n";
    let (_server, client) =
        served(TestResponse::status(200).header("content-type", "application/x-ndjson").body(body)).await;
    let mut stream = client.read_lines().await.unwrap().into_body();
    assert_eq!(stream.next().await.unwrap().unwrap(), Tick::new(1));
    assert_eq!(stream.next().await.unwrap().unwrap(), Tick::new(2));
    assert!(stream.next().await.is_none());
}

/// a JSON text sequence | the same | `application/json-seq`: split at the record separator, not at line breaks
#[tokio::test]
async fn json_sequence() {
    let body = "\u{1e}{\"n\":\n1}\n\u{1e}{\"n\":2}\n\u{1e}{\"n\"";
    let (_server, client) =
        served(TestResponse::status(200).header("content-type", "application/json-seq").body(body)).await;
    let mut stream = client.read_lines().await.unwrap().into_body();
    assert_eq!(stream.next().await.unwrap().unwrap(), Tick::new(1));
    assert_eq!(stream.next().await.unwrap().unwrap(), Tick::new(2));
    assert!(matches!(stream.next().await, Some(Err(StreamError::Cut))));
    assert!(stream.next().await.is_none());
}

/// JSON or a stream of it | two methods: `whole_or_streamed`, `whole_or_streamed_streamed` | by `Accept`
#[tokio::test]
async fn whole_or_streamed() {
    let (server, client) = served(TestResponse::json(200, r#"[{"n":1}]"#)).await;
    assert_eq!(*client.whole_or_streamed().await.unwrap().body(), [Tick::new(1)]);
    assert_eq!(server.requests()[0].header("accept"), ["application/json"]);
    let (server, client) = served(events("data: {\"n\":1}\n\n")).await;
    let mut stream = client.whole_or_streamed_streamed().await.unwrap().into_body();
    assert_eq!(stream.next().await.unwrap().unwrap().data, Tick::new(1));
    assert_eq!(server.requests()[0].header("accept"), ["text/event-stream"]);
}

/// 3xx | documented: an error of the operation; otherwise `ErrorKind::Redirect`; never followed | `304`, `301`
#[tokio::test]
async fn redirects() {
    let (_server, client) = served(TestResponse::status(304)).await;
    assert_eq!(client.statuses().await.unwrap_err().into_service_error(), Some(StatusesError::NotModified));
    let server = Server::responding(TestResponse::status(301).header("location", "/v1/elsewhere")).await;
    assert!(self::client(&server).moved().await.unwrap_err().service_error().is_some());
    assert_eq!(server.requests().len(), 1);
}

/// HEAD, OPTIONS, TRACE | methods like any other | HEAD expects no body
#[tokio::test]
async fn other_methods() {
    let (server, client) = served(TestResponse::status(200).header("x-total", "3")).await;
    assert_eq!(client.only_head().await.unwrap().typed_headers().x_total, Some(3));
    client.what_can_be_done().await.unwrap_err();
    client.what_was_sent().await.unwrap();
    let lines: Vec<_> = server.requests().iter().map(|request| request.line()).collect();
    assert_eq!(lines, ["HEAD", "OPTIONS", "TRACE"].map(|method| format!("{method} /v1/replies HTTP/1.1")));
}
