//! Error codes.

use client_tests::TestResponse;
use wire::ErrorCode;

use super::served;

fn body(code: &str) -> String {
    format!(r#"{{"errors":[{{"code":"{code}","message":"It is {code}."}}]}}"#)
}

/// codes of a header's enum | one `ErrorCode` for the API | `x-error-codes: wire.cut`
#[tokio::test]
async fn from_the_header() {
    let (_server, client) = served(TestResponse::json(404, "{}").header("x-error-codes", "wire.cut")).await;
    let error = client.typed_headers().await.unwrap_err();
    assert!(error.has_code(ErrorCode::WireCut) && !error.has_code(ErrorCode::WireCrossed));
    assert_eq!(error.codes(), [ErrorCode::WireCut]);
}

/// codes in the body | the same, at the location that `codegen.toml` names | `errors[*].code`
#[tokio::test]
async fn from_the_body() {
    let (_server, client) = served(TestResponse::json(404, body("wire.crossed"))).await;
    let error = client.typed_headers().await.unwrap_err();
    assert!(error.has_code(ErrorCode::WireCrossed));
    assert_eq!(error.message(), Some("It is wire.crossed."));
}

/// unknown code | `ErrorCode::Other` | kept unchanged
#[tokio::test]
async fn unknown() {
    let (_server, client) = served(TestResponse::json(404, body("wire.new"))).await;
    let error = client.typed_headers().await.unwrap_err();
    assert_eq!(error.codes(), [ErrorCode::from("wire.new")]);
    assert!(matches!(&error.codes()[0], ErrorCode::Other(text) if text.as_str() == "wire.new"));
}

/// header and body disagree | `header_codes()`, `body_codes()` | both are kept
#[tokio::test]
async fn disagreement() {
    let response = TestResponse::json(404, body("wire.crossed")).header("x-error-codes", "wire.cut");
    let (_server, client) = served(response).await;
    let error = client.typed_headers().await.unwrap_err();
    assert_eq!(error.header_codes(), [ErrorCode::WireCut]);
    assert_eq!(error.body_codes(), [ErrorCode::WireCrossed]);
    assert_eq!(error.codes(), [ErrorCode::WireCut, ErrorCode::WireCrossed]);
}

/// by operation and status | a table in each method's documentation | the codes of each status
#[tokio::test]
async fn documented() {
    let source = include_str!("../../../../../generated-client/wire/src/replies.rs");
    assert!(source.contains("/// | 404 | [`wire.cut`](ErrorCode::WireCut) |"), "{source}");
}
