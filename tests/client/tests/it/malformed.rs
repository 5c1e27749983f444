//! Responses that are not what the document says: what is known of them is kept, and the place is named.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper fails the test that calls it")]

use client_tests::calls::{InviteError, failed};
use client_tests::{TestResponse, bodies};
use elastic_cloud::runtime::DecodeError;
use elastic_cloud::{ErrorCode, ErrorKind};

const PAGE: &str = "<html><body><h1>Bad gateway</h1></body></html>";

/// Where and why a body does not decode.
fn place(error: &InviteError) -> &DecodeError {
    let source = std::error::Error::source(error).unwrap();
    source.downcast_ref().unwrap()
}

/// A body under a status does not decode; the error names the path, and the byte after `until`: that is after the value
/// that is wrong, or before it where it is an array or an object.
async fn check_place(status: u16, body: &str, expected: &str, until: &str) {
    let error = failed(TestResponse::json(status, body)).await;
    assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    let DecodeError::Json { path, offset, .. } = place(&error) else { panic!("{error}") };
    let after = body.find(until).unwrap() + until.len();
    assert_eq!((path.as_str(), *offset), (expected, after), "{body}: {error}");
    assert!(error.to_string().contains(&format!("`{expected}` (byte {after} of the body)")), "{error}");
}

#[tokio::test]
async fn page_of_a_proxy_is_not_an_api_error() {
    let error = failed(TestResponse::html(502, PAGE)).await;
    assert_eq!(error.kind(), ErrorKind::UndocumentedStatus);
    assert_eq!(error.body().unwrap(), PAGE.as_bytes());
    assert_eq!(error.codes(), []);
    insta::assert_snapshot!(error, @"create-organization-invitations: 502 Bad Gateway: the operation does not document this status");
}

#[tokio::test]
async fn page_under_documented_status_keeps_headers() {
    let response =
        TestResponse::html(400, PAGE).header("x-cloud-error-codes", "user.not_found").header("via", "1.1 p");
    let error = failed(response).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        *place(&error),
        DecodeError::MediaType { found: "text/html; charset=utf-8".to_owned(), expected: "JSON" }
    );
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.headers().unwrap()["via"], "1.1 p");
    assert_eq!(error.codes(), [ErrorCode::UserNotFound]);
    assert_eq!(error.service_error(), None);
    insta::assert_snapshot!(error, @"create-organization-invitations: 400 Bad Request user.not_found: the response is `text/html; charset=utf-8`, not JSON");
}

#[tokio::test]
async fn malformed_body_keeps_status_and_codes() {
    for status in [400, 403, 404, 429] {
        let response = TestResponse::json(status, r#"{"errors":[{"code":"user.not_found"#);
        let error =
            failed(response.header("x-cloud-error-codes", "user.not_found").header("x-kept", "yes")).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{status}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.headers().unwrap()["x-kept"], "yes");
        assert_eq!(error.header_codes(), [ErrorCode::UserNotFound]);
        assert_eq!(error.body_codes(), []);
        assert_eq!(error.service_error(), None);
    }
}

#[tokio::test]
async fn malformed_body_is_reported_in_one_line() {
    let response = TestResponse::json(404, r#"{"errors":[{"code":7,"message":"in words"}]}"#);
    let error = failed(response.header("x-cloud-error-codes", "user.not_found")).await;
    insta::assert_snapshot!(error);
    insta::assert_debug_snapshot!(error);
}

#[tokio::test]
async fn path_is_named_in_an_error_response() {
    check_place(400, r#"{"errors":[{"code":7,"message":"m"}]}"#, "errors[0].code", r#""code":7"#).await;
    check_place(
        403,
        r#"{"errors":[{"code":"c","message":"m"},{"code":"c","message":[]}]}"#,
        "errors[1].message",
        r#""message":"m"},{"code":"c","message":"#,
    )
    .await;
    check_place(404, r#"{"errors":[{"code":"c"}]}"#, "errors[0]", r#"{"code":"c"}"#).await;
    check_place(429, r#"{"error":"c"}"#, ".", r#"{"error":"c"}"#).await;
    check_place(400, r#""errors""#, ".", r#""errors""#).await;
    check_place(400, "{\"errors\":\n [{\"code\":\n", "errors[0].code", "\"code\":\n").await;
}

#[tokio::test]
async fn path_is_named_in_a_success() {
    let good = bodies::one_invitation("");
    let bad = good.replace(r#""expired":false"#, r#""expired":"no""#);
    check_place(201, &bad, "invitations[0].expired", r#""expired":"no""#).await;
    let bad = good.replace(r#""name":"testorganization""#, r#""name":null"#);
    check_place(201, &bad, "invitations[0].organization.name", r#""name":null"#).await;
    check_place(201, &bodies::created_at("\"soon\""), "invitations[0].created_at", "\"soon\"").await;
    check_place(201, r#"{"invitations":null}"#, "invitations", "null").await;
    check_place(201, "{}", ".", "{}").await;
}

#[tokio::test]
async fn required_code_that_is_null_keeps_the_message() {
    let error =
        failed(TestResponse::json(400, r#"{"errors":[{"code":null,"fields":null,"message":"m"}]}"#)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.message(), Some("m"));
    assert_eq!(error.codes(), []);
    insta::assert_snapshot!(error);
}

#[tokio::test]
async fn empty_body_is_named() {
    for status in [201, 400, 403, 404, 429] {
        let error = failed(TestResponse::json(status, "")).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{status}");
        assert_eq!(*place(&error), DecodeError::Empty, "{status}");
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
}

#[tokio::test]
async fn undocumented_success_is_not_decoded() {
    for response in [
        TestResponse::status(204),
        TestResponse::json(200, bodies::INVITED),
        TestResponse::json(202, bodies::INVITED),
    ] {
        let error = failed(response.clone().header("x-kept", "yes")).await;
        assert_eq!(error.kind(), ErrorKind::UndocumentedStatus, "{response:?}");
        assert_eq!(error.headers().unwrap()["x-kept"], "yes");
        assert_eq!(error.service_error(), None);
    }
}

#[tokio::test]
async fn first_kibibyte_of_a_body_is_kept() {
    let page = "é".repeat(4000);
    let error = failed(TestResponse::html(500, &page)).await;
    assert_eq!(error.body().unwrap(), &page.as_bytes()[..1024]);
}

#[tokio::test]
async fn message_beyond_first_kibibyte_is_found() {
    let padding = " ".repeat(4000);
    let error =
        failed(TestResponse::json(404, padding + &bodies::failed("user.not_found", "in words"))).await;
    assert_eq!((error.message(), error.body_codes()), (Some("in words"), vec![ErrorCode::UserNotFound]));
}

#[tokio::test]
async fn message_with_line_breaks_is_reported_in_one_line() {
    let body = r#"{"errors":[{"code":"c","message":"first\nsecond \u001b[31mred"}]}"#;
    let text = failed(TestResponse::json(404, body)).await.to_string();
    assert_eq!(text.chars().filter(|character| character.is_control()).count(), 0, "{text:?}");
}

#[tokio::test]
async fn error_of_a_long_response_is_short() {
    let long = "x".repeat(100_000);
    for (status, body) in [
        (404, bodies::failed("c", &long)),
        (201, format!(r#"{{"invitations":"{long}"}}"#)),
        (201, format!(r#"{{"x":{}"#, "[".repeat(100_000))),
    ] {
        let text = failed(TestResponse::json(status, body)).await.to_string();
        assert!(text.len() < 2048, "{} bytes: {text}", text.len());
    }
}
