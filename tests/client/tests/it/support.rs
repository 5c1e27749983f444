//! The table of what is supported: each row is a test against raw bytes, in the direction that the row is about.
//!
//! The doc comment of a test is its row: `/// construct | in Rust | on the wire`. `table` writes the rows of all files to `docs/supported.md`
//! and fails if they were out of date, so that the page lists exactly what is tested.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

mod bodies;
mod errors;
mod headers;
mod pages;
mod parameters;
mod responses;
mod schemas;
mod security;
mod servers;
mod table;
mod unions;

use client_tests::calls::wire as client;
use client_tests::{Request, Server, TestResponse};
use wire::Client;

/// What a server gets when nothing comes back.
async fn sent<F: Future<Output = ()>>(call: impl FnOnce(Client) -> F) -> Request {
    let server = Server::responding(TestResponse::status(204)).await;
    call(client(&server)).await;
    server.requests().remove(0)
}

/// A client whose server has one response.
async fn served(response: TestResponse) -> (Server, Client) {
    let server = Server::responding(response).await;
    let client = client(&server);
    (server, client)
}
