//! Servers.

use client_tests::{Reply, Server};
use wire::runtime::{Api, Environment, ErrorBody};
use wire::{Client, Servers};

/// the default, with its variables' defaults | `Client::builder()` | `https://eu.wire.example/v1`
#[tokio::test]
async fn default() {
    assert_eq!(Client::builder().build().unwrap().base_url(), "https://eu.wire.example/v1");
}

/// variables, several servers | `Servers::in_a_region(Some("us"))`, `Servers::for_tests()` | `https://us.wire.example/v1`
#[tokio::test]
async fn variables() {
    assert_eq!(Servers::in_a_region(Some("us")), "https://us.wire.example/v1");
    assert_eq!(Servers::in_a_region(None), "https://eu.wire.example/v1");
    let client = Client::builder().base_url(Servers::for_tests()).build().unwrap();
    assert_eq!(client.base_url(), "https://test.wire.example/v1");
}

/// a server of a path or an operation | used unless a base URL is given | `https://other.wire.example`
#[tokio::test]
async fn of_a_path() {
    let server = Server::replying(Reply::status(204)).await;
    super::client(&server).elsewhere().await.unwrap();
    assert_eq!(server.requests()[0].line(), "GET /v1/elsewhere HTTP/1.1", "a base URL goes before");
    let source = include_str!("../../../../generated-client/wire/src/security.rs");
    assert!(source.contains("server: Some(\"https://other.wire.example\")"));
}

/// none, or a relative one | `base_url` has to be given, and the error says so | `BuildError::NoServer`
#[tokio::test]
async fn relative() {
    static API: Api = Api {
        title: "Nowhere",
        server: None,
        user_agent: "x",
        security_schemes: &[],
        environment: Environment { endpoint: &[], timeout: &[], credentials: &[] },
        errors: ErrorBody { code_header: None, codes: &[], messages: &[] },
    };
    let error = wire::ClientBuilder::<Client>::new(&API).build().unwrap_err();
    assert!(error.to_string().contains("base_url"), "{error}");
}
