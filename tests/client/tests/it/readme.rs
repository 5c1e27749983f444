//! The example of the README compiles, and does what it says.

use client_tests::{Server, TestResponse, bodies};

async fn invite(client: elastic_cloud::Client) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut printed = Vec::new();
    macro_rules! println {
        ($($text:tt)*) => { printed.push(format!($($text)*)) };
    }
    // The README's lines begin here.
    use elastic_cloud::{Client, ErrorCode, models::OrganizationInvitationRequest};

    // The README's client comes from the environment; this one is the test's.
    let _: fn() -> Result<Client, _> = Client::from_env;
    let request = OrganizationInvitationRequest::new(vec!["ada@example.com".into()]).with_expires_in("7d");
    match client.create_organization_invitations("1234567890", &request).await {
        Ok(response) => {
            response.body().invitations.iter().for_each(|invitation| println!("{}", invitation.token))
        }
        Err(error) if error.has_code(ErrorCode::OrganizationInvitationAlreadyExists) => {}
        Err(error) => return Err(error.into()),
    }
    // And end here.
    Ok(printed)
}

async fn check(response: TestResponse) -> Result<Vec<String>, String> {
    let server = Server::responding(response).await;
    invite(client_tests::calls::client(&server)).await.map_err(|error| error.to_string())
}

#[tokio::test]
async fn example_prints_tokens_and_skips_the_invited() {
    assert_eq!(check(TestResponse::json(201, bodies::INVITED)).await, Ok(vec!["token".to_owned()]));
    let again = bodies::failed("organization.invitation_already_exists", "again");
    assert_eq!(check(TestResponse::json(400, again)).await, Ok(Vec::new()));
    let gone = bodies::failed("organization.not_found", "gone");
    assert!(check(TestResponse::json(404, gone)).await.is_err());
}

#[test]
fn readme_has_the_lines_of_the_example() {
    let readme = include_str!("../../../../README.md");
    let example = readme.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let here = include_str!("readme.rs");
    let lines = example.lines().map(str::trim).filter(|line| !line.is_empty() && !line.contains("from_env"));
    for line in lines {
        assert!(
            here.lines().any(|own| own.trim() == line),
            "the README has a line that is not compiled: {line}"
        );
    }
    assert!(example.contains("let client = Client::from_env()?;"));
}
