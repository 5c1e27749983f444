//! Lists the open invitations to an organization, and withdraws some of them.
//!
//! ```console
//! $ EC_API_KEY=... cargo run -p elastic-cloud --example invitations -- list ORGANIZATION_ID
//! $ EC_API_KEY=... cargo run -p elastic-cloud --example invitations -- withdraw ORGANIZATION_ID TOKEN...
//! ```
//!
//! `list` prints `email<TAB>token<TAB>expires_at` for each invitation, `withdraw` the tokens that it withdrew. When that
//! fails, one line on stderr says why.

use std::process::ExitCode;

use elastic_cloud::runtime::DocumentedError;
use elastic_cloud::{Client, Error, ErrorKind};

const USAGE: &str =
    "usage: invitations list ORGANIZATION_ID\n       invitations withdraw ORGANIZATION_ID TOKEN...";

/// What is asked for.
enum Command {
    List { organization_id: String },
    Withdraw { organization_id: String, tokens: Vec<String> },
}

#[tokio::main]
async fn main() -> ExitCode {
    let Some(command) = command(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&command).await {
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

async fn run(command: &Command) -> Result<String, String> {
    let client = Client::from_env().map_err(|error| error.to_string())?;
    match command {
        Command::List { organization_id } => {
            let reply = client
                .list_organization_invitations(organization_id)
                .await
                .map_err(|error| explain(&error))?;
            let line = |invitation: &elastic_cloud::models::OrganizationInvitation| {
                format!(
                    "{}\t{}\t{}\n",
                    invitation.email,
                    invitation.token,
                    invitation.expires_at.to_rfc3339()
                )
            };
            Ok(reply.body().invitations.iter().map(line).collect())
        }
        Command::Withdraw { organization_id, tokens } => {
            let call = client.delete_organization_invitations(organization_id, tokens);
            call.await.map_err(|error| explain(&error))?;
            Ok(tokens.iter().map(|token| format!("{token}\n")).collect())
        }
    }
}

/// `STATUS CODE[,CODE...]: MESSAGE`, or the error itself if there was no response.
fn explain<E: DocumentedError>(error: &Error<E>) -> String {
    let codes: Vec<String> = error.codes().iter().map(|code| code.as_ref().to_owned()).collect();
    let codes = if codes.is_empty() { String::new() } else { format!(" {}", codes.join(",")) };
    match (error.status(), error.message()) {
        (Some(status), Some(message)) => format!("{}{codes}: {message}", status.as_u16()),
        (Some(status), None) => {
            let reason = match error.kind() {
                ErrorKind::UndocumentedStatus => {
                    status.canonical_reason().unwrap_or("a status without a name")
                }
                ErrorKind::Redirect => "the server redirects to another place",
                _ => return error.to_string(),
            };
            format!("{}{codes}: {reason}", status.as_u16())
        }
        (None, _) => error.to_string(),
    }
}

fn command(mut given: impl Iterator<Item = String>) -> Option<Command> {
    let (name, organization_id) = (given.next()?, given.next()?);
    let tokens: Vec<String> = given.collect();
    match name.as_str() {
        "list" if tokens.is_empty() => Some(Command::List { organization_id }),
        "withdraw" if !tokens.is_empty() => Some(Command::Withdraw { organization_id, tokens }),
        _ => None,
    }
}
