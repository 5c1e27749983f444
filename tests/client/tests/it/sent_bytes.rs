//! What is sent, to the byte. Only the port of the `host` header differs from run to run.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper fails the test that calls it")]

use client_tests::calls::{ORG, client};
use client_tests::{Server, TestResponse, bodies};
use elastic_cloud::models::{
    DeploymentRoleAssignment, OrganizationInvitationRequest, OrganizationRoleAssignment,
    PlatformRoleAssignment, ProjectRoleAssignment, ProjectRoleAssignments, RoleAssignments,
};

/// The one request that a call makes, with `PORT` for the port.
async fn sent(request: &OrganizationInvitationRequest) -> String {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    client(&server).create_organization_invitations(ORG, request).await.unwrap();
    let [request] = &server.requests()[..] else { panic!("not exactly one request") };
    request.text().replace(&format!(":{}", server.port()), ":PORT")
}

/// The request as text for people: each line break of the head is shown, so that none can be missing.
fn shown(request: &str) -> String {
    request.replace("\r\n", "␍␊\n")
}

fn emails() -> OrganizationInvitationRequest {
    OrganizationInvitationRequest::new(vec!["test@mail".to_owned()])
}

#[tokio::test]
async fn invitation_with_a_duration_is_sent() {
    insta::assert_snapshot!(shown(&sent(&emails().with_expires_in("3d")).await));
}

#[tokio::test]
async fn invitation_with_all_kinds_of_roles_is_sent() {
    let project = |role| ProjectRoleAssignment::new(ORG, role);
    let roles = RoleAssignments::new()
        .with_platform(vec![PlatformRoleAssignment::new("platform-admin")])
        .with_organization(vec![OrganizationRoleAssignment::new(ORG, "billing-admin")])
        .with_deployment(vec![
            DeploymentRoleAssignment::new(ORG, "deployment-editor").with_all(true),
            DeploymentRoleAssignment::new(ORG, "deployment-viewer")
                .with_all(false)
                .with_deployment_ids(vec!["d1".to_owned(), "d2".to_owned()])
                .with_application_roles(vec!["viewer".to_owned()]),
        ])
        .with_project(
            ProjectRoleAssignments::new()
                .with_elasticsearch(vec![project("admin").with_all(true)])
                .with_observability(vec![])
                .with_security(vec![project("viewer").with_project_ids(vec!["p1".to_owned()])]),
        );
    insta::assert_snapshot!(shown(&sent(&emails().with_role_assignments(roles)).await));
}

#[tokio::test]
async fn unset_property_is_not_sent() {
    let empty = || RoleAssignments::new();
    for (request, body) in [
        (emails(), r#"{"emails":["test@mail"]}"#),
        (OrganizationInvitationRequest::new(vec![]), r#"{"emails":[]}"#),
        (emails().with_role_assignments(empty()), r#"{"emails":["test@mail"],"role_assignments":{}}"#),
        (
            emails().with_role_assignments(empty().with_project(ProjectRoleAssignments::new())),
            r#"{"emails":["test@mail"],"role_assignments":{"project":{}}}"#,
        ),
    ] {
        let sent = sent(&request).await;
        assert_eq!(sent.split_once("\r\n\r\n").unwrap().1, body);
    }
}

#[tokio::test]
async fn text_of_any_kind_arrives_as_it_was_given() {
    let email = "\"quo\\ted\"\u{0}\r\n\u{7f}é漢🦀@mail";
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    let request = OrganizationInvitationRequest::new(vec![email.to_owned()]);
    client(&server).create_organization_invitations(ORG, &request).await.unwrap();
    let body: serde_json::Value = serde_json::from_slice(server.requests()[0].body()).unwrap();
    assert_eq!(body["emails"][0], email);
}

#[tokio::test]
async fn key_is_sent_once() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    client_tests::calls::invite(&server).await.unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.header("authorization"), ["ApiKey KEY"]);
    assert_eq!(request.text().matches("KEY").count(), 1);
}

#[tokio::test]
async fn own_user_agent_is_sent() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    let client = client_tests::calls::builder(&server).user_agent("inviter/7").build().unwrap();
    client_tests::calls::invite_with(&client).await.unwrap();
    assert_eq!(server.requests()[0].header("user-agent"), ["inviter/7"]);
}
