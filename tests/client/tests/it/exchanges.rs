//! Token exchanges: one for all calls that wait, also if the call that began it is dropped.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use client_tests::{Server, TestResponse};
use runtime::{ExposeSecret, SecretString, TokenFuture, TokenSource};
use wire::{Client, ClientBuilder, Credential, ErrorKind};

/// Gives `essuTokenNr1`, `essuTokenNr2` and so on, which takes a while, and counts how often it began to.
#[derive(Clone, Default)]
struct Slow {
    begun: Arc<AtomicUsize>,
    /// Whether it says that what it gave is good.
    says_good: bool,
}

const WHILE: Duration = Duration::from_millis(150);

impl TokenSource for Slow {
    fn token<'a>(&'a self, _: Option<&'a SecretString>) -> TokenFuture<'a> {
        Box::pin(async move {
            let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::time::sleep(WHILE).await;
            Ok(format!("essuTokenNr{number}").into())
        })
    }

    fn is_good(&self, token: &SecretString) -> bool {
        self.says_good && token.expose_secret().starts_with("essuTokenNr")
    }
}

impl Slow {
    fn begun(&self) -> usize {
        self.begun.load(Ordering::SeqCst)
    }
}

fn client(server: &Server, source: &Slow) -> Client {
    Client::builder().base_url(server.url()).token_source("bearer", source.clone()).build().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_exchange_serves_all_callers_who_wait() {
    let server = Server::responding(TestResponse::status(204)).await;
    let source = Slow::default();
    let client = client(&server, &source);
    let begin = Instant::now();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.by_bearer().await.map(drop).map_err(|error| error.to_string()) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert!(begin.elapsed() < 10 * WHILE, "{:?}", begin.elapsed());
    // Who came when the exchange was over has begun another.
    assert!(source.begun() <= 2, "{}", source.begun());
}

#[tokio::test]
async fn exchange_outlives_the_caller_who_began_it() {
    let server = Server::responding(TestResponse::status(204)).await;
    let source = Slow::default();
    let client = client(&server, &source);
    let first = tokio::time::timeout(WHILE / 3, client.by_bearer());
    let second = async {
        tokio::time::sleep(WHILE / 6).await;
        client.by_bearer().await.map(drop)
    };
    let (first, second) = tokio::join!(first, second);
    assert!(first.is_err() && second.is_ok());
    assert_eq!(source.begun(), 1);
}

#[tokio::test]
async fn exchange_that_all_have_left_is_taken_over() {
    let server = Server::responding(TestResponse::status(204)).await;
    let source = Slow::default();
    let client = client(&server, &source);
    for _ in 0..3 {
        assert!(tokio::time::timeout(WHILE / 10, client.by_bearer()).await.is_err());
    }
    client.by_bearer().await.unwrap();
    assert_eq!(source.begun(), 1);
    assert_eq!(server.requests()[0].header("authorization"), ["Bearer essuTokenNr1"]);
}

#[tokio::test]
async fn good_token_is_used_without_asking() {
    let server = Server::scripted([
        TestResponse::status(204),
        TestResponse::status(204),
        TestResponse::status(401),
        TestResponse::status(204),
    ])
    .await;
    let source = Slow { says_good: true, ..Slow::default() };
    let client = client(&server, &source);
    client.by_bearer().await.unwrap();
    let begin = Instant::now();
    client.by_bearer().await.unwrap();
    assert!(begin.elapsed() < WHILE, "{:?}", begin.elapsed());
    assert_eq!(source.begun(), 1);
    client.by_bearer().await.unwrap();
    assert_eq!((source.begun(), server.requests().len()), (2, 4), "a rejected token is not good");
}

/// Has no token.
struct Down;

impl TokenSource for Down {
    fn token<'a>(&'a self, _: Option<&'a SecretString>) -> TokenFuture<'a> {
        Box::pin(async { Err("the identity provider is down".into()) })
    }
}

fn with_word(server: &Server) -> ClientBuilder<Client> {
    let builder = Client::builder().base_url(server.url()).credential(Credential::word("w"));
    builder.token_source("bearer", Down)
}

#[tokio::test]
async fn failing_source_of_unused_alternative_is_ignored() {
    // The operation takes a key with a bearer token, or a word.
    for builder in [with_word, |server: &Server| with_word(server).credential(Credential::key("k"))] {
        let server = Server::responding(TestResponse::status(204)).await;
        builder(&server).build().unwrap().by_either().await.unwrap();
        let request = &server.requests()[0];
        assert_eq!(request.header("authorization"), ["Wire w"]);
        assert_eq!(request.header("x-key"), [""; 0]);
    }
}

#[tokio::test]
async fn failing_source_of_only_alternative_fails() {
    let server = Server::responding(TestResponse::status(204)).await;
    let builder = Client::builder().base_url(server.url()).credential(Credential::key("k"));
    let error = builder.token_source("bearer", Down).build().unwrap().by_either().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.is_retryable()), (ErrorKind::InvalidRequest, 0, false));
    assert!(error.to_string().contains("identity provider is down"), "{error}");
    assert_eq!(server.connections().await, 0);
}

/// Panics at first.
#[derive(Default)]
struct Panicking(AtomicUsize);

impl TokenSource for Panicking {
    fn token<'a>(&'a self, _: Option<&'a SecretString>) -> TokenFuture<'a> {
        Box::pin(async {
            tokio::task::yield_now().await;
            assert!(self.0.fetch_add(1, Ordering::SeqCst) > 0, "a source with a fault");
            Ok("essuTokenNr1".into())
        })
    }
}

#[tokio::test]
async fn source_that_panicked_is_asked_anew() {
    let server = Server::responding(TestResponse::status(204)).await;
    let builder = Client::builder().base_url(server.url()).token_source("bearer", Panicking::default());
    let client = builder.build().unwrap();
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.by_bearer().await.map(drop).is_ok() }
    });
    assert!(first.await.unwrap_err().is_panic());
    client.by_bearer().await.unwrap();
}
