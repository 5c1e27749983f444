//! Servers.

use std::marker::PhantomData;

use client_tests::{Server, TestResponse};
use runtime::{
    Api, ClientBuilder, Decoding, DocumentedError, Environment, ErrorBody, Method, Operation, ResponseCase,
    Route, Status, read_empty,
};
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

/// a server of a path or an operation | used unless a base URL is set | `https://other.wire.example`
#[tokio::test]
async fn server_of_a_path_item_is_used() {
    let server = Server::responding(TestResponse::status(204)).await;
    super::client(&server).elsewhere().await.unwrap();
    assert_eq!(server.requests()[0].line(), "GET /v1/elsewhere HTTP/1.1", "a base URL goes before");
    let source = include_str!("../../../../../generated-client/wire/src/security.rs");
    assert!(source.contains("server: Some(\"https://other.wire.example\")"));
}

fn api(server: Option<&'static str>) -> &'static Api {
    Box::leak(Box::new(Api {
        title: "Nowhere",
        server,
        user_agent: "x",
        security_schemes: &[],
        environment: Environment { endpoint: &[], timeout: &[], credentials: &[] },
        errors: ErrorBody { code_header: None, codes: &[], messages: &[] },
        decoding: Decoding::default(),
    }))
}

fn builder(server: Option<&'static str>) -> ClientBuilder<Client> {
    ClientBuilder::new(api(server))
}

#[derive(Debug)]
enum NoError {}

impl DocumentedError for NoError {
    type Code = String;
    type Headers = ();
    const RESPONSES: &'static [ResponseCase<Self>] = &[];
}

static FILES: Operation<(), NoError> = Operation {
    route: Route {
        id: "files",
        method: Method::GET,
        path: "/a",
        server: Some("/files"),
        content_type: None,
        accept: "*/*",
        security: &[],
    },
    responses: &[ResponseCase::Buffered(Status::Code(204), read_empty)],
    errors: PhantomData,
};

/// a relative server of an operation | on the origin of the base URL, unless that has a path | `http://127.0.0.1:8080/files`
#[tokio::test]
async fn path_of_an_operation() {
    let server = Server::responding(TestResponse::status(204)).await;
    for base in [server.url(), format!("{}/other", server.url())] {
        let client =
            ClientBuilder::<runtime::Client>::new(api(Some("/api/v1"))).base_url(base).build().unwrap();
        client.call(&FILES).send().await.unwrap();
    }
    let lines: Vec<_> = server.requests().iter().map(client_tests::Request::line).collect();
    assert_eq!(lines, ["GET /files/a HTTP/1.1", "GET /other/a HTTP/1.1"]);
}

/// none, or a relative one | `base_url` is required; the error says so | `BuildError::NoServer`
#[tokio::test]
async fn relative() {
    for server in [None, Some("/api/v1")] {
        let error = builder(server).build().unwrap_err();
        assert!(error.to_string().contains("base_url"), "{error}");
    }
}

/// a path, with a base URL that is an origin | `base_url("http://127.0.0.1:8080")` | `http://127.0.0.1:8080/api/v1`
#[tokio::test]
async fn path_is_kept() {
    let base = |server, url: &str| builder(server).base_url(url).build().unwrap().base_url().to_owned();
    for server in [Some("/api/v1"), Some("http://localhost:9/api/v1"), Some("https://a.example/api/v1")] {
        assert_eq!(base(server, "http://127.0.0.1:8080"), "http://127.0.0.1:8080/api/v1");
        assert_eq!(base(server, "http://127.0.0.1:8080/"), "http://127.0.0.1:8080/api/v1");
        assert_eq!(base(server, "http://127.0.0.1:8080/other/"), "http://127.0.0.1:8080/other");
    }
    assert_eq!(base(None, "http://127.0.0.1:8080"), "http://127.0.0.1:8080");
    let server = Server::responding(TestResponse::status(204)).await;
    builder(Some("/api/v1")).base_url(server.url()).build().unwrap().elsewhere().await.unwrap();
    assert_eq!(server.requests()[0].line(), "GET /api/v1/elsewhere HTTP/1.1");
}

/// a path, with a whole base URL | `base_url("http://127.0.0.1/other")`, `exact_base_url("http://127.0.0.1:8080")` | `http://127.0.0.1/other`, `http://127.0.0.1:8080`
#[tokio::test]
async fn exact_base() {
    let exact = builder(Some("/api/v1")).exact_base_url("http://127.0.0.1:8080").build().unwrap();
    assert_eq!(exact.base_url(), "http://127.0.0.1:8080");
}

/// plain http on loopback | a default like any other | `http://localhost:11434`
#[tokio::test]
async fn loopback() {
    let client = builder(Some("http://localhost:11434/v1")).build().unwrap();
    assert_eq!(client.base_url(), "http://localhost:11434/v1");
}
