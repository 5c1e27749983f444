//! The example `invitations`, as a person runs it.

use std::path::PathBuf;
use std::sync::OnceLock;

use client_tests::calls::{KEY, ORG};
use client_tests::{Finished, Server, TestResponse, bodies, example, without_settings};

/// Runs the example against a server.
async fn run(server: &Server, arguments: &[&str]) -> Finished {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let mut command = without_settings(PROGRAM.get_or_init(|| example("invitations")));
    command.envs([("EC_API_KEY", KEY), ("EC_ENDPOINT", &server.url())]).args(arguments);
    Finished::run(command).await
}

#[tokio::test]
async fn open_invitation_is_printed_to_stdout() {
    let server = Server::responding(TestResponse::json(200, bodies::INVITED)).await;
    let finished = run(&server, &["list", ORG]).await;
    assert_eq!(finished.stdout, "test@mail\ttoken\t2019-01-01T00:00:00+00:00\n");
    assert_eq!((finished.stderr.as_str(), finished.code), ("", Some(0)));
    let [request] = &server.requests()[..] else { panic!("not exactly one request") };
    assert_eq!(request.line(), "GET /api/v1/organizations/ORG/invitations HTTP/1.1");
    assert_eq!(request.header("authorization"), ["ApiKey KEY"]);
    assert_eq!(request.body(), b"");
}

#[tokio::test]
async fn no_open_invitation_prints_nothing() {
    let server = Server::responding(TestResponse::json(200, r#"{"invitations":[]}"#)).await;
    let finished = run(&server, &["list", ORG]).await;
    assert_eq!((finished.stdout.as_str(), finished.stderr.as_str(), finished.code), ("", "", Some(0)));
}

#[tokio::test]
async fn tokens_share_one_segment() {
    let server = Server::responding(TestResponse::json(200, "{}")).await;
    let finished = run(&server, &["withdraw", ORG, "a1", "b/2"]).await;
    assert_eq!(finished.stdout, "a1\nb/2\n");
    assert_eq!((finished.stderr.as_str(), finished.code), ("", Some(0)));
    let [request] = &server.requests()[..] else { panic!("not exactly one request") };
    assert_eq!(request.line(), "DELETE /api/v1/organizations/ORG/invitations/a1,b%2F2 HTTP/1.1");
    assert_eq!(request.body(), b"");
}

#[tokio::test]
async fn documented_error_is_printed_to_stderr() {
    for (arguments, status, code) in [
        (&["list", ORG][..], 404, "organization.not_found"),
        (&["withdraw", ORG, "t"][..], 400, "root.invalid_data"),
        (&["withdraw", ORG, "t"][..], 404, "organization.invitation_not_found"),
    ] {
        let response =
            TestResponse::json(status, bodies::failed(code, "in words")).header("x-cloud-error-codes", code);
        let finished = run(&Server::responding(response).await, arguments).await;
        assert_eq!(finished.stderr, format!("error: {status} {code}: in words\n"));
        assert_eq!((finished.stdout.as_str(), finished.code), ("", Some(1)));
    }
}

#[tokio::test]
async fn wrong_arguments_bring_the_usage() {
    let server = Server::responding(TestResponse::json(200, "{}")).await;
    for arguments in [&[][..], &["list"], &["list", ORG, "t"], &["withdraw", ORG], &["send", ORG]] {
        let finished = run(&server, arguments).await;
        assert_eq!(finished.code, Some(2), "{arguments:?}");
        assert!(finished.stderr.starts_with("usage: invitations list "), "{}", finished.stderr);
    }
    assert_eq!(server.requests().len(), 0);
}
