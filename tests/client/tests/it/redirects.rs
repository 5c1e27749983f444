//! Redirects: a GET goes along on the same origin, and nothing else goes anywhere.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use client_tests::calls::{client, invite_with};
use client_tests::{Request, Server, TestResponse, bodies};
use elastic_cloud::ErrorKind;
use wire::Credential;

const KEY: &str = "k3y";

/// A client of another API, whose operations are GETs, with a key.
fn reader(server: &Server, credential: Credential) -> wire::Client {
    wire::Client::builder().base_url(server.url()).credential(credential).build().unwrap()
}

/// What a request asks for: path and query.
fn target(request: &Request) -> String {
    request.line().split(' ').nth(1).unwrap().to_owned()
}

fn moved(location: &str) -> TestResponse {
    TestResponse::status(302).header("location", location)
}

/// A redirect of a POST to `location` is reported, by the first server's one request and no one else's.
async fn check_not_followed(status: u16, location: &str) {
    let server = Server::responding(TestResponse::status(status).header("location", location)).await;
    let error = invite_with(&client(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect, "{status} {location}");
    assert_eq!(error.status().unwrap().as_u16(), status);
    assert_eq!(error.headers().unwrap()["location"], location);
    assert!(error.to_string().contains(&format!("redirects to {location}: ")), "{error}");
    assert_eq!(server.requests().len(), 1, "{status} {location}");
}

#[tokio::test]
async fn redirect_to_another_origin_is_not_followed() {
    let other = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    for status in [301, 302, 303, 307, 308] {
        check_not_followed(status, &format!("{}/elsewhere", other.url())).await;
        check_not_followed(status, &format!("//127.0.0.1:{}/", other.port())).await;
    }
    assert_eq!(other.connections().await, 0);
}

#[tokio::test]
async fn redirect_of_a_post_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        check_not_followed(status, "/api/v2/organizations").await;
    }
}

#[tokio::test]
async fn own_http_client_follows_no_redirects() {
    let other = Server::responding(TestResponse::status(204)).await;
    let server = Server::responding(moved(&format!("{}/there", other.url()))).await;
    let builder = wire::Client::builder().base_url(server.url()).credential(Credential::key(KEY.to_owned()));
    let client = builder.http_client(reqwest::Client::builder()).build().unwrap();
    let error = client.by_key().await.unwrap_err();
    assert_eq!((error.kind(), other.connections().await), (ErrorKind::Redirect, 0));
}

#[tokio::test]
async fn documented_default_is_not_a_redirect() {
    // The operation documents 4XX, some codes and `default`.
    let text = TestResponse::status(202);
    let server = Server::scripted([moved("/there"), text]).await;
    let response = reader(&server, Credential::bearer(KEY)).statuses().await.unwrap();
    assert_eq!((response.status().as_u16(), target(&server.requests()[1])), (202, "/there".to_owned()));
}

#[tokio::test]
async fn redirect_with_a_long_body_is_followed() {
    let long = moved("/there").body(vec![b'x'; 2 * 1024 * 1024]);
    let server = Server::scripted([long, TestResponse::status(202)]).await;
    reader(&server, Credential::bearer(KEY)).statuses().await.unwrap();
    let server = Server::responding(moved("https://[")).await;
    let error = reader(&server, Credential::bearer(KEY)).statuses().await.unwrap_err();
    assert!(error.to_string().ends_with("redirects to https://[: that is not a valid URL"), "{error}");
}

#[tokio::test]
async fn redirect_without_location_is_reported() {
    let server = Server::responding(TestResponse::status(302)).await;
    let error = invite_with(&client(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(
        error.to_string().ends_with("redirects to nowhere: the response has no `Location` header"),
        "{error}"
    );
}

#[tokio::test]
async fn other_statuses_of_their_class_are_no_redirects() {
    for response in [TestResponse::status(304), TestResponse::json(300, bodies::INVITED)] {
        let server = Server::responding(response.clone().header("location", "/x")).await;
        let error = invite_with(&client(&server)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UndocumentedStatus, "{response:?}");
    }
}

#[tokio::test]
async fn get_follows_same_origin_with_its_key() {
    for status in [301, 302, 303, 307, 308] {
        let there = TestResponse::status(status).header("location", "/there?a=b#c").body("see there");
        let server = Server::scripted([there, moved("here"), TestResponse::status(204)]).await;
        let response = reader(&server, Credential::key(KEY)).by_key().await.unwrap();
        assert_eq!(response.status().as_u16(), 204);
        let requests = server.requests();
        let targets: Vec<_> = requests.iter().map(target).collect();
        assert_eq!(targets, ["/v1/key", "/there?a=b", "/here"]);
        assert!(requests.iter().all(|request| request.header("x-key") == [KEY]));
    }
}

#[tokio::test]
async fn query_key_follows_once() {
    let server = Server::scripted([
        moved("/there?a=b"),
        moved(&format!("/here?key={KEY}")),
        TestResponse::status(204),
    ])
    .await;
    reader(&server, Credential::query_key(KEY)).by_query_key().await.unwrap();
    let targets: Vec<_> = server.requests().iter().map(target).collect();
    assert_eq!(targets, ["/v1/query-key?key=k3y", "/there?a=b&key=k3y", "/here?key=k3y"]);
}

#[tokio::test]
async fn get_does_not_follow_to_another_origin() {
    let other = Server::responding(TestResponse::status(204)).await;
    let port = other.port();
    for location in [
        other.url(),
        format!("//127.0.0.1:{port}/key"),
        format!("http://localhost:{port}/key"),
        format!("https://127.0.0.1:{port}/key"),
        format!("\\\\127.0.0.1:{port}/key"),
        "file:///etc/passwd".to_owned(),
        "http://[".to_owned(),
    ] {
        let server = Server::responding(moved(&location)).await;
        let error = reader(&server, Credential::key(KEY)).by_key().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{location}");
        assert!(error.to_string().contains(&location), "{error}");
        assert_eq!(server.requests().len(), 1, "{location}");
    }
    assert_eq!(other.connections().await, 0);
}

#[tokio::test]
async fn redirect_loop_ends_after_five() {
    let server = Server::responding(moved("/key")).await;
    let error = reader(&server, Credential::key(KEY)).by_key().await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Redirect, 302));
    assert!(error.to_string().contains("5 redirects have been followed"), "{error}");
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn following_can_be_turned_off() {
    let server = Server::responding(moved("/there")).await;
    let builder = wire::Client::builder().base_url(server.url()).credential(Credential::key(KEY));
    let error = builder.max_redirects(0).build().unwrap().by_key().await.unwrap_err();
    assert!(error.to_string().contains("redirects to /there: redirects are not followed"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn documented_redirect_is_a_response() {
    let server = Server::responding(TestResponse::status(301).header("location", "/there")).await;
    let moved = client_tests::calls::wire(&server).moved().await;
    assert_eq!(moved.unwrap_err().kind(), ErrorKind::Api);
    assert_eq!(server.requests().len(), 1);
}
