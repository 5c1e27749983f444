//! A call through the generated client beside the same call written by hand with reqwest: `cargo bench -p client-bench --bench call`.
//!
//! `without_socket` is the processor's part: making the request, reading the response. `with_socket` goes to a server on
//! loopback that keeps connections open. Both sides of a pair run in one process, so compare them and nothing else.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to say")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

use client_bench::{REPLY, is_whole, request, response};
use divan::{AllocProfiler, Bencher};
use elastic_cloud::models::{OrganizationInvitationRequest, OrganizationInvitations};
use elastic_cloud::{Client, Credential};
use runtime::{Body, CallInfo, Transport, TransportFuture};
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn canned<B: From<&'static str>>() -> http::Response<B> {
    let response = http::Response::builder().status(201).header("content-type", "application/json");
    response.body(REPLY.into()).unwrap()
}

/// Answers without a network.
struct Canned;

impl Transport for Canned {
    fn send<'a>(&'a self, _: http::Request<Body>, _: &'a CallInfo) -> TransportFuture<'a> {
        Box::pin(async { Ok(canned()) })
    }
}

/// What a person would write for this one call.
fn by_hand(http: &reqwest::Client, base: &str, request: &OrganizationInvitationRequest) -> reqwest::Request {
    let mut key = reqwest::header::HeaderValue::from_static("ApiKey key");
    key.set_sensitive(true);
    http.post(format!("{base}/organizations/testorg/invitations"))
        .header(reqwest::header::AUTHORIZATION, key)
        .header(reqwest::header::ACCEPT, "application/json")
        .json(request)
        .build()
        .unwrap()
}

async fn read(response: reqwest::Response) -> OrganizationInvitations {
    assert_eq!(response.status(), 201);
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

fn on_one_thread() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

mod without_socket {
    use super::*;

    #[divan::bench]
    fn client(bencher: Bencher) {
        let (tokio, request) = (on_one_thread(), request());
        let client =
            Client::builder().credential(Credential::api_key("key")).transport(Canned).build().unwrap();
        bencher.bench_local(|| {
            tokio.block_on(client.create_organization_invitations("testorg", &request)).unwrap().into_body()
        });
    }

    #[divan::bench]
    fn by_hand(bencher: Bencher) {
        let (tokio, request, http) = (on_one_thread(), request(), reqwest::Client::new());
        bencher.bench_local(|| {
            divan::black_box(super::by_hand(&http, "https://api.elastic-cloud.com/api/v1", &request));
            tokio.block_on(read(canned::<reqwest::Body>().into()))
        });
    }
}

mod with_socket {
    use super::*;

    #[divan::bench]
    fn client(bencher: Bencher) {
        let (tokio, request, server) = (on_one_thread(), request(), serve());
        let client =
            Client::builder().credential(Credential::api_key("key")).base_url(format!("http://{server}"));
        let client = client.build().unwrap();
        bencher.bench_local(|| {
            tokio.block_on(client.create_organization_invitations("testorg", &request)).unwrap().into_body()
        });
    }

    #[divan::bench]
    fn by_hand(bencher: Bencher) {
        let (tokio, request, server) = (on_one_thread(), request(), serve());
        let http = reqwest::Client::builder().timeout(std::time::Duration::from_secs(60)).build().unwrap();
        let base = format!("http://{server}/api/v1");
        bencher.bench_local(|| {
            tokio.block_on(async {
                read(http.execute(super::by_hand(&http, &base, &request)).await.unwrap()).await
            })
        });
    }
}

/// A server that keeps connections open and says the same to everybody.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            std::thread::spawn(move || answer(connection));
        }
    });
    address
}

fn answer(mut connection: TcpStream) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let response = response();
    let mut received = Vec::new();
    let mut buffer = [0_u8; 4096];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        received.extend(buffer.iter().take(count));
        if is_whole(&received) {
            received.clear();
            connection.write_all(response.as_bytes())?;
        }
    }
}
