//! `Client::from_env`, in processes that have the environment of the test.

use std::process::Command;

use client_tests::calls::{KEY, invite_with};
use client_tests::{Finished, Server, TestResponse, bodies, one_test};
use elastic_cloud::Client;
use runtime::{Api, ClientBuilder, Decoding, Environment, ErrorBody, Placement, SecurityScheme};

/// Set in the processes that [`child`] starts.
const IN_CHILD: &str = "CLIENT_TESTS_IN_CHILD";

/// What a process does: makes a client as its environment says, and says what came of it.
#[tokio::test]
async fn process_with_settings_prints_its_client() {
    if std::env::var_os(IN_CHILD).is_none() {
        return;
    }
    let client = match Client::from_env() {
        Ok(client) => client,
        Err(error) => return println!("\nrefused: {error}"),
    };
    println!("\nbase url: {}", client.base_url());
    if std::env::var_os("EC_ENDPOINT").is_some_and(|url| url.to_string_lossy().starts_with("http://")) {
        match invite_with(&client).await {
            Ok(response) => println!("invited: {}", response.body().invitations.len()),
            Err(error) => println!("failed: {error}"),
        }
    }
}

/// This test program again, for the one test above, with these variables alone.
fn child(variables: &[(&str, &str)]) -> Command {
    let mut command = one_test("environment::process_with_settings_prints_its_client");
    command.env(IN_CHILD, "yes").envs(variables.iter().copied());
    command
}

/// What the process said, a line each.
async fn said(command: Command) -> Vec<String> {
    let finished = Finished::run(command).await;
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let ours = |line: &&str| {
        ["refused: ", "base url: ", "invited: ", "failed: "].iter().any(|begin| line.starts_with(begin))
    };
    finished.stdout.lines().filter(ours).map(str::to_owned).collect()
}

async fn check(variables: &[(&str, &str)], expected: &str) {
    assert_eq!(said(child(variables)).await, [expected], "{variables:?}");
}

#[tokio::test]
async fn missing_key_is_named() {
    let refused = "refused: EC_API_KEY is not set; it holds the credential for the Elastic Cloud API";
    check(&[], refused).await;
    check(&[("EC_API_KEY", "")], refused).await;
    check(&[("EC_API_KEY", "  ")], refused).await;
    check(&[("EC_ENDPOINT", "https://example.com")], refused).await;
}

#[tokio::test]
async fn key_alone_uses_documented_server() {
    check(&[("EC_API_KEY", KEY)], "base url: https://api.elastic-cloud.com/api/v1").await;
}

#[tokio::test]
async fn endpoint_without_path_gets_documented_path() {
    for (endpoint, base) in [
        ("https://example.com", "https://example.com/api/v1"),
        ("https://example.com/", "https://example.com/api/v1"),
        ("https://example.com:9243", "https://example.com:9243/api/v1"),
        (" https://example.com\n", "https://example.com/api/v1"),
    ] {
        check(&[("EC_API_KEY", KEY), ("EC_ENDPOINT", endpoint)], &format!("base url: {base}")).await;
    }
}

#[tokio::test]
async fn endpoint_with_a_path_is_the_whole_base() {
    for (endpoint, base) in [
        ("https://example.com/api/v1", "https://example.com/api/v1"),
        ("https://example.com/api/v1/", "https://example.com/api/v1"),
        ("https://example.com/proxy/elastic", "https://example.com/proxy/elastic"),
    ] {
        check(&[("EC_API_KEY", KEY), ("EC_ENDPOINT", endpoint)], &format!("base url: {base}")).await;
    }
}

#[tokio::test]
async fn host_is_used_without_an_endpoint() {
    let [endpoint, host] = [("EC_ENDPOINT", "https://endpoint.example"), ("EC_HOST", "https://host.example")];
    let key = ("EC_API_KEY", KEY);
    check(&[key, host], "base url: https://host.example/api/v1").await;
    check(&[key, host, endpoint], "base url: https://endpoint.example/api/v1").await;
    check(&[key, host, ("EC_ENDPOINT", "")], "base url: https://host.example/api/v1").await;
}

#[tokio::test]
async fn endpoint_that_is_not_a_base_url_is_rejected() {
    for (endpoint, reason) in [
        ("api.example.com", "cannot be read (relative URL without a base)"),
        ("ftp://example.com", "has the scheme `ftp`"),
        ("https://example.com/?x=1", "has a query or a fragment"),
        ("https://user:word@example.com", "has a user name or a password in it"),
    ] {
        let refused = format!("refused: the base URL {reason}; write it like `https://api.example.com/v1`");
        check(&[("EC_API_KEY", KEY), ("EC_ENDPOINT", endpoint)], &refused).await;
    }
}

#[tokio::test]
async fn key_of_environment_is_sent_trimmed() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    let url = server.url();
    let said = said(child(&[("EC_API_KEY", " from-env\n"), ("EC_ENDPOINT", &url)])).await;
    assert_eq!(said, [format!("base url: {url}/api/v1"), "invited: 1".to_owned()]);
    assert_eq!(server.requests()[0].header("authorization"), ["ApiKey from-env"]);
    assert_eq!(server.requests()[0].line(), "POST /api/v1/organizations/ORG/invitations HTTP/1.1");
}

/// What a process does that has a password in its environment.
#[tokio::test]
async fn process_with_a_password() {
    static API: Api = Api {
        title: "Passwords",
        server: None,
        user_agent: "passwords/1",
        security_schemes: &[SecurityScheme { name: "basic", placement: Placement::Basic }],
        environment: Environment {
            endpoint: &["BASIC_ENDPOINT"],
            timeout: &[],
            credentials: &[("basic", &["BASIC_LOGIN"])],
        },
        errors: ErrorBody { code_header: None, codes: &[], messages: &[] },
        decoding: Decoding { begin: |_| {}, end: || {} },
    };
    if std::env::var_os("BASIC_LOGIN").is_some() {
        ClientBuilder::<wire::Client>::from_env(&API).unwrap().build().unwrap().by_basic().await.unwrap();
    }
}

#[tokio::test]
async fn password_of_the_environment_keeps_its_blank() {
    let server = Server::responding(TestResponse::status(204)).await;
    let mut command = one_test("environment::process_with_a_password");
    command.env("BASIC_LOGIN", "user:pass \n").env("BASIC_ENDPOINT", server.url());
    let finished = Finished::run(command).await;
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert_eq!(server.requests()[0].header("authorization"), ["Basic dXNlcjpwYXNzIA=="]);
}

#[tokio::test]
async fn own_base_url_precedes_operation_path() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    let url = format!("{}/proxy/", server.url());
    said(child(&[("EC_API_KEY", KEY), ("EC_ENDPOINT", &url)])).await;
    assert_eq!(server.requests()[0].line(), "POST /proxy/organizations/ORG/invitations HTTP/1.1");
}

#[tokio::test]
async fn timeout_is_read() {
    let server = Server::responding(TestResponse::never()).await;
    let url = server.url();
    for timeout in ["150ms", "0s 150ms"] {
        let said = said(child(&[("EC_API_KEY", KEY), ("EC_ENDPOINT", &url), ("EC_TIMEOUT", timeout)])).await;
        let failed = "failed: create-organization-invitations: timed out while waiting for the response";
        assert!(said[1].starts_with(failed), "{said:?}");
    }
}

#[tokio::test]
async fn timeout_that_is_not_a_duration_is_named() {
    for timeout in ["soon", "-1", "1 parsec", "99999999999999999999"] {
        let refused = format!("refused: EC_TIMEOUT is `{timeout}`, which is not a duration such as `30s`");
        check(&[("EC_API_KEY", KEY), ("EC_TIMEOUT", timeout)], &refused).await;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn variable_that_is_not_unicode_is_named_only() {
    use std::os::unix::ffi::OsStrExt;
    let mut command = child(&[]);
    command.env("EC_API_KEY", std::ffi::OsStr::from_bytes(b"k\xffy"));
    assert_eq!(said(command).await, ["refused: EC_API_KEY is not valid Unicode"]);
}

#[tokio::test]
async fn proxy_never_gets_key_for_loopback() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    let proxy = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    let (url, proxy_url) = (server.url(), proxy.url());
    said(child(&[("EC_API_KEY", KEY), ("EC_ENDPOINT", &url), ("HTTP_PROXY", &proxy_url)])).await;
    // A key may go to loopback over plain HTTP because it does not leave the machine; to a proxy it would.
    assert_eq!((server.requests().len(), proxy.requests().len()), (1, 0));
}
