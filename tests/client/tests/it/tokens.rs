//! Credentials that change while calls are under way, and credentials that are none.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_tests::{Server, TestResponse};
use elastic_cloud::BuildError;
use runtime::{ExposeSecret, SecretString, TokenFuture, TokenSource};
use wire::{Client, Credential, ErrorKind};

/// Gives `essuTokenNr0`, `essuTokenNr1` and so on, another one each time that one is rejected, and notes which were. Another one takes a while.
#[derive(Clone, Default)]
struct Numbered(Arc<Mutex<Vec<String>>>);

impl TokenSource for Numbered {
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a> {
        Box::pin(async move {
            if refused.is_some() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            let mut all = self.0.lock().unwrap();
            all.extend(refused.map(|token| token.expose_secret().to_owned()));
            Ok(format!("essuTokenNr{}", all.len()).into())
        })
    }
}

fn client(server: &Server, scheme: &'static str, source: Numbered) -> Client {
    Client::builder().base_url(server.url()).token_source(scheme, source).build().unwrap()
}

#[tokio::test]
async fn rejection_renews_one_token_for_all_calls() {
    // The server takes the second token only; all fifty calls go out with the first.
    let mut responses = vec![TestResponse::status(401); 50];
    responses.push(TestResponse::status(204));
    let server = Server::scripted(responses).await;
    let source = Numbered::default();
    let client = client(&server, "bearer", source.clone());
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.by_bearer().await.map(drop).map_err(|error| error.to_string()) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let refused = source.0.lock().unwrap().clone();
    assert_eq!(refused, ["essuTokenNr0"]);
}

/// Has one token, and fails when that is rejected: at once, or when time is over.
struct Broken(Duration);

impl TokenSource for Broken {
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a> {
        Box::pin(async move {
            if refused.is_some() {
                tokio::time::sleep(self.0).await;
                return Err("the identity provider is down".into());
            }
            Ok("essuTokenNr0".into())
        })
    }
}

#[tokio::test]
async fn source_that_fails_after_rejection_is_named() {
    for (wait, kind) in
        [(Duration::ZERO, ErrorKind::InvalidRequest), (Duration::from_secs(9), ErrorKind::Timeout)]
    {
        let server = Server::responding(TestResponse::status(401)).await;
        let builder = Client::builder().base_url(server.url()).timeout(Duration::from_millis(300));
        let error =
            builder.token_source("bearer", Broken(wait)).build().unwrap().by_bearer().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, 1), "{error}");
        assert_eq!(error.status().unwrap(), 401);
        let mut cause = std::error::Error::source(&error);
        let mut causes = String::new();
        while let Some(error) = cause {
            causes.push_str(&error.to_string());
            cause = error.source();
        }
        let expected = if wait.is_zero() { "identity provider is down" } else { "300ms" };
        assert!(causes.contains(expected), "{causes}");
    }
}

#[tokio::test]
async fn cookie_is_sent_back_unchanged() {
    let server = Server::responding(TestResponse::status(204)).await;
    let cookie = Credential::cookie_key("s%3AabcDEF.1%2B2=\"x\"");
    let client = Client::builder().base_url(server.url()).credential(cookie).build().unwrap();
    client.by_cookie_key().await.unwrap();
    let sent = server.requests()[0].header("cookie").remove(0);
    assert!(sent.ends_with("=s%3AabcDEF.1%2B2=\"x\""), "{sent}");
    for no in ["a;b", "a b", "\u{e9}"] {
        let builder = Client::builder().base_url(server.url()).credential(Credential::cookie_key(no));
        assert!(builder.build().is_err(), "{no}");
    }
}

#[tokio::test]
async fn basic_password_keeps_its_trailing_blank() {
    let server = Server::responding(TestResponse::status(204)).await;
    let basic = Credential::basic("user", "pass ");
    Client::builder().base_url(server.url()).credential(basic).build().unwrap().by_basic().await.unwrap();
    assert_eq!(server.requests()[0].header("authorization"), ["Basic dXNlcjpwYXNzIA=="]);
}

#[tokio::test]
async fn renewed_query_token_replaces_the_old_one() {
    let moved = TestResponse::status(302).header("location", "/there?key=essuTokenNr0&a=b");
    let server = Server::scripted([moved, TestResponse::status(401), TestResponse::status(204)]).await;
    let source = Numbered::default();
    client(&server, "query_key", source).by_query_key().await.unwrap();
    let requests = server.requests();
    let last = requests.last().unwrap().line();
    assert!(last.contains("essuTokenNr1") && !last.contains("essuTokenNr0"), "{last}");
}

#[tokio::test]
async fn replaced_token_is_redacted() {
    let slow = TestResponse::json(400, r#"{"errors":[{"code":"c","message":"bad essuTokenNr0"}]}"#);
    let server = Server::scripted([
        slow.dripping(Duration::from_millis(4)),
        TestResponse::status(401),
        TestResponse::status(204),
    ])
    .await;
    let client = client(&server, "bearer", Numbered::default());
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.by_bearer().await.unwrap_err() }
    });
    tokio::time::sleep(Duration::from_millis(60)).await;
    client.by_bearer().await.unwrap();
    let error = first.await.unwrap();
    let text = format!("{error} {error:?} {}", String::from_utf8_lossy(error.body().unwrap()));
    assert!(text.contains("[redacted]") && !text.contains("TokenNr0"), "{text}");
}

#[tokio::test]
async fn key_too_long_for_a_url_is_rejected() {
    let server = Server::responding(TestResponse::status(204)).await;
    let long = Credential::query_key("k".repeat(70_000));
    let client = Client::builder().base_url(server.url()).credential(long).build().unwrap();
    let error = client.by_query_key().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0), "{error}");
    assert_eq!(server.connections().await, 0);
}

#[test]
fn empty_key_is_rejected() {
    for empty in ["", " ", "\n"] {
        let builder =
            Client::builder().base_url("https://api.example.com").credential(Credential::key(empty));
        assert!(matches!(builder.build(), Err(BuildError::Credential { .. })), "{empty:?}");
    }
}
