//! A path argument is one segment of the request line, whatever is in it, or nothing is sent.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper fails the test that calls it")]

use client_tests::calls::{InviteError, client, request};
use client_tests::{Server, TestResponse, bodies};
use elastic_cloud::ErrorKind;

/// Longest request target that the HTTP library takes, in bytes, host included.
const LONGEST: usize = 65_534;

async fn server() -> Server {
    Server::responding(TestResponse::json(201, bodies::INVITED)).await
}

/// An organization reaches the server as one segment, which is written as `segment`.
async fn check_segment(organization: &str, segment: &str) {
    let server = server().await;
    client(&server).create_organization_invitations(organization, &request()).await.unwrap();
    let [request] = &server.requests()[..] else { panic!("not exactly one request") };
    assert_eq!(request.line(), format!("POST /api/v1/organizations/{segment}/invitations HTTP/1.1"));
}

/// An organization is rejected, and the server hears nothing.
async fn check_refused(organization: &str) -> InviteError {
    let server = server().await;
    let outcome = client(&server).create_organization_invitations(organization, &request()).await;
    let error = outcome.unwrap_err();
    assert_eq!(server.connections().await, 0, "{organization:?}");
    assert_eq!(error.status(), None);
    error
}

#[tokio::test]
async fn argument_that_changes_the_route_is_rejected() {
    for (name, organization) in [("empty", ""), ("one_dot", "."), ("two_dots", "..")] {
        let error = check_refused(organization).await;
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{organization:?}");
        insta::assert_snapshot!(name, error);
    }
}

#[tokio::test]
async fn end_of_a_segment_is_encoded() {
    check_segment("a/b", "a%2Fb").await;
    check_segment("a?b", "a%3Fb").await;
    check_segment("a#b", "a%23b").await;
    check_segment("/", "%2F").await;
    check_segment("../users", "..%2Fusers").await;
    check_segment("..\\..\\x", "..%5C..%5Cx").await;
}

#[tokio::test]
async fn encoded_argument_is_encoded_again() {
    check_segment("%2e%2e", "%252e%252e").await;
    check_segment("%2F", "%252F").await;
    check_segment("%", "%25").await;
}

#[tokio::test]
async fn end_of_a_line_is_encoded() {
    check_segment("\0", "%00").await;
    check_segment("\r\n", "%0D%0A").await;
    check_segment("x HTTP/1.1\r\nhost: evil\r\n\r\n", "x%20HTTP%2F1.1%0D%0Ahost%3A%20evil%0D%0A%0D%0A").await;
    check_segment("\t \u{7f}\u{85}", "%09%20%7F%C2%85").await;
}

#[tokio::test]
async fn non_ascii_is_encoded_as_utf_8() {
    check_segment("🦀", "%F0%9F%A6%80").await;
    check_segment("é", "%C3%A9").await;
    check_segment("\u{202e}\u{feff}", "%E2%80%AE%EF%BB%BF").await;
    check_segment("．．", "%EF%BC%8E%EF%BC%8E").await;
}

#[tokio::test]
async fn harmless_characters_stay_readable() {
    for plain in ["ORG", "1234567890", "a-b_c.d~e", "...", "a..b", "..a", "a."] {
        check_segment(plain, plain).await;
    }
}

#[tokio::test]
async fn braced_argument_is_not_a_template() {
    check_segment("{organization_id}", "%7Borganization_id%7D").await;
    check_segment("}{", "%7D%7B").await;
}

#[tokio::test]
async fn long_argument_is_one_segment() {
    let long = "a".repeat(64_000);
    check_segment(&long, &long).await;
    check_segment(&"/".repeat(21_000), &"%2F".repeat(21_000)).await;
}

#[tokio::test]
async fn argument_too_long_for_a_url_is_rejected() {
    for organization in ["a".repeat(64 * 1024), "/".repeat(LONGEST / 3), "🦀".repeat(64 * 1024)] {
        let error = check_refused(&organization).await;
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn item_of_an_array_stays_one() {
    let server = Server::responding(TestResponse::status(204)).await;
    let client = client_tests::calls::wire(&server);
    let list = |one: &str| vec![one.to_owned(), "c".to_owned()];
    let options = wire::parameters::InQueryOptions::new()
        .with_few(list("a,b"))
        .with_spaced(list("x|y"))
        .with_piped(list("x y"));
    client.in_query(&options).await.unwrap();
    let sent = server.requests().remove(0).line();
    assert!(sent.contains("?few=a%2Cb,c&spaced=x%7Cy%20c&piped=x%20y%7Cc "), "{sent}");
    for options in [
        wire::parameters::InQueryOptions::new().with_spaced(list("a b")),
        wire::parameters::InQueryOptions::new().with_piped(list("a|b")),
    ] {
        let error = client.in_query(&options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("which separates its items"), "{error}");
    }
    assert_eq!(server.requests().len(), 1);
}
