//! HTTP/2 by ALPN, over TLS on loopback.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use client_tests::calls::quick;
use h2::Reason;
use http::Response;
use runtime::{Body, RequestOptions, RetryPolicy, StreamError, TransportPhase};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use wire::models::Everything;
use wire::{Client, ClientBuilder, ErrorKind};

use super::encodings::packed;

/// What the server of HTTP/2 does with a request.
#[derive(Clone, Copy)]
enum Deed {
    Answer,
    Done,
    Refuse(Reason),
    /// Headers of a body of 5 bytes, 3 of them, then a reset of the stream.
    Cut(Reason),
    /// An informational response before the response.
    Hint,
    /// Headers of 20 KiB.
    LongHead,
    /// Nothing more is read from the connection or written to it, and it stays open.
    Freeze,
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

    fn builder(&self) -> ClientBuilder<Client> {
        let certificate = reqwest::Certificate::from_der(&self.certificate).unwrap();
        let http = reqwest::Client::builder().tls_certs_only([certificate]);
        Client::builder().base_url(&self.url).http_client(http).retry(quick())
    }

    fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

async fn serve<S>(stream: S, deeds: &'static [Deed], counted: &AtomicUsize, said: &Mutex<Vec<String>>)
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
            Deed::Cut(reason) => {
                let head = head().header("content-length", "5").body(()).unwrap();
                let mut body = respond.send_response(head, false).unwrap();
                body.send_data(Bytes::from_static(b"wor"), false).unwrap();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    body.send_reset(*reason);
                });
            }
            Deed::Hint => {
                respond.send_informational(Response::builder().status(103).body(()).unwrap()).unwrap();
                respond.send_response(Response::builder().status(204).body(()).unwrap(), true).unwrap();
            }
            Deed::LongHead => {
                let head = head().header("x-long", "x".repeat(20 * 1024)).body(()).unwrap();
                respond.send_response(head, true).unwrap();
            }
            Deed::Freeze => std::future::pending().await,
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
    let server = Secure::doing(&[Deed::Cut(Reason::INTERNAL_ERROR)]).await;
    let client = server.client().with_options(RequestOptions::new().retry(RetryPolicy::never()));
    let error = client.read_text().await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Transport, Some(TransportPhase::ResponseBody)));
    let stream = client.read_bytes().await.unwrap().into_body();
    assert!(matches!(stream.collect().await, Err(StreamError::Transport(_))));
}

/// hyper takes this reset for the end of the body.
#[tokio::test]
async fn body_shorter_than_its_length_is_an_error() {
    let server = Secure::doing(&[Deed::Cut(Reason::NO_ERROR)]).await;
    let client = server.client().with_options(RequestOptions::new().retry(RetryPolicy::never()));
    let error = client.read_text().await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Transport, Some(TransportPhase::ResponseBody)));
    let stream = client.read_bytes().await.unwrap().into_body();
    assert!(matches!(stream.collect().await, Err(StreamError::Transport(_))));
}

/// A server that has begun to answer has processed the request, whatever its reset says.
#[tokio::test]
async fn refusal_after_a_response_began_is_not_retried() {
    let server = Secure::doing(&[Deed::Cut(Reason::REFUSED_STREAM), Deed::Done]).await;
    let error = server.client().send_json(&everything()).await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Transport, Some(TransportPhase::ResponseBody)));
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn dead_connection_is_replaced_by_a_retry() {
    let server = Secure::doing(&[Deed::Answer, Deed::Freeze, Deed::Answer]).await;
    let client = server.builder().idle_timeout(Duration::from_millis(600)).build().unwrap();
    assert_eq!(client.read_text().await.unwrap().body(), "words");
    assert_eq!(client.read_text().await.unwrap().body(), "words");
    assert_eq!(server.requests.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn informational_response_is_skipped() {
    let server = Secure::doing(&[Deed::Hint]).await;
    assert!(server.client().send_json(&everything()).await.is_ok());
}

#[tokio::test]
async fn head_of_20_kib_is_an_error() {
    let server = Secure::doing(&[Deed::LongHead]).await;
    let error = server.client().read_text().await.unwrap_err();
    assert_eq!((error.kind(), server.requests.load(Ordering::SeqCst)), (ErrorKind::Transport, 3));
}
