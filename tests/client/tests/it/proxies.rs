//! Which requests go through a proxy: none with a credential that is meant for this machine.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::marker::PhantomData;

use client_tests::{Server, TestResponse, one_test};
use runtime::{
    Api, Decoding, DocumentedError, Environment, ErrorBody, ErrorKind, Method, Operation, RequestOptions,
    ResponseCase,
};
use runtime::{Placement, Route, SecurityScheme, Status, read_empty, reqwest};
use wire::{Client, ClientBuilder, Credential};

/// Set in the processes that a test below starts: the address of the server.
const IN_CHILD: &str = "CLIENT_TESTS_PROXIES";

fn with_key(url: &str) -> ClientBuilder<Client> {
    Client::builder().base_url(url).credential(Credential::key("k3y-for-loopback"))
}

fn proxied(proxy: &Server) -> reqwest::ClientBuilder {
    reqwest::Client::builder().proxy(reqwest::Proxy::all(proxy.url()).unwrap())
}

/// How many requests reach a server and a proxy.
async fn reached(builder: impl FnOnce(&Server, &Server) -> ClientBuilder<Client>) -> (usize, usize) {
    let server = Server::responding(TestResponse::status(204)).await;
    let proxy = Server::responding(TestResponse::status(204)).await;
    let client = builder(&server, &proxy).build().unwrap();
    if client.by_key().await.is_err() {
        client.open().await.unwrap();
    }
    (server.requests().len(), proxy.requests().len())
}

#[tokio::test]
async fn key_for_loopback_bypasses_builders_proxy() {
    let own = |server: &Server, proxy: &Server| with_key(&server.url()).http_client(proxied(proxy));
    assert_eq!(reached(own).await, (1, 0));
    let plain = |server: &Server, proxy: &Server| own(server, proxy).allow_plain_http();
    assert_eq!(reached(plain).await, (1, 0));
}

#[tokio::test]
async fn builders_proxy_is_used_without_a_key() {
    let open = |server: &Server, proxy: &Server| {
        Client::builder().base_url(server.url()).http_client(proxied(proxy))
    };
    assert_eq!(reached(open).await, (0, 1));
}

/// An API elsewhere with an operation on a server of its own.
fn with_own_server(url: String) -> (&'static Api, &'static Operation<(), NoError>) {
    let api = Api {
        title: "Two servers",
        server: Some("https://api.example.com"),
        user_agent: "two/1",
        security_schemes: &[SecurityScheme { name: "key", placement: Placement::Header("x-key") }],
        environment: Environment { endpoint: &[], timeout: &[], credentials: &[] },
        errors: ErrorBody { code_header: None, codes: &[], messages: &[] },
        decoding: Decoding { begin: |_| {}, end: || {} },
    };
    let operation = Operation {
        route: Route {
            id: "own",
            method: Method::GET,
            path: "/own",
            server: Some(Box::leak(url.into_boxed_str())),
            content_type: None,
            accept: "*/*",
            security: &[&["key"]],
        },
        responses: &[ResponseCase::Buffered(Status::Code(204), read_empty)],
        errors: PhantomData,
    };
    (Box::leak(Box::new(api)), Box::leak(Box::new(operation)))
}

#[derive(Debug)]
enum NoError {}

impl DocumentedError for NoError {
    type Code = String;
    type Headers = ();
    const RESPONSES: &'static [ResponseCase<Self>] = &[];
}

/// The client of the API elsewhere may go through a proxy.
#[tokio::test]
async fn key_for_an_operations_loopback_server_is_not_sent() {
    let server = Server::responding(TestResponse::status(204)).await;
    let (api, operation) = with_own_server(server.url());
    let key = || runtime::Credential { scheme: "key", secret: "k3y".to_owned().into() };
    let builder = || ClientBuilder::<runtime::Client>::new(api);
    let client = builder().credential(key()).build().unwrap();
    let error = client.call(operation).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0), "{error}");
    assert!(error.to_string().contains("`base_url`"), "{error}");
    assert_eq!(server.connections().await, 0);
    let settings = RequestOptions::new().unauthenticated();
    client.with_options(settings).call(operation).send().await.unwrap();
    let client = builder().credential(key()).base_url(server.url()).build().unwrap();
    client.call(operation).send().await.unwrap();
    let keys: Vec<_> = server.requests().iter().map(|request| request.header("x-key")).collect();
    assert_eq!(keys, [vec![], vec!["k3y".to_owned()]]);
}

/// What the process of the test below does.
#[tokio::test]
async fn process_with_a_proxy_in_its_environment() {
    if let Ok(url) = std::env::var(IN_CHILD) {
        with_key(&url).http_client(reqwest::Client::builder()).build().unwrap().by_key().await.unwrap();
    }
}

#[tokio::test]
async fn key_for_loopback_bypasses_environments_proxy() {
    let server = Server::responding(TestResponse::status(204)).await;
    let proxy = Server::responding(TestResponse::status(204)).await;
    let mut command = one_test("proxies::process_with_a_proxy_in_its_environment");
    command.env(IN_CHILD, server.url()).env("HTTP_PROXY", proxy.url()).env("ALL_PROXY", proxy.url());
    let finished = client_tests::Finished::run(command).await;
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert_eq!((server.requests().len(), proxy.requests().len()), (1, 0));
}
