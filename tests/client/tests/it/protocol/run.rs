//! Runs a case: a server with its responses, a client, a call.

use std::collections::BTreeMap;
use std::time::Duration;

use client_tests::{Request, Server, TestResponse};
use runtime::{ClientBuilder, Credential, RetryPolicy};

use crate::protocol::arguments::Arguments;
use crate::protocol::case::{Case, Common, Received};
use crate::protocol::outcome::Outcome;
use crate::protocol::{elastic_cloud, wire};

/// Time that a case may take: one that hangs must fail.
const PATIENCE: Duration = Duration::from_secs(10);

/// The lines of an API's methods.
type Lines = &'static [(&'static str, &'static str)];
/// The APIs that have calls.
pub(crate) const APIS: &[(&str, Lines)] = &[("elastic-cloud", elastic_cloud::LINES), ("wire", wire::LINES)];

/// What came of a case.
pub(crate) struct Ran {
    pub(crate) outcome: Outcome,
    pub(crate) requests: Vec<Request>,
    /// How many connections were made.
    pub(crate) connections: usize,
    /// The server, as the header `host` names it.
    pub(crate) host: String,
}

/// Calls the method of a case, with responses that may be others than its own.
pub(crate) async fn run(common: &Common, case: &Case, responses: &[Received]) -> Result<Ran, String> {
    let scripted = responses.iter().map(response).collect::<Result<Vec<_>, _>>()?;
    let server = Server::scripted(scripted).await;
    let credentials = case.credentials.as_ref().unwrap_or(&common.credentials);
    let mut arguments = Arguments(case.arguments.clone());
    let method = case.method();
    // A line an API. Its client is set up by `settle`, whichever it is.
    let outcome = match common.api.as_str() {
        "elastic-cloud" => {
            let builder = ::elastic_cloud::Client::builder();
            let client = settle(builder, &server, case, credentials, elastic_cloud::credential)?;
            Box::pin(elastic_cloud::call(&client, &method, &mut arguments)).await
        }
        "wire" => {
            let client = settle(::wire::Client::builder(), &server, case, credentials, wire::credential)?;
            Box::pin(wire::call(&client, &method, &mut arguments)).await
        }
        other => {
            Err(format!("there are no calls of `{other}`: add it to tests/client/tests/it/protocol/run.rs"))
        }
    }?;
    arguments.finish(&method)?;
    let connections = if case.unsent.is_some() { server.connections().await } else { 0 };
    let host = server.url().trim_start_matches("http://").to_owned();
    Ok(Ran { outcome, requests: server.requests(), connections, host })
}

/// The client of a case. This is the only place in which one is set up.
fn settle<C, K>(
    builder: ClientBuilder<C>,
    server: &Server,
    case: &Case,
    credentials: &BTreeMap<String, String>,
    credential: fn(&str, &str) -> Option<K>,
) -> Result<C, String>
where
    C: From<runtime::Client>,
    K: Into<Credential>,
{
    let mut builder = builder.base_url(server.url()).timeout(PATIENCE).retry(RetryPolicy::never());
    if let Some(max_response_bytes) = case.max_response_bytes {
        builder = builder.max_response_bytes(max_response_bytes);
    }
    for (scheme, secret) in credentials {
        let credential = credential(scheme, secret);
        builder = builder.credential(credential.ok_or_else(|| format!("there is no credential `{scheme}`"))?);
    }
    builder.build().map_err(|error| error.to_string())
}

/// A response, as the server gives it.
fn response(received: &Received) -> Result<TestResponse, String> {
    let mut response = TestResponse::status(received.status);
    for (name, values) in &received.headers {
        response = values.all().iter().fold(response, |response, value| response.header(name, value));
    }
    if let Some(body) = &received.body {
        if let Some(media_type) = &body.media_type {
            response = response.header("content-type", media_type);
        }
        response = response.body(body.bytes()?);
    }
    Ok(match received.cut_after {
        Some(bytes) => response.cut_after(bytes),
        None => response,
    })
}
