//! Error responses: the status picks the variant, codes come from the header and the body.

#![expect(clippy::panic, reason = "a helper fails the test that calls it")]

use client_tests::calls::{InviteError, failed};
use client_tests::{TestResponse, bodies};
use elastic_cloud::organizations::CreateOrganizationInvitationsError as Documented;
use elastic_cloud::{ErrorCode, ErrorKind};

/// The name of the header in which the API repeats its codes.
const CODES: &str = "x-cloud-error-codes";

/// Each code under the status that the API documents for it.
const TABLE: [(u16, ErrorCode); 8] = [
    (400, ErrorCode::OrganizationInvitationInvalidEmail),
    (400, ErrorCode::OrganizationInvitationAlreadyExists),
    (400, ErrorCode::OrganizationUserOrganizationAlreadyBelongs),
    (403, ErrorCode::RootInvalidAuthentication),
    (404, ErrorCode::OrganizationNotFound),
    (404, ErrorCode::UserNotFound),
    (404, ErrorCode::OrganizationUserOrganizationDoesNotBelong),
    (429, ErrorCode::OrganizationInvitationsRateLimitExceeded),
];

/// The codes as they stand in the vendor's documents, in the order of [`TABLE`].
const TEXTS: [&str; 8] = [
    "organization.invitation_invalid_email",
    "organization.invitation_already_exists",
    "organization.user_organization_already_belongs",
    "root.invalid_authentication",
    "organization.not_found",
    "user.not_found",
    "organization.user_organization_does_not_belong",
    "organization.invitations_rate_limit_exceeded",
];

/// The status whose variant an error has.
fn variant(error: &InviteError) -> Option<u16> {
    match error.service_error()? {
        Documented::BadRequest(_) => Some(400),
        Documented::Forbidden(_) => Some(403),
        Documented::NotFound(_) => Some(404),
        Documented::TooManyRequests(_) => Some(429),
        other => panic!("a variant that no test knows: {other:?}"),
    }
}

/// An error under 404 whose header and body name codes as given, and the codes that are read from each and from both.
async fn check_codes(header: &[&str], body: &[&str], expected: [&[&str]; 3]) {
    let errors: Vec<_> = body.iter().map(|code| serde_json::json!({"code": code, "message": "m"})).collect();
    let response = TestResponse::json(404, serde_json::json!({ "errors": errors }).to_string());
    let response = header.iter().fold(response, |response, value| response.header(CODES, value));
    let error = failed(response).await;
    let read = [error.header_codes(), error.body_codes(), error.codes()];
    let read = read.each_ref().map(|codes| codes.iter().map(ErrorCode::as_str).collect::<Vec<_>>());
    assert_eq!(read.each_ref().map(Vec::as_slice), expected, "header {header:?}, body {body:?}");
    for code in expected[2] {
        assert!(error.has_code(code) && error.has_code(ErrorCode::from(*code)), "{code}");
    }
    assert!(!error.has_code("m") && !error.has_code(ErrorCode::RootInvalidAuthentication));
}

#[test]
fn table_names_each_documented_code() {
    assert_eq!(TABLE.each_ref().map(|(_, code)| code.as_str()), TEXTS);
    let documented: Vec<_> = ErrorCode::DOCUMENTED.iter().map(ErrorCode::as_str).collect();
    assert!(TEXTS.iter().all(|text| documented.contains(text)), "{documented:?}");
}

#[tokio::test]
async fn each_code_arrives_typed_under_its_status() {
    for (status, code) in TABLE {
        let body = bodies::failed(code.as_str(), "in words");
        let error = failed(TestResponse::json(status, body).header(CODES, code.as_str())).await;
        assert_eq!(error.kind(), ErrorKind::Api, "{code}");
        assert_eq!(error.status().unwrap().as_u16(), status, "{code}");
        assert_eq!(variant(&error), Some(status), "{code}");
        assert_eq!(error.codes(), std::slice::from_ref(&code));
        // Equality is by text. A documented code must not be kept as text: a match on its variant would miss it.
        assert!(!matches!(error.codes()[0], ErrorCode::Other(_)), "{code}");
        for (_, other) in TABLE {
            assert_eq!(error.has_code(&other), other == code, "{code} and {other}");
        }
        assert_eq!(error.message(), Some("in words"));
        assert_eq!(error.operation_id(), "create-organization-invitations");
    }
}

#[tokio::test]
async fn each_documented_error_reads_well() {
    for (status, code) in [&TABLE[0], &TABLE[3], &TABLE[4], &TABLE[7]] {
        let body = serde_json::json!({
            "errors": [{"code": code, "message": "in words", "fields": ["body.emails"]}]
        });
        let error = failed(TestResponse::json(*status, body.to_string()).header(CODES, code.as_str())).await;
        insta::assert_snapshot!(format!("error_{status}"), format!("{error}\n\n{error:#?}"));
    }
}

#[tokio::test]
async fn codes_are_read_from_header_and_body() {
    check_codes(&[], &[], [&[], &[], &[]]).await;
    check_codes(&["a"], &["a"], [&["a"], &["a"], &["a"]]).await;
    check_codes(&["a"], &[], [&["a"], &[], &["a"]]).await;
    check_codes(&[], &["a"], [&[], &["a"], &["a"]]).await;
}

#[tokio::test]
async fn codes_that_disagree_are_kept_header_first() {
    check_codes(&["a"], &["b"], [&["a"], &["b"], &["a", "b"]]).await;
    check_codes(&["b, a"], &["c", "a"], [&["b", "a"], &["c", "a"], &["b", "a", "c"]]).await;
}

#[tokio::test]
async fn repeated_and_comma_separated_headers_are_lists() {
    let both: [&[&str]; 3] = [&["a", "b"], &[], &["a", "b"]];
    for header in [&["a,b"][..], &["a , b"], &[",a,,b,"], &["a\t,\tb"], &["a", "b"], &["a", "", "b"]] {
        check_codes(header, &[], both).await;
    }
    check_codes(&["a,b", "c"], &["c", "d"], [&["a", "b", "c"], &["c", "d"], &["a", "b", "c", "d"]]).await;
}

#[tokio::test]
async fn undocumented_code_is_kept() {
    let text = "organization.invitations_pending_limit_exceeded";
    let error = failed(TestResponse::json(400, bodies::failed(text, "m")).header(CODES, text)).await;
    let [code] = &error.codes()[..] else { panic!("not exactly one code") };
    assert!(matches!(code, ErrorCode::Other(kept) if kept.as_str() == text), "{code:?}");
    assert!(error.has_code(text));
    let encoded = serde_json::to_string(code).unwrap();
    assert_eq!(encoded, format!("\"{text}\""));
    assert_eq!(&serde_json::from_str::<ErrorCode>(&encoded).unwrap(), code);
}

#[tokio::test]
async fn code_of_another_status_keeps_the_variant() {
    let body = bodies::failed("organization.not_found", "m");
    let error = failed(TestResponse::json(429, body)).await;
    assert_eq!(variant(&error), Some(429));
    assert!(error.has_code(ErrorCode::OrganizationNotFound));
}

#[tokio::test]
async fn undocumented_status_keeps_the_response() {
    for status in [401, 402, 409, 418, 500, 502, 503, 599] {
        let body = bodies::failed("user.not_found", "in words");
        let response =
            TestResponse::json(status, &body).header(CODES, "user.not_found").header("x-kept", "yes");
        let error = failed(response).await;
        assert_eq!(error.kind(), ErrorKind::UndocumentedStatus, "{status}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.service_error(), None, "{status}");
        assert_eq!(error.codes(), [ErrorCode::UserNotFound], "{status}");
        assert_eq!(error.message(), Some("in words"), "{status}");
        assert_eq!(error.headers().unwrap()["x-kept"], "yes");
        assert_eq!(error.body().unwrap(), body.as_bytes());
    }
}

#[tokio::test]
async fn documented_error_can_be_taken_out() {
    let error = failed(TestResponse::json(404, bodies::failed("user.not_found", "m"))).await;
    let Some(Documented::NotFound(body)) = error.into_service_error() else { panic!("another variant") };
    assert_eq!((body.errors[0].code.as_str(), body.errors[0].message.as_str()), ("user.not_found", "m"));
    assert_eq!(body.errors[0].fields, None);
}

#[tokio::test]
async fn retry_after_is_read() {
    let response = || TestResponse::json(429, bodies::failed("c", "m"));
    assert_eq!(failed(response()).await.retry_after(), None);
    let asked = failed(response().header("retry-after", "17")).await.retry_after();
    assert_eq!(asked, Some(std::time::Duration::from_secs(17)));
    assert_eq!(failed(response().header("retry-after", "-1")).await.retry_after(), None);
}

#[tokio::test]
async fn many_codes_are_kept_as_far_as_anybody_documents() {
    let many: Vec<_> = (0..10_000).map(|number| format!("code.{number}")).collect();
    let response =
        TestResponse::json(400, bodies::failed("c", "m")).header("x-cloud-error-codes", &many.join(","));
    let error = failed(response).await;
    assert_eq!(error.header_codes().len(), 64);
    assert!(error.has_code("code.63") && !error.has_code("code.64") && error.has_code("c"));
}
