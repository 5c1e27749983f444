//! What both benchmarks send and answer.

use elastic_cloud::models::OrganizationInvitationRequest;

/// The response's body.
pub const REPLY: &str = r#"{"invitations":[{"token":"t","email":"test@mail","created_at":"2019-01-01T00:00:00Z","expires_at":"2019-01-04T00:00:00Z","expired":false,"organization":{"id":"testorg","name":"test"},"role_assignments":{"organization":[{"organization_id":"testorg","role_id":"billing-admin"}]}}]}"#;

/// The request's body.
#[must_use]
pub fn request() -> OrganizationInvitationRequest {
    OrganizationInvitationRequest::new(vec!["test@mail".to_owned()]).with_expires_in("3d")
}

/// The response, as it goes over the wire.
#[must_use]
pub fn response() -> String {
    let length = REPLY.len();
    format!(
        "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{REPLY}"
    )
}

/// Whether a request has arrived with as much of a body as it says.
#[must_use]
pub fn is_whole(received: &[u8]) -> bool {
    let Some(head) = received.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let text = String::from_utf8_lossy(received.get(..head).unwrap_or_default()).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    received.len() >= head + 4 + length.unwrap_or(0_usize)
}
