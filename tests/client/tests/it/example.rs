//! The examples, as a person runs them.

use std::path::PathBuf;
use std::sync::OnceLock;

use client_tests::calls::{KEY, ORG};
use client_tests::{Finished, Server, TestResponse, bodies, example, without_settings};

/// The example's program, built once.
fn program() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| example("create_invitations"))
}

/// Runs the example against a server, or the default one where there is none.
async fn run(variables: &[(&str, &str)], arguments: &[&str]) -> Finished {
    let mut command = without_settings(program());
    command.envs(variables.iter().copied()).args(arguments);
    Finished::run(command).await
}

async fn invite(server: &Server) -> Finished {
    run(&[("EC_API_KEY", KEY), ("EC_ENDPOINT", &server.url())], &[ORG, "test@mail", "--expires-in", "3d"])
        .await
}

/// A response makes the example fail, with one line on standard error.
async fn check_error(response: TestResponse, line: &str) {
    let finished = invite(&Server::responding(response).await).await;
    assert_eq!(finished.stderr, format!("{line}\n"));
    assert_eq!((finished.stdout.as_str(), finished.code), ("", Some(1)), "{line}");
}

#[tokio::test]
async fn invitation_is_printed_to_stdout() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    let finished = invite(&server).await;
    assert_eq!(finished.stdout, "test@mail\ttoken\t2019-01-01T00:00:00+00:00\n");
    assert_eq!((finished.stderr.as_str(), finished.code), ("", Some(0)));
    let [request] = &server.requests()[..] else { panic!("not exactly one request") };
    assert_eq!(request.line(), "POST /api/v1/organizations/ORG/invitations HTTP/1.1");
    assert_eq!(request.header("authorization"), ["ApiKey KEY"]);
    assert_eq!(request.body(), br#"{"emails":["test@mail"],"expires_in":"3d"}"#);
}

#[tokio::test]
async fn several_people_are_invited_at_once() {
    let first = bodies::one_invitation("");
    let first = first.trim_end_matches("]}");
    let second = first.replace("test@mail", "b@mail").replace(r#"{"invitations":["#, "");
    let server = Server::responding(TestResponse::json(201, format!("{first},{second}]}}"))).await;
    let settings = [("EC_API_KEY", KEY), ("EC_ENDPOINT", &server.url())];
    let finished = run(&settings, &[ORG, "test@mail", "b@mail"]).await;
    assert_eq!(
        finished.stdout,
        "test@mail\ttoken\t2019-01-04T00:00:00+00:00\nb@mail\ttoken\t2019-01-04T00:00:00+00:00\n"
    );
    assert_eq!(server.requests()[0].body(), br#"{"emails":["test@mail","b@mail"]}"#);
}

#[tokio::test]
async fn each_documented_error_is_a_line_on_standard_error() {
    for (status, code) in [
        (400, "organization.invitation_invalid_email"),
        (400, "organization.invitation_already_exists"),
        (400, "organization.user_organization_already_belongs"),
        (403, "root.invalid_authentication"),
        (404, "organization.not_found"),
        (404, "user.not_found"),
        (404, "organization.user_organization_does_not_belong"),
        (429, "organization.invitations_rate_limit_exceeded"),
    ] {
        let response =
            TestResponse::json(status, bodies::failed(code, "in words")).header("x-cloud-error-codes", code);
        check_error(response, &format!("error: {status} {code}: in words")).await;
    }
}

#[tokio::test]
async fn codes_are_separated_by_commas() {
    let response = TestResponse::json(404, bodies::failed("user.not_found", "in words"));
    let response = response.header("x-cloud-error-codes", "organization.not_found, new.code");
    check_error(response, "error: 404 organization.not_found,new.code,user.not_found: in words").await;
}

#[tokio::test]
async fn undocumented_status_is_printed() {
    check_error(
        TestResponse::json(401, bodies::failed("user.not_found", "in words")),
        "error: 401 user.not_found: in words",
    )
    .await;
    check_error(TestResponse::html(502, "<html>"), "error: 502: Bad Gateway").await;
}

#[tokio::test]
async fn undecodable_response_is_told_with_its_path() {
    let body = bodies::created_at("\"2019-01-01T00:00:00\"");
    let after = body.find("\"2019-01-01T00:00:00\"").map(|at| at + "\"2019-01-01T00:00:00\"".len());
    let line = format!(
        "error: 201: invalid value: string \"2019-01-01T00:00:00\", expected an RFC 3339 date-time with an offset, such as \
         `2020-01-31T12:00:00Z` or `2020-01-31T12:00:00+01:00` at `invitations[0].created_at` (byte {} of the body)",
        after.unwrap_or_default()
    );
    check_error(TestResponse::json(201, body), &line).await;
    let response = TestResponse::json(201, r#"{"invitations":null}"#);
    check_error(
        response,
        "error: 201: invalid type: null, expected a list at `invitations` (byte 19 of the body)",
    )
    .await;
}

#[tokio::test]
async fn missing_response_is_printed() {
    let url = Server::gone().await;
    let finished = run(&[("EC_API_KEY", KEY), ("EC_ENDPOINT", &url)], &[ORG, "test@mail"]).await;
    assert_eq!((finished.stdout.as_str(), finished.code), ("", Some(1)));
    assert_eq!(finished.stderr.lines().count(), 1, "{}", finished.stderr);
    assert!(finished.stderr.starts_with("error: "), "{}", finished.stderr);
    assert!(finished.stderr.contains("could not connect"), "{}", finished.stderr);
}

#[tokio::test]
async fn missing_key_is_named() {
    let finished = run(&[], &[ORG, "test@mail"]).await;
    assert_eq!(
        finished.stderr,
        "error: EC_API_KEY is not set; it holds the credential for the Elastic Cloud API\n"
    );
    assert_eq!((finished.stdout.as_str(), finished.code), ("", Some(1)));
}

#[tokio::test]
async fn wrong_arguments_bring_the_usage() {
    for arguments in [&[][..], &[ORG], &[ORG, "test@mail", "--expires-in"], &[ORG, "test@mail", "--unknown"]]
    {
        let finished = run(&[("EC_API_KEY", KEY)], arguments).await;
        assert_eq!(finished.code, Some(2), "{arguments:?}");
        assert!(finished.stderr.starts_with("usage: create_invitations "), "{}", finished.stderr);
    }
}

#[tokio::test]
async fn recorded_call_replays_without_a_server() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    let mut command = without_settings(example("recording"));
    command.envs([("EC_API_KEY", KEY), ("EC_ENDPOINT", &server.url())]).args([ORG, "test@mail"]);
    let finished = Finished::run(command).await;
    assert_eq!((finished.stderr.as_str(), finished.code), ("", Some(0)));
    assert_eq!(finished.stdout, "recorded 1 invitations, played back 1\n");
    assert_eq!(server.requests().len(), 1);
}
