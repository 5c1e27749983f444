//! The key is in no text: not of settings, not of clients, not of any error, whatever a server repeats.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use std::error::Error as _;
use std::time::Duration;

use client_tests::calls::{InviteError, ORG, builder_for, request};
use client_tests::{Server, TestResponse};
use elastic_cloud::{BuildError, Client, ClientBuilder, Credential, ErrorKind};

/// The shape of a key of Elastic Cloud: base64 with padding.
const KEY: &str = "essu_Q0FOQVJZLWluLWEtbWluZQ==";
/// Any piece of the key gives it away; this one is in no other text.
const TRACE: &str = "Q0FOQVJZ";

fn settings(base_url: impl Into<String>) -> ClientBuilder<Client> {
    builder_for(base_url).credential(Credential::api_key(KEY))
}

/// How often a text gives the key away.
fn leaks(text: &str) -> usize {
    text.to_uppercase().matches(TRACE).count()
}

/// All that an error says, in every form and down to its last cause.
fn said(error: &InviteError) -> String {
    let mut text = format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n"));
        cause = error.source();
    }
    let bodies = error.body().into_iter();
    let headers = error.headers().into_iter().flat_map(|headers| headers.values());
    for bytes in bodies.chain(headers.map(|value| value.as_bytes())) {
        text.push_str(&String::from_utf8_lossy(bytes));
        text.push('\n');
    }
    let codes = error.codes().into_iter().chain(error.header_codes()).chain(error.body_codes());
    text.push_str(&format!(
        "{:?}\n{:?}\n{:?}",
        codes.collect::<Vec<_>>(),
        error.message(),
        error.service_error()
    ));
    text
}

/// A call whose response repeats what it was told fails in some way.
async fn echoed(response: TestResponse) -> InviteError {
    let server = Server::responding(response).await;
    let client =
        settings(server.url()).timeout(Duration::from_millis(500)).max_response_bytes(8192).build().unwrap();
    let error = client.create_organization_invitations(ORG, &request()).await.unwrap_err();
    assert_eq!(server.requests()[0].header("authorization"), [format!("ApiKey {KEY}")]);
    error
}

/// A call fails in the expected way, and not a word of it gives the key away.
async fn check(kind: ErrorKind, response: TestResponse) {
    let error = echoed(response.clone()).await;
    assert_eq!(error.kind(), kind, "{response:?}");
    let said = said(&error);
    assert_eq!(leaks(&said), 0, "{response:?}\n{said}");
}

/// Headers in which a server may repeat the key.
fn with_headers(response: TestResponse) -> TestResponse {
    response
        .header("x-cloud-error-codes", KEY)
        .header("x-echo", &format!("ApiKey {KEY}, ApiKey {KEY}"))
        .header("www-authenticate", &format!("ApiKey realm=\"{KEY}\""))
}

#[test]
fn search_finds_a_leak() {
    assert_eq!(leaks(&format!("authorization: ApiKey {KEY}")), 1);
    assert_eq!(leaks(&format!("{:?}", Some(KEY))), 1);
}

#[test]
fn debug_of_settings_and_clients_hides_the_key() {
    let credential = Credential::api_key(KEY);
    let builder = settings("http://127.0.0.1:1");
    let text = format!("{credential:?} {credential:#?} {builder:?} {builder:#?}");
    let client = builder.build().unwrap();
    let text = format!("{text} {client:?} {client:#?} {:?}", runtime::Credential::from(credential));
    assert_eq!(leaks(&text), 0, "{text}");
    insta::assert_debug_snapshot!(client);
}

#[test]
fn request_does_not_hold_the_key() {
    let text = format!("{:?} {:#?}", request(), request());
    assert_eq!(leaks(&text), 0, "{text}");
}

#[test]
fn settings_that_make_no_client_do_not_show_it() {
    let broken = Credential::api_key(format!("{KEY}\r\nx: y"));
    let unknown = runtime::Credential { scheme: "Basic", secret: KEY.to_owned().into() };
    for builder in [
        settings("http://192.0.2.1"),
        settings("https://example.com").credential(broken),
        settings("https://example.com").credential(unknown),
        settings(format!("https://user:{KEY}@example.com")),
        settings(format!("https://example.com/?key={KEY}")),
        settings(format!("https://example.com:{KEY}")),
        settings(KEY),
    ] {
        let error: BuildError = builder.build().unwrap_err();
        let text = format!("{error} {error:#} {error:?} {error:#?}");
        assert_eq!(leaks(&text), 0, "{text}");
    }
}

#[tokio::test]
async fn error_response_with_the_key_is_redacted() {
    let body = format!(r#"{{"errors":[{{"code":"{KEY}","message":"no {KEY}!","fields":["{KEY}"]}}]}}"#);
    for status in [400, 403, 404, 429] {
        check(ErrorKind::Api, with_headers(TestResponse::json(status, &body))).await;
    }
    for status in [401, 418, 500] {
        check(ErrorKind::UndocumentedStatus, with_headers(TestResponse::json(status, &body))).await;
        check(ErrorKind::UndocumentedStatus, with_headers(TestResponse::html(status, KEY))).await;
    }
    check(ErrorKind::UndocumentedStatus, with_headers(TestResponse::status(204))).await;
    check(ErrorKind::UndocumentedStatus, with_headers(TestResponse::json(200, &body))).await;
}

#[tokio::test]
async fn undecodable_body_with_the_key_is_redacted() {
    for body in [
        format!(r#"{{"invitations":"{KEY}"}}"#),
        format!(r#"{{"invitations":[{{"{KEY}":0,"token":7}}]}}"#),
        format!(r#"{{"{KEY}":"#),
        format!(r#"{{"invitations":[{{"created_at":"{KEY}"}}]}}"#),
        format!("{KEY}{KEY}"),
    ] {
        for status in [201, 400] {
            check(ErrorKind::Decode, with_headers(TestResponse::json(status, &body))).await;
        }
    }
    check(ErrorKind::Decode, with_headers(TestResponse::status(201).header("content-type", KEY).body(KEY)))
        .await;
}

#[tokio::test]
async fn key_across_the_kept_end_is_redacted() {
    for before in 1024 - KEY.len()..1024 {
        let page = format!("{}{KEY}", " ".repeat(before));
        check(ErrorKind::UndocumentedStatus, TestResponse::html(500, page)).await;
    }
}

#[tokio::test]
async fn redirect_with_the_key_is_redacted() {
    for status in [302, 307] {
        let response =
            TestResponse::status(status).header("location", &format!("https://example.com/{KEY}?key={KEY}"));
        check(ErrorKind::Redirect, with_headers(response)).await;
    }
}

#[tokio::test]
async fn failed_connection_hides_the_key() {
    check(ErrorKind::Transport, TestResponse::reset()).await;
    check(ErrorKind::Transport, TestResponse::closed()).await;
    check(ErrorKind::Timeout, TestResponse::never()).await;
    check(ErrorKind::Transport, TestResponse::status(201).header("not a name", KEY)).await;
}

#[tokio::test]
async fn truncated_body_with_the_key_is_redacted() {
    let response = || TestResponse::json(400, KEY.repeat(1000)).header("x-cloud-error-codes", KEY);
    for (kind, response) in [
        (ErrorKind::Transport, response().cut_after(100)),
        (ErrorKind::Timeout, response().stalling_after(100)),
        (ErrorKind::BodyTooLarge, response()),
    ] {
        let error = echoed(response).await;
        assert_eq!(error.kind(), kind);
        assert_eq!(leaks(&said(&error)), 0, "{error}");
    }
}

#[tokio::test]
async fn key_in_another_spelling_is_redacted() {
    let json = |key: &str| format!(r#"{{"errors":[{{"code":"c","message":"{key}"}}]}}"#);
    for response in [
        // `=` as serializers write it that think of HTML.
        TestResponse::json(400, json(&KEY.replace('=', "\\u003d"))),
        TestResponse::status(302)
            .header("location", &format!("https://example.com/?{}", KEY.replace('=', "%3D"))),
        // As HTML, cut short, in other letters, and over several lines.
        TestResponse::html(500, KEY.replace('=', "&#61;")),
        TestResponse::json(400, json(&KEY[..20])),
        TestResponse::json(400, json(&KEY.to_uppercase())),
        TestResponse::html(500, format!("{}\r\n {}", &KEY[..15], &KEY[15..])),
    ] {
        let error = echoed(response).await;
        assert_eq!(leaks(&said(&error)), 0, "{error}");
    }
}

#[tokio::test]
async fn key_with_blanks_is_redacted() {
    let server = Server::responding(TestResponse::json(
        400,
        format!(r#"{{"errors":[{{"code":"{KEY}","message":"m"}}]}}"#),
    ))
    .await;
    let client = settings(server.url()).credential(Credential::api_key(format!("{KEY} "))).build().unwrap();
    let error = client.create_organization_invitations(ORG, &request()).await.unwrap_err();
    assert_eq!(leaks(&said(&error)), 0, "{error}");
}
