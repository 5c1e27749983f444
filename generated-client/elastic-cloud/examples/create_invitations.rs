//! Invites people to an organization.
//!
//! ```console
//! $ EC_API_KEY=... cargo run -p elastic-cloud --example create_invitations -- ORGANIZATION_ID EMAIL... [--expires-in 7d]
//! ```
//!
//! Prints `email<TAB>token<TAB>expires_at` for each invitation. When that fails, one line on stderr says why.

use std::error::Error as _;
use std::process::ExitCode;

use elastic_cloud::models::OrganizationInvitationRequest;
use elastic_cloud::organizations::CreateOrganizationInvitationsError;
use elastic_cloud::{Client, Error, ErrorKind};

const USAGE: &str = "usage: create_invitations ORGANIZATION_ID EMAIL... [--expires-in DURATION, such as 7d]";

#[tokio::main]
async fn main() -> ExitCode {
    let Some((organization_id, request)) = arguments(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match invite(&organization_id, &request).await {
        Ok(lines) => {
            print!("{lines}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn invite(organization_id: &str, request: &OrganizationInvitationRequest) -> Result<String, String> {
    let client = Client::from_env().map_err(|error| error.to_string())?;
    let reply =
        client.create_organization_invitations(organization_id, request).await.map_err(|e| explain(&e))?;
    let line = |invitation: &elastic_cloud::models::OrganizationInvitation| {
        format!("{}\t{}\t{}\n", invitation.email, invitation.token, invitation.expires_at.to_rfc3339())
    };
    Ok(reply.body().invitations.iter().map(line).collect())
}

/// `STATUS CODE[,CODE...]: MESSAGE`, or the error itself if there was no response.
fn explain(error: &Error<CreateOrganizationInvitationsError>) -> String {
    let codes: Vec<String> = error.codes().iter().map(ToString::to_string).collect();
    let codes = if codes.is_empty() { String::new() } else { format!(" {}", codes.join(",")) };
    match (error.status(), error.message()) {
        (Some(status), Some(message)) => format!("{}{codes}: {message}", status.as_u16()),
        (Some(status), None) => {
            let reason = match error.kind() {
                ErrorKind::UndocumentedStatus => {
                    status.canonical_reason().unwrap_or("a status without a name").to_owned()
                }
                ErrorKind::Redirect => "the server redirects to another place".to_owned(),
                // The source names the path in the reply, and what was found there.
                _ => error.source().map_or_else(|| error.to_string(), ToString::to_string),
            };
            format!("{}{codes}: {reason}", status.as_u16())
        }
        (None, _) => error.to_string(),
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Option<(String, OrganizationInvitationRequest)> {
    let mut plain = Vec::new();
    let mut expires_in = None;
    while let Some(argument) = given.next() {
        match argument.strip_prefix("--expires-in") {
            Some("") => expires_in = Some(given.next()?),
            Some(value) => expires_in = Some(value.strip_prefix('=')?.to_owned()),
            None if argument.starts_with("--") => return None,
            None => plain.push(argument),
        }
    }
    let mut plain = plain.into_iter();
    let organization_id = plain.next()?;
    let emails: Vec<String> = plain.collect();
    if emails.is_empty() {
        return None;
    }
    let mut request = OrganizationInvitationRequest::new(emails);
    request.expires_in = expires_in;
    Some((organization_id, request))
}
