//! Calls of the client of `spec/elastic-cloud`.

use elastic_cloud::{Client, Credential};

use crate::protocol::calls::calls;

calls! {
    Client;
    accept_organization_invitation(invitation_token: text);
    add_role_assignments(user_id: text, body: json);
    create_organization_invitations(organization_id: text, body: json);
    delete_organization_invitations(organization_id: text, invitation_tokens: list);
    delete_organization_memberships(organization_id: text, user_ids: list, options: options {
        elastic_cloud::organizations::DeleteOrganizationMembershipsOptions: force
    });
    get_organization(organization_id: text);
    get_organization_invitation(invitation_token: text);
    list_organization_invitations(organization_id: text);
    list_organization_members(organization_id: text);
    list_organizations();
    remove_role_assignments(user_id: text, body: json);
    update_organization(organization_id: text, body: json);
}

/// The credential of a scheme.
pub(crate) fn credential(scheme: &str, secret: &str) -> Option<Credential> {
    (scheme == "ApiKey").then(|| Credential::api_key(secret.to_owned()))
}
