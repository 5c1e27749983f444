//! Clients for a server, and calls of the API with them.

use std::time::Duration;

use elastic_cloud::models::{OrganizationInvitationRequest, OrganizationInvitations};
use elastic_cloud::organizations::CreateOrganizationInvitationsError;
use elastic_cloud::{Client, ClientBuilder, Credential, Error, Response, RetryPolicy};

use crate::response::TestResponse;
use crate::server::Server;

/// The organization that invites.
pub const ORG: &str = "ORG";
/// The API key, where it does not matter which.
pub const KEY: &str = "KEY";

/// Time that a call may take in any test but those of timeouts: a test that hangs must fail.
const PATIENCE: Duration = Duration::from_secs(10);

/// What inviting fails with.
pub type InviteError = Error<CreateOrganizationInvitationsError>;
/// What inviting comes to.
pub type Invited = Result<Response<OrganizationInvitations>, InviteError>;

/// Settings of a client that has a key, calls a base URL, and calls it once: retries are tests of their own.
pub fn builder_for(base_url: impl Into<String>) -> ClientBuilder<Client> {
    let builder = Client::builder().base_url(base_url).credential(Credential::api_key(KEY));
    builder.timeout(PATIENCE).retry(RetryPolicy::never())
}

/// Settings of a client that has a key and calls a server.
pub fn builder(server: &Server) -> ClientBuilder<Client> {
    builder_for(server.url())
}

/// A client that has a key and calls a server.
#[expect(clippy::expect_used, reason = "a loopback URL and a key of letters make a client")]
pub fn client(server: &Server) -> Client {
    builder(server).build().expect("settings that make a client")
}

/// A client of the API of `spec/wire`, without credentials.
#[expect(clippy::expect_used, reason = "a loopback URL makes a client")]
pub fn wire(server: &Server) -> wire::Client {
    wire::Client::builder().base_url(server.url()).build().expect("settings that make a client")
}

/// The default policy with short delays.
pub fn quick() -> RetryPolicy {
    RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(10))
}

/// The request of other clients' tests.
pub fn request() -> OrganizationInvitationRequest {
    OrganizationInvitationRequest::new(vec!["test@mail".to_owned()]).with_expires_in("3d")
}

/// Invites one person.
pub async fn invite(server: &Server) -> Invited {
    invite_with(&client(server)).await
}

/// Invites one person, with a client of the test's own.
pub async fn invite_with(client: &Client) -> Invited {
    client.create_organization_invitations(ORG, &request()).await
}

/// Invites one person, which must fail with this response.
#[expect(clippy::expect_used, reason = "the caller's test is about the failure")]
pub async fn failed(response: TestResponse) -> InviteError {
    invite(&Server::responding(response).await).await.expect_err("a call that fails")
}
