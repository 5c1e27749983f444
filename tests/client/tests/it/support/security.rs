//! Security: who calls.

use std::sync::atomic::{AtomicUsize, Ordering};

use client_tests::{Server, TestResponse};
use wire::runtime::{SecretString, TokenFuture, TokenSource};
use wire::{Client, Credential, ErrorKind, RequestOptions};

async fn with(credentials: Vec<Credential>, call: impl AsyncFnOnce(Client)) -> Vec<client_tests::Request> {
    let server = Server::responding(TestResponse::status(204)).await;
    let mut builder = Client::builder().base_url(server.url());
    for credential in credentials {
        builder = builder.credential(credential);
    }
    call(builder.build().unwrap()).await;
    server.requests()
}

/// `apiKey` in a header | `Credential::key("k")` | `X-Key: k`
#[tokio::test]
async fn api_key_in_header() {
    let sent =
        with(vec![Credential::key("k".to_owned())], async |client| drop(client.by_key().await.unwrap()))
            .await;
    assert_eq!(sent[0].header("x-key"), ["k"]);
}

/// `apiKey` in the query | `Credential::query_key("k")` | `?key=k`
#[tokio::test]
async fn api_key_in_query() {
    let key = vec![Credential::query_key("k&".to_owned())];
    let sent = with(key, async |client| drop(client.by_query_key().await.unwrap())).await;
    assert_eq!(sent[0].line(), "GET /v1/query-key?key=k%26 HTTP/1.1");
}

/// `apiKey` in a cookie | `Credential::cookie_key("k")` | `Cookie: session=k`
#[tokio::test]
async fn api_key_in_cookie() {
    let key = vec![Credential::cookie_key("k".to_owned())];
    let sent = with(key, async |client| drop(client.by_cookie_key().await.unwrap())).await;
    assert_eq!(sent[0].header("cookie"), ["session=k"]);
}

/// `http` basic | `Credential::basic("user", "password")` | `Authorization: Basic ...`
#[tokio::test]
async fn basic() {
    let basic = vec![Credential::basic("Aladdin", "open sesame")];
    let sent = with(basic, async |client| drop(client.by_basic().await.unwrap())).await;
    assert_eq!(sent[0].header("authorization"), ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]);
}

/// `http` bearer, and any other scheme | `Credential::bearer("t")`, `Credential::word("t")` | `Authorization: Bearer t`, `Authorization: Wire t`
#[tokio::test]
async fn bearer_and_any_word() {
    let both = vec![Credential::bearer("t".to_owned()), Credential::word("w".to_owned())];
    let sent = with(both, async |client| {
        client.by_bearer().await.unwrap();
        client.by_word().await.unwrap();
    })
    .await;
    assert_eq!(sent[0].header("authorization"), ["Bearer t"]);
    assert_eq!(sent[1].header("authorization"), ["Wire w"]);
}

/// `oauth2`, `openIdConnect` | `Credential::oauth("token")` | `Authorization: Bearer token`
#[tokio::test]
async fn oauth_and_open_id() {
    let both = vec![Credential::oauth("t".to_owned()), Credential::open_id("o".to_owned())];
    let sent = with(both, async |client| {
        client.by_oauth().await.unwrap();
        client.by_open_id().await.unwrap();
    })
    .await;
    assert_eq!(
        (sent[0].header("authorization"), sent[1].header("authorization")),
        (vec!["Bearer t".to_owned()], vec!["Bearer o".to_owned()])
    );
}

struct Counting(AtomicUsize);

impl TokenSource for Counting {
    fn token<'a>(&'a self, refused: Option<&'a SecretString>) -> TokenFuture<'a> {
        if refused.is_some() {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
        let token = SecretString::from(format!("t{}", self.0.load(Ordering::SeqCst)));
        Box::pin(async move { Ok(token) })
    }
}

/// tokens that expire | `builder.token_source("oauth", source)` | after a 401, one more request with a new token
#[tokio::test]
async fn token_source() {
    let server =
        Server::scripted([TestResponse::status(204), TestResponse::status(401), TestResponse::status(204)])
            .await;
    let source = Counting(AtomicUsize::new(0));
    let client = Client::builder().base_url(server.url()).token_source("oauth", source).build().unwrap();
    client.by_oauth().await.unwrap();
    client.by_oauth().await.unwrap();
    let sent: Vec<_> =
        server.requests().iter().map(|request| request.header("authorization").remove(0)).collect();
    assert_eq!(sent, ["Bearer t0", "Bearer t0", "Bearer t1"]);
    assert!(!format!("{client:?}").contains("t1"));
}

/// a new token that is rejected too | the API's 401, as an error | two requests
#[tokio::test]
async fn token_rejected_again() {
    let server = Server::responding(TestResponse::status(401)).await;
    let source = Counting(AtomicUsize::new(0));
    let client = Client::builder().base_url(server.url()).token_source("oauth", source).build().unwrap();
    assert_eq!(client.by_oauth().await.unwrap_err().status().unwrap(), 401);
    assert_eq!(server.requests().len(), 2);
}

/// alternatives, and several schemes at once | the first alternative with all its credentials | `X-Key` and `Bearer`, or `Wire`
#[tokio::test]
async fn alternatives() {
    let word = || Credential::word("w".to_owned());
    let sent = with(vec![Credential::key("k".to_owned()), word()], async |client| {
        drop(client.by_either().await.unwrap())
    })
    .await;
    assert_eq!(
        (sent[0].header("authorization"), sent[0].header("x-key").len()),
        (vec!["Wire w".to_owned()], 0)
    );
    let all = vec![Credential::key("k".to_owned()), Credential::bearer("b".to_owned()), word()];
    let sent = with(all, async |client| drop(client.by_either().await.unwrap())).await;
    assert_eq!(
        (sent[0].header("authorization"), sent[0].header("x-key")),
        (vec!["Bearer b".to_owned()], vec!["k".to_owned()])
    );
}

/// no security, optional security | sent only if required or allowed | `security: []`, `security: [{}, ...]`
#[tokio::test]
async fn optional_security_sends_what_the_client_has() {
    let sent = with(vec![Credential::key("k".to_owned())], async |client| {
        client.open().await.unwrap();
        client.perhaps().await.unwrap();
    })
    .await;
    assert_eq!((sent[0].header("x-key").len(), sent[1].header("x-key")), (0, vec!["k".to_owned()]));
    let sent = with(Vec::new(), async |client| drop(client.perhaps().await.unwrap())).await;
    assert_eq!(sent[0].header("x-key").len(), 0);
}

/// a missing credential | an error before sending that names it | nothing
#[tokio::test]
async fn missing() {
    let sent = with(vec![Credential::key("k".to_owned())], async |client| {
        let error = client.by_bearer().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("needs `bearer`"), "{error}");
    })
    .await;
    assert_eq!(sent.len(), 0);
}

/// a server without authentication | `builder.unauthenticated()`, `RequestOptions::new().unauthenticated()` | no credential, and none is required
#[tokio::test]
async fn unauthenticated() {
    let server = Server::scripted([204, 204, 204, 401].map(TestResponse::status)).await;
    let client = Client::builder().base_url(server.url()).unauthenticated().build().unwrap();
    client.by_key().await.unwrap();
    let source = Counting(AtomicUsize::new(0));
    let builder = Client::builder().base_url(server.url()).credential(Credential::key("k".to_owned()));
    let client = builder.token_source("oauth", source).build().unwrap();
    let open = client.with_options(RequestOptions::new().unauthenticated());
    open.by_key().await.unwrap();
    client.by_key().await.unwrap();
    assert_eq!(open.by_oauth().await.unwrap_err().status().unwrap(), 401);
    let sent = server.requests();
    let keys: Vec<_> = sent.iter().map(|request| request.header("x-key")).collect();
    assert_eq!(keys, [vec![], vec![], vec!["k".to_owned()], vec![]]);
    assert!(sent.iter().all(|request| request.header("authorization").is_empty()));
}
