//! Response headers.

use client_tests::TestResponse;
use wire::models::Colour;

use super::served;

fn response(status: u16) -> TestResponse {
    TestResponse::json(status, "{}")
}

/// typed headers of a success | `response.typed_headers().x_total` | `X-Total: 41`
#[tokio::test]
async fn on_success() {
    let (_server, client) = served(
        response(200)
            .header("x-total", "41")
            .header("x-colour", "dark green")
            .header("x-until", "2024-01-02T03:04:05Z"),
    )
    .await;
    let headers = client.typed_headers().await.unwrap().typed_headers();
    assert_eq!((headers.x_total, headers.x_colour), (Some(41), Some(Colour::DarkGreen)));
    assert_eq!(headers.x_until.unwrap().to_rfc3339(), "2024-01-02T03:04:05+00:00");
}

/// enums | open: an unknown value is kept | `X-Colour: blue`
#[tokio::test]
async fn open_enum() {
    let (_server, client) = served(response(200).header("x-colour", "blue")).await;
    let headers = client.typed_headers().await.unwrap().typed_headers();
    assert_eq!(headers.x_colour.unwrap().as_str(), "blue");
}

/// arrays | `Vec<String>` | `X-Tags: a, b` and a second field
#[tokio::test]
async fn list() {
    let (_server, client) = served(response(200).header("x-tags", "a, b").header("x-tags", "c")).await;
    assert_eq!(client.typed_headers().await.unwrap().typed_headers().x_tags.unwrap(), ["a", "b", "c"]);
}

/// absent, or not as documented | `None`; `headers()` has the raw value | `X-Total: many`
#[tokio::test]
async fn absent_or_wrong() {
    let (_server, client) = served(response(200).header("x-total", "many")).await;
    let response = client.typed_headers().await.unwrap();
    let headers = response.typed_headers();
    assert_eq!(
        (headers.x_total, headers.x_tags, response.headers()["x-total"].to_str().unwrap()),
        (None, None, "many")
    );
}

/// typed headers of an error | `error.typed_headers()` | `X-Trace: abc`
#[tokio::test]
async fn on_error() {
    let (_server, client) = served(response(404).header("x-trace", "abc")).await;
    let headers = client.typed_headers().await.unwrap_err().typed_headers().unwrap();
    assert_eq!(headers.x_trace.as_deref(), Some("abc"));
}
