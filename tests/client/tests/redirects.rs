//! Redirects: none is followed, so nothing is sent anywhere but where the client was told to send it.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use client_tests::calls::{client, invite_with};
use client_tests::{Reply, Server, bodies};
use elastic_cloud::ErrorKind;

/// A redirect to `location` is reported, by the first server's one request and nobody else's.
async fn check_not_followed(status: u16, location: &str) {
    let server = Server::replying(Reply::status(status).header("location", location)).await;
    let error = invite_with(&client(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect, "{status} {location}");
    assert_eq!(error.status().unwrap().as_u16(), status);
    assert_eq!(error.headers().unwrap()["location"], location);
    assert!(error.to_string().contains(&format!("(location: {location})")), "{error}");
    assert_eq!(server.requests().len(), 1, "{status} {location}");
}

#[tokio::test]
async fn nothing_is_sent_to_another_origin() {
    let other = Server::replying(Reply::json(201, bodies::INVITED)).await;
    for status in [301, 302, 303, 307, 308] {
        check_not_followed(status, &format!("{}/elsewhere", other.url())).await;
        check_not_followed(status, &format!("//127.0.0.1:{}/", other.port())).await;
    }
    assert_eq!(other.connections().await, 0);
}

#[tokio::test]
async fn a_path_on_the_same_origin_is_not_followed_either() {
    for status in [302, 307, 308] {
        check_not_followed(status, "/api/v2/organizations").await;
    }
}

#[tokio::test]
async fn a_redirect_without_a_location_is_still_one() {
    for reply in [Reply::status(302), Reply::status(304), Reply::json(300, bodies::INVITED)] {
        let server = Server::replying(reply.clone()).await;
        let error = invite_with(&client(&server)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{reply:?}");
        assert!(error.to_string().contains("(location: none)"), "{error}");
    }
}
