//! Bodies as the API writes them: the shapes of the vendor's documents and of other clients' tests.

/// A 201 with everything that the document describes, except roles for platform, deployments and projects.
pub const INVITED: &str = r#"
{
   "invitations" : [
      {
         "accepted_at" : "2019-01-01T00:00:00Z",
         "created_at" : "2019-01-01T00:00:00Z",
         "email" : "test@mail",
         "expired" : false,
         "expires_at" : "2019-01-01T00:00:00Z",
         "organization" : {
            "billing_contacts" : [
               "billing@mail"
            ],
            "default_disk_usage_alerts_enabled" : true,
            "id" : "testorg",
            "name" : "testorganization",
            "notifications_allowed_email_domains" : [
               "allowed@mail"
            ],
            "operational_contacts" : [
               "op@mail"
            ]
         },
         "role_assignments": {
           "organization": [
             {
               "organization_id": "testorg",
               "role_id": "billing-admin"
             }
           ]
         },
         "token" : "token"
      }
   ]
}
"#;

/// A 201 with one invitation that has only what is required; `extra` goes into the invitation, after a comma.
pub fn one_invitation(extra: &str) -> String {
    invitation(r#""2019-01-01T00:00:00Z""#, &format!("{ORGANIZATION}{extra}"))
}

/// As [`one_invitation`], created at a date of the test's own, which is written as JSON.
pub fn created_at(date: &str) -> String {
    invitation(date, ORGANIZATION)
}

/// An error response with one code.
pub fn failed(code: &str, message: &str) -> String {
    serde_json::json!({"errors": [{"code": code, "fields": null, "message": message}]}).to_string()
}

const ORGANIZATION: &str = r#","organization":{"id":"testorg","name":"testorganization"}"#;

fn invitation(created_at: &str, rest: &str) -> String {
    format!(
        r#"{{"invitations":[{{"token":"token","email":"test@mail","created_at":{created_at},"expires_at":"2019-01-04T00:00:00Z","expired":false{rest}}}]}}"#
    )
}
