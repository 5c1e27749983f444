//! Which requests go through a proxy: none with a credential that is meant for this machine.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use client_tests::{Reply, Server, without_settings};
use wire::runtime::reqwest;
use wire::{Client, ClientBuilder, Credential};

/// Set in the processes that [`in_child`] starts: the address of the server.
const IN_CHILD: &str = "CLIENT_TESTS_PROXIES";

fn with_key(url: &str) -> ClientBuilder<Client> {
    Client::builder().base_url(url).credential(Credential::key("k3y-for-loopback"))
}

fn proxied(proxy: &Server) -> reqwest::ClientBuilder {
    reqwest::Client::builder().proxy(reqwest::Proxy::all(proxy.url()).unwrap())
}

/// How many requests reach a server and a proxy.
async fn reached(builder: impl FnOnce(&Server, &Server) -> ClientBuilder<Client>) -> (usize, usize) {
    let server = Server::replying(Reply::status(204)).await;
    let proxy = Server::replying(Reply::status(204)).await;
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
}

#[tokio::test]
async fn builders_proxy_is_used_without_a_key() {
    let open = |server: &Server, proxy: &Server| {
        Client::builder().base_url(server.url()).http_client(proxied(proxy))
    };
    assert_eq!(reached(open).await, (0, 1));
}

#[tokio::test]
async fn builders_proxy_is_used_if_plain_http_is_allowed() {
    let meant = |server: &Server, proxy: &Server| {
        with_key(&server.url()).http_client(proxied(proxy)).allow_plain_http()
    };
    assert_eq!(reached(meant).await, (0, 1));
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
    let server = Server::replying(Reply::status(204)).await;
    let proxy = Server::replying(Reply::status(204)).await;
    let mut command = without_settings(std::env::current_exe().unwrap());
    command.args(["--exact", "process_with_a_proxy_in_its_environment"]);
    command.env(IN_CHILD, server.url()).env("HTTP_PROXY", proxy.url()).env("ALL_PROXY", proxy.url());
    let finished = client_tests::Finished::run(command).await;
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert_eq!((server.requests().len(), proxy.requests().len()), (1, 0));
}
