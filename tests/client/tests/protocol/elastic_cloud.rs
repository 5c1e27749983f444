//! Calls of the client of `spec/elastic-cloud`.

use elastic_cloud::{Client, Credential};

use crate::calls::calls;

calls! {
    Client;
    create_organization_invitations(organization_id: text, body: json);
}

/// The credential of a scheme.
pub(crate) fn credential(scheme: &str, secret: &str) -> Option<Credential> {
    (scheme == "ApiKey").then(|| Credential::api_key(secret.to_owned()))
}
