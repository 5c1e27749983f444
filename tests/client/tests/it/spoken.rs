//! HTTP/2 by ALPN, and encoded bodies.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use client_tests::calls::{invite, quick};
use client_tests::{Server, TestResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use h2::Reason;
use http::Response;
use runtime::{Body, RequestOptions, RetryPolicy, StreamError, TransportPhase};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use wire::models::{Everything, Tick};
use wire::{Client, ErrorKind};

/// What the server of HTTP/2 does with a request.
#[derive(Clone, Copy)]
enum Deed {
    Answer,
    Done,
    Refuse(Reason),
    /// Headers, a part of the body, then the end of the stream by an error.
    Cut,
    /// The end of the connection in order, before this request.
    GoAway,
    /// The end of the connection, which says that this request may have been processed.
    GoAwayAfter,
    /// The end of the connection, which says that no request was processed. No stream is reset.
    GoAwayBefore,
}

/// A server of HTTP/2 over TLS on loopback.
struct Secure {
    url: String,
    certificate: Vec<u8>,
    requests: Arc<AtomicUsize>,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Secure {
    /// Does the deeds in turn, and the last one from then on.
    async fn doing(deeds: &'static [Deed]) -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.into())
            .unwrap();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let (requests, lines) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (counted, said) = (requests.clone(), lines.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, counted, said) = (acceptor.clone(), counted.clone(), said.clone());
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
                    serve(stream, deeds, &counted, &said).await;
                });
            }
        });
        Self { url, certificate: made.cert.der().to_vec(), requests, lines }
    }

    fn client(&self) -> Client {
        let certificate = reqwest::Certificate::from_der(&self.certificate).unwrap();
        let http = reqwest::Client::builder().tls_certs_only([certificate]);
        Client::builder().base_url(&self.url).http_client(http).retry(quick()).build().unwrap()
    }
}

async fn serve<S>(stream: S, deeds: &[Deed], counted: &AtomicUsize, said: &Mutex<Vec<String>>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if let Some(Deed::GoAwayBefore) = deeds.get(counted.load(Ordering::SeqCst)) {
        counted.fetch_add(1, Ordering::SeqCst);
        return go_away(stream).await;
    }
    let mut connection = h2::server::handshake(stream).await.unwrap();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        let encodings = request.headers().get("accept-encoding").map(|value| value.to_str().unwrap());
        said.lock().unwrap().push(format!("{:?} {}", request.version(), encodings.unwrap_or("none")));
        let head = || Response::builder().status(200).header("content-type", "text/plain");
        match deeds.get(number).or(deeds.last()).unwrap() {
            Deed::Refuse(reason) => respond.send_reset(*reason),
            Deed::Answer => {
                let head = head().header("content-encoding", "gzip").body(()).unwrap();
                let mut body = respond.send_response(head, false).unwrap();
                body.send_data(Bytes::from(packed(b"words")), true).unwrap();
            }
            Deed::Done => {
                let done = Response::builder().status(204).body(()).unwrap();
                respond.send_response(done, true).unwrap();
            }
            Deed::Cut => {
                let mut body = respond.send_response(head().body(()).unwrap(), false).unwrap();
                body.send_data(Bytes::from_static(b"wor"), false).unwrap();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    body.send_reset(Reason::INTERNAL_ERROR);
                });
            }
            Deed::GoAway => {
                respond.send_reset(Reason::REFUSED_STREAM);
                connection.graceful_shutdown();
            }
            Deed::GoAwayAfter => connection.abrupt_shutdown(Reason::NO_ERROR),
            Deed::GoAwayBefore => unreachable!("it is done before there is a connection"),
        }
    }
}

/// Reads a request, and writes that the last stream which was processed is 0.
async fn go_away<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S) {
    const PREFACE: usize = 24;
    const HEADERS: u8 = 1;
    stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).await.unwrap();
    stream.read_exact(&mut [0; PREFACE]).await.unwrap();
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.unwrap();
        let [high, middle, low, kind, ..] = head;
        let length = u32::from_be_bytes([0, high, middle, low]);
        stream.read_exact(&mut vec![0; length as usize]).await.unwrap();
        if kind == HEADERS {
            break;
        }
    }
    stream.write_all(&[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await.unwrap();
    // The rest is read, so that the connection does not end by a reset.
    let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
}

fn everything() -> Everything {
    Everything::new("1", None, Vec::new())
}

fn packed(text: &[u8]) -> Vec<u8> {
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
async fn http2_is_negotiated_and_gzip_decoded() {
    let server = Secure::doing(&[Deed::Answer]).await;
    let response = server.client().read_text().await.unwrap();
    assert_eq!(response.body(), "words");
    assert!(
        !response.headers().contains_key("content-encoding")
            && !response.headers().contains_key("content-length")
    );
    assert_eq!(*server.lines.lock().unwrap(), ["HTTP/2.0 gzip"]);
}

#[tokio::test]
async fn refused_stream_of_a_post_is_retried() {
    for deed in [&[Deed::Refuse(Reason::REFUSED_STREAM), Deed::Done][..], &[Deed::GoAway, Deed::Done]] {
        let deeds: &'static [Deed] = Vec::leak(deed.to_vec());
        let server = Secure::doing(deeds).await;
        let outcome = server.client().send_json(&everything()).await;
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(server.requests.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn goaway_before_a_request_is_retried() {
    let server = Secure::doing(&[Deed::GoAwayBefore, Deed::Done]).await;
    let outcome = server.client().send_json(&everything()).await;
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(server.requests.load(Ordering::SeqCst), 2);
    let server = Secure::doing(&[Deed::GoAwayBefore, Deed::Answer]).await;
    assert_eq!(server.client().read_text().await.unwrap().body(), "words");
    assert_eq!(server.requests.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn goaway_after_a_request_is_retried_for_get() {
    let server = Secure::doing(&[Deed::GoAwayAfter, Deed::Done]).await;
    let error = server.client().send_json(&everything()).await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Transport, Some(TransportPhase::ResponseHeaders)));
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
    let server = Secure::doing(&[Deed::GoAwayAfter, Deed::Answer]).await;
    assert_eq!(server.client().read_text().await.unwrap().body(), "words");
    assert_eq!(server.requests.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn refused_stream_of_streamed_body_is_an_error() {
    let server = Secure::doing(&[Deed::Refuse(Reason::REFUSED_STREAM)]).await;
    let body = Body::reader(&b"all of it"[..]);
    let error = server.client().send_bytes(body).await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Transport, Some(TransportPhase::Rejected)));
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn reset_of_another_reason_ends_a_post() {
    let server = Secure::doing(&[Deed::Refuse(Reason::INTERNAL_ERROR), Deed::Done]).await;
    let error = server.client().send_json(&everything()).await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Transport, Some(TransportPhase::ResponseHeaders)));
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn stream_of_http2_that_is_cut_is_an_error() {
    let server = Secure::doing(&[Deed::Cut]).await;
    let client = server.client().with_options(RequestOptions::new().retry(RetryPolicy::never()));
    let error = client.read_text().await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Transport, Some(TransportPhase::ResponseBody)));
    let stream = client.read_bytes().await.unwrap().into_body();
    assert!(matches!(stream.collect().await, Err(StreamError::Transport(_))));
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
    let mut lines = client.read_lines().await;
    if let Ok(lines) = &mut lines {
        assert!(lines.body_mut().next().await.unwrap().is_err());
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
