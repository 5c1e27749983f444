//! Settings for one call, and what a response says about limits.

use std::time::Duration;

use client_tests::calls::{KEY, ORG, client, failed, request};
use client_tests::{Server, TestResponse, bodies};
use elastic_cloud::organizations::CreateOrganizationInvitationsError;
use elastic_cloud::{Error, ErrorKind, RequestOptions};

#[tokio::test]
async fn own_header_replaces_another_of_its_name() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    let settings =
        RequestOptions::new().header("X-Trace", "a").header("x-trace", "b").header("accept", "text/x");
    client(&server).with_options(settings).create_organization_invitations(ORG, &request()).await.unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.header("x-trace"), ["a", "b"]);
    assert_eq!(request.header("accept"), ["text/x"]);
    assert_eq!(request.header("authorization"), [format!("ApiKey {KEY}")]);
}

#[tokio::test]
async fn unsendable_header_is_rejected_before_sending() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    for (name, value, said) in [
        ("x-a", "a\r\nx-b: c", "`x-a`"),
        ("x-a", "a\0", "`x-a`"),
        ("no name", "a", "`no name`"),
        ("Host", "other", "`host` belongs to the transport"),
        ("content-length", "0", "`content-length` belongs to the transport"),
        ("transfer-encoding", "chunked", "`transfer-encoding` belongs to the transport"),
    ] {
        let client = client(&server).with_options(RequestOptions::new().header(name, value));
        let error = client.create_organization_invitations(ORG, &request()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0), "{name}");
        assert!(error.to_string().contains(said), "{error}");
    }
    assert_eq!(server.connections().await, 0);
}

#[test]
fn settings_show_no_values() {
    let settings = RequestOptions::new().header("x-secret", "s3cret").idempotency_key("s3cret");
    let text = format!("{settings:?} {settings:#?}");
    assert!(text.contains("x-secret") && !text.contains("s3cret"), "{text}");
}

#[tokio::test]
async fn rate_limit_is_read() {
    let response = TestResponse::json(429, bodies::failed("c", "m"))
        .header("x-ratelimit-limit", "100")
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-interval", "60");
    let error = failed(response).await;
    let limit = error.rate_limit().unwrap();
    assert_eq!(
        (limit.limit, limit.remaining, limit.interval, limit.reset),
        (Some(100), Some(0), Some(60), None)
    );
    assert!(error.is_retryable());
    let error = failed(TestResponse::status(400)).await;
    assert_eq!((error.rate_limit(), error.is_retryable()), (None, false));
}

#[tokio::test]
async fn slow_server_is_awaited_until_the_deadline() {
    let response = TestResponse::json(201, bodies::INVITED).dripping(Duration::from_millis(20));
    let server = Server::responding(response).await;
    let client = client(&server).with_options(RequestOptions::new().timeout(Duration::from_millis(300)));
    let error = client.create_organization_invitations(ORG, &request()).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Timeout, 201));
    assert_eq!(error.phase(), Some(runtime::TransportPhase::ResponseBody));
}

#[tokio::test]
async fn statuses_about_length_say_so() {
    for (status, said) in
        [(413, "the body is larger"), (414, "a longer URL"), (431, "the headers are longer")]
    {
        let error = failed(TestResponse::status(status)).await;
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[test]
fn error_is_one_pointer_and_send() {
    fn goes_anywhere<T: std::error::Error + Send + Sync + 'static>() -> usize {
        size_of::<T>()
    }
    assert_eq!(goes_anywhere::<Error<CreateOrganizationInvitationsError>>(), size_of::<usize>());
}
