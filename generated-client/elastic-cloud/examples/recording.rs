//! Records calls once and plays them back without a network, for tests.
//!
//! ```console
//! $ EC_API_KEY=... cargo run -p elastic-cloud --example recording -- ORGANIZATION_ID EMAIL
//! ```
//!
//! Invites somebody through a layer that keeps what was asked and what came back, and then makes the same call of a client that
//! has nothing but that tape. What the tape keeps has no key: headers that are marked sensitive are left out.

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use elastic_cloud::models::OrganizationInvitationRequest;
use elastic_cloud::runtime::{
    Body, CallInfo, RawResponse, Transport, TransportError, TransportFuture, TransportPhase, http,
};
use elastic_cloud::{Client, Credential};

/// A request in words, and what came back.
type Exchange = (String, RawResponse);

/// The recorded exchanges, shared by the recorder and the player.
#[derive(Clone, Default)]
struct Tape(Arc<Mutex<Vec<Exchange>>>);

impl Tape {
    fn keep(&self, asked: String, reply: RawResponse) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((asked, reply));
    }

    fn find(&self, asked: &str) -> Option<RawResponse> {
        let tape = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tape.iter().find(|(known, _)| known == asked).map(|(_, reply)| reply.clone())
    }
}

/// Method, path, query, headers and body of a request. The origin is left out: a tape is good for any.
fn in_words(request: &http::Request<Body>) -> String {
    let uri = request.uri();
    let mut text = format!("{} {}?{}", request.method(), uri.path(), uri.query().unwrap_or_default());
    for (name, value) in request.headers().iter().filter(|(_, value)| !value.is_sensitive()) {
        text.push_str(&format!("\n{name}: {value:?}"));
    }
    let body = request.body().as_bytes().map(AsRef::as_ref).unwrap_or_default();
    text + "\n\n" + &String::from_utf8_lossy(body)
}

/// Keeps what goes through it.
struct Recording<T>(T, Tape);

impl<T: Transport> Transport for Recording<T> {
    fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a> {
        Box::pin(async move {
            let asked = in_words(&request);
            let response = self.0.send(request, call).await?;
            let (http::response::Parts { status, headers, .. }, body) = response.into_parts();
            let body = body.collect().await?;
            let reply = RawResponse { status, headers, body };
            self.1.keep(asked, reply.clone());
            Ok(reply.into())
        })
    }
}

/// Gives back what was recorded.
struct Playback(Tape);

impl Transport for Playback {
    fn send<'a>(&'a self, request: http::Request<Body>, call: &'a CallInfo) -> TransportFuture<'a> {
        Box::pin(async move {
            let reply = self.0.find(&in_words(&request)).ok_or_else(|| TransportError {
                phase: TransportPhase::Connect,
                is_timeout: false,
                source: format!("`{}` was not recorded with these arguments", call.operation).into(),
            })?;
            Ok(reply.into())
        })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [organization_id, email] = arguments.as_slice() else {
        return Err("usage: recording ORGANIZATION_ID EMAIL".into());
    };
    let request = OrganizationInvitationRequest::new(vec![email.clone()]);

    let tape = Tape::default();
    let recorder = tape.clone();
    let client = Client::builder_from_env()?.layer(|inner| Recording(inner, recorder)).build()?;
    let recorded = client.create_organization_invitations(organization_id, &request).await?;

    let client =
        Client::builder().credential(Credential::api_key("none")).transport(Playback(tape)).build()?;
    let played = client.create_organization_invitations(organization_id, &request).await?;
    println!(
        "recorded {} invitations, played back {}",
        recorded.body().invitations.len(),
        played.body().invitations.len()
    );
    Ok(())
}
