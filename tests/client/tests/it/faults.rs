//! Connections that fail, stall or give too much.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::time::{Duration, Instant};

use client_tests::calls::{InviteError, builder, builder_for, invite, invite_with};
use client_tests::{Server, TestResponse, bodies};
use elastic_cloud::ErrorKind;
use elastic_cloud::runtime::{TransportError, TransportPhase};

const SHORT: Duration = Duration::from_millis(200);

/// What a client that waits but a moment fails with.
async fn impatient(server: &Server) -> InviteError {
    let begin = Instant::now();
    let error = invite_with(&builder(server).timeout(SHORT).build().unwrap()).await.unwrap_err();
    assert!((SHORT..20 * SHORT).contains(&begin.elapsed()), "it took {:?}", begin.elapsed());
    error
}

fn phase(error: &InviteError) -> TransportPhase {
    std::error::Error::source(error).unwrap().downcast_ref::<TransportError>().unwrap().phase
}

/// A call fails in a phase, after which the server has seen one request and no second.
async fn check_once(server: Server, kind: ErrorKind, expected: TransportPhase) -> InviteError {
    let error = invite(&server).await.unwrap_err();
    assert_eq!((error.kind(), phase(&error)), (kind, expected), "{error}");
    assert_eq!((server.connections().await, server.requests().len()), (1, 1), "{error}");
    error
}

#[tokio::test]
async fn server_that_is_gone_fails_to_connect() {
    let client = builder_for(Server::gone().await).build().unwrap();
    let error = invite_with(&client).await.unwrap_err();
    assert_eq!((error.kind(), phase(&error)), (ErrorKind::Connect, TransportPhase::Connect));
    assert_eq!(error.status(), None);
    assert!(error.to_string().starts_with("create-organization-invitations: could not connect: "), "{error}");
}

#[tokio::test]
async fn post_on_reset_connection_is_not_resent() {
    let server = Server::responding(TestResponse::reset()).await;
    let error = check_once(server, ErrorKind::Transport, TransportPhase::ResponseHeaders).await;
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn post_on_closed_connection_is_not_resent() {
    let server = Server::responding(TestResponse::closed()).await;
    check_once(server, ErrorKind::Transport, TransportPhase::ResponseHeaders).await;
}

#[tokio::test]
async fn post_on_pooled_connection_is_not_resent() {
    let server = Server::scripted([TestResponse::json(201, bodies::INVITED), TestResponse::reset()]).await;
    let client = client_tests::calls::client(&server);
    invite_with(&client).await.unwrap();
    assert_eq!(invite_with(&client).await.unwrap_err().kind(), ErrorKind::Transport);
    assert_eq!((server.connections().await, server.requests().len()), (1, 2));
}

#[tokio::test]
async fn early_reset_is_a_transport_error() {
    let server = Server::resetting().await;
    let error = invite(&server).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None), "{error}");
    assert_eq!(server.connections().await, 1);
}

#[tokio::test]
async fn next_call_after_a_failure_works() {
    let server = Server::scripted([TestResponse::reset(), TestResponse::json(201, bodies::INVITED)]).await;
    let client = client_tests::calls::client(&server);
    invite_with(&client).await.unwrap_err();
    assert_eq!(invite_with(&client).await.unwrap().body().invitations.len(), 1);
}

#[tokio::test]
async fn headers_that_never_come_run_out_of_time() {
    let error = impatient(&Server::responding(TestResponse::never()).await).await;
    assert_eq!((error.kind(), phase(&error)), (ErrorKind::Timeout, TransportPhase::ResponseHeaders));
    assert!(error.is_timeout());
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn stalled_body_times_out_and_keeps_the_head() {
    let response = TestResponse::json(404, bodies::failed("user.not_found", "m"));
    let response = response.header("x-cloud-error-codes", "user.not_found").stalling_after(10);
    let error = impatient(&Server::responding(response).await).await;
    assert_eq!((error.kind(), phase(&error)), (ErrorKind::Timeout, TransportPhase::ResponseBody));
    assert_eq!(error.status().unwrap(), 404);
    assert!(error.has_code("user.not_found"));
    assert_eq!(error.service_error(), None);
}

#[tokio::test]
async fn truncated_body_is_an_error() {
    for (status, sent) in [(201, 0), (201, 10), (404, 10), (201, bodies::INVITED.len() - 1)] {
        let response = TestResponse::json(status, bodies::INVITED).header("x-kept", "yes").cut_after(sent);
        let server = Server::responding(response).await;
        let error = check_once(server, ErrorKind::Transport, TransportPhase::ResponseBody).await;
        assert_eq!(error.status().unwrap().as_u16(), status, "{sent}");
        assert_eq!(error.headers().unwrap()["x-kept"], "yes");
    }
}

#[tokio::test]
async fn body_is_read_up_to_the_limit() {
    let body = bodies::one_invitation("");
    for (limit, expected) in [(body.len(), None), (body.len() - 1, Some(ErrorKind::BodyTooLarge))] {
        let server = Server::responding(TestResponse::json(201, &body)).await;
        let outcome = invite_with(&builder(&server).max_response_bytes(limit).build().unwrap()).await;
        assert_eq!(outcome.as_ref().err().map(|error| error.kind()), expected, "{limit} of {}", body.len());
        let Err(error) = outcome else { continue };
        assert_eq!(error.status().unwrap(), 201);
        insta::assert_snapshot!(error.to_string().replace(&limit.to_string(), "LIMIT"));
    }
}

#[tokio::test]
async fn endless_body_is_dropped_at_the_limit() {
    let response = TestResponse::json(200, "x".repeat(4096)).stalling_after(2048);
    let server = Server::responding(response).await;
    let error = invite_with(&builder(&server).max_response_bytes(1024).build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge, "the limit must count before the end of the body");
}
