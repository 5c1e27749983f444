//! A 201: what it decodes to, and what is forgiven on the way.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use client_tests::calls::{Invited, invite};
use client_tests::{Server, TestResponse, bodies};
use elastic_cloud::models::{OrganizationInvitation, OrganizationInvitations};

/// What a body decodes to under 201.
async fn invited(body: &str) -> Invited {
    invite(&Server::responding(TestResponse::json(201, body)).await).await
}

/// Both bodies decode, to the same invitations.
async fn check_same(body: &str, twin: &str) {
    let decoded: OrganizationInvitations = invited(body).await.unwrap().into_body();
    assert_eq!(decoded, invited(twin).await.unwrap().into_body(), "{body}\n{twin}");
}

/// One invitation in which a text of JSON stands at the place of `organization`'s other properties, or after it.
fn with_roles(roles: &str) -> String {
    bodies::one_invitation(&format!(r#","role_assignments":{roles}"#))
}

#[tokio::test]
async fn response_is_decoded_whole() {
    let response = invited(bodies::INVITED).await.unwrap();
    insta::assert_debug_snapshot!(response);
}

#[tokio::test]
async fn roles_of_every_kind_are_decoded() {
    let response = invited(&with_roles(
        r#"{
            "platform": [{"role_id": "platform-admin"}],
            "organization": [{"role_id": "billing-admin", "organization_id": "testorg"}],
            "deployment": [
                {"role_id": "deployment-editor", "organization_id": "testorg", "all": true},
                {"role_id": "deployment-viewer", "organization_id": "testorg", "all": false,
                 "deployment_ids": ["d1", "d2"], "application_roles": ["viewer"]}
            ],
            "project": {
                "elasticsearch": [{"role_id": "admin", "organization_id": "testorg", "all": true}],
                "observability": [],
                "security": [{"role_id": "admin", "organization_id": "testorg", "project_ids": ["p1"],
                              "application_roles": ["t1_analyst"]}]
            }
        }"#,
    ))
    .await
    .unwrap();
    insta::assert_debug_snapshot!(response.body().invitations[0].role_assignments);
}

#[tokio::test]
async fn status_and_headers_are_kept() {
    let response = TestResponse::json(201, bodies::INVITED)
        .header("x-ratelimit-remaining", "41")
        .header("x-twice", "a")
        .header("x-twice", "b");
    let response = invite(&Server::responding(response).await).await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["x-ratelimit-remaining"], "41");
    assert_eq!(response.headers().get_all("x-twice").iter().collect::<Vec<_>>(), ["a", "b"]);
}

#[tokio::test]
async fn nobody_invited_is_a_response_too() {
    assert_eq!(invited(r#"{"invitations":[]}"#).await.unwrap().body().invitations, Vec::new());
}

#[tokio::test]
async fn several_invitations_keep_their_order() {
    let [first, second] = ["a@mail", "b@mail"].map(|email| {
        let one = bodies::one_invitation("").replace("test@mail", email);
        one.trim_start_matches(r#"{"invitations":["#).trim_end_matches("]}").to_owned()
    });
    let response = invited(&format!(r#"{{"invitations":[{first},{second}]}}"#)).await.unwrap();
    let emails = response.body().invitations.iter().map(|invitation| invitation.email.as_str());
    assert_eq!(emails.collect::<Vec<_>>(), ["a@mail", "b@mail"]);
}

#[tokio::test]
async fn null_is_absent_for_every_optional_property() {
    check_same(
        &bodies::one_invitation(r#","accepted_at":null,"role_assignments":null"#),
        &bodies::one_invitation(""),
    )
    .await;
    let organization = r#""name":"testorganization""#;
    let nulls = r#","default_disk_usage_alerts_enabled":null,"notifications_allowed_email_domains":null,"billing_contacts":null,"operational_contacts":null"#;
    check_same(
        &bodies::one_invitation("").replace(organization, &format!("{organization}{nulls}")),
        &bodies::one_invitation(""),
    )
    .await;
    check_same(
        &with_roles(r#"{"platform":null,"organization":null,"deployment":null,"project":null}"#),
        &with_roles("{}"),
    )
    .await;
    check_same(
        &with_roles(r#"{"project":{"elasticsearch":null,"observability":null,"security":null}}"#),
        &with_roles(r#"{"project":{}}"#),
    )
    .await;
}

#[tokio::test]
async fn null_is_absent_in_an_assignment_too() {
    for (group, ids) in [
        ("deployment", "deployment_ids"),
        ("project.elasticsearch", "project_ids"),
        ("project.observability", "project_ids"),
        ("project.security", "project_ids"),
    ] {
        let nulls = format!(r#","all":null,"{ids}":null,"application_roles":null"#);
        let [with, without] = [nulls.as_str(), ""].map(|rest| {
            let roles = format!(r#"[{{"role_id":"viewer","organization_id":"testorg"{rest}}}]"#);
            with_roles(&match group.split_once('.') {
                Some((outer, inner)) => format!(r#"{{"{outer}":{{"{inner}":{roles}}}}}"#),
                None => format!(r#"{{"{group}":{roles}}}"#),
            })
        });
        check_same(&with, &without).await;
    }
}

#[tokio::test]
async fn unknown_property_is_ignored_at_every_level() {
    let news = r#""news":{"deep":[1,{"x":null}]}"#;
    let body = with_roles(r#"{"organization":[{"role_id":"r","organization_id":"o"}]}"#);
    // Each level is an object, so every opening brace is a place for a property.
    let with_news = body.replace('{', &format!("{{{news},"));
    assert_eq!(with_news.matches("news").count(), 5, "{with_news}");
    check_same(&with_news, &body).await;
}

#[tokio::test]
async fn dates_are_read_in_each_form_that_was_seen() {
    for (date, same) in [
        ("2019-01-01T00:00:00Z", "2019-01-01T00:00:00Z"),
        ("2024-05-04T09:41:42.999Z", "2024-05-04T09:41:42.999Z"),
        ("2024-05-04T09:42:00+00:00", "2024-05-04T09:42:00Z"),
        ("2024-05-04T11:42:00+02:00", "2024-05-04T09:42:00Z"),
    ] {
        let response = invited(&bodies::created_at(&format!("\"{date}\""))).await.unwrap();
        let OrganizationInvitation { created_at, .. } = &response.body().invitations[0];
        assert_eq!(serde_json::to_value(created_at).unwrap(), same, "{date}");
    }
}

#[tokio::test]
async fn response_without_content_type_is_decoded() {
    let server = Server::responding(TestResponse::status(201).body(bodies::INVITED)).await;
    assert_eq!(invite(&server).await.unwrap().body().invitations.len(), 1);
}

#[tokio::test]
async fn clones_of_a_client_share_a_connection() {
    let server = Server::responding(TestResponse::json(201, bodies::INVITED)).await;
    let client = client_tests::calls::client(&server);
    client_tests::calls::invite_with(&client).await.unwrap();
    client_tests::calls::invite_with(&client.clone()).await.unwrap();
    assert_eq!((server.connections().await, server.requests().len()), (1, 2));
}
