//! Passwords and user names that are words of the API: they change nothing that is decoded.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::error::Error as _;
use std::marker::PhantomData;

use client_tests::{Server, TestResponse};
use runtime::{
    Api, Client, ClientBuilder, Credential, Decoding, DocumentedError, Environment, ErrorBody, ResponseCase,
};
use runtime::{Error, ErrorKind, Method, Operation, Placement, Route, SecurityScheme, Status, read_json};

static API: Api = Api {
    title: "Logins",
    server: None,
    user_agent: "logins/1",
    security_schemes: &[SecurityScheme { name: "basic", placement: Placement::Basic }],
    environment: Environment { endpoint: &[], timeout: &[], credentials: &[] },
    errors: ErrorBody {
        code_header: Some("x-code"),
        codes: &["error", "code"],
        messages: &["error", "message"],
    },
    decoding: Decoding { begin: |_| {}, end: || {} },
};

static READ: Operation<Thing, Failed> = Operation {
    route: Route {
        id: "read",
        method: Method::GET,
        path: "/x",
        server: None,
        content_type: None,
        accept: "application/json",
        security: &[&["basic"]],
    },
    responses: &[ResponseCase::Buffered(Status::Code(200), read_json)],
    errors: PhantomData,
};

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Thing {
    name: String,
}

#[derive(Debug, PartialEq)]
enum Failed {
    BadRequest(Problem),
}

impl DocumentedError for Failed {
    type Code = String;
    type Headers = ();
    const RESPONSES: &'static [ResponseCase<Self>] =
        &[ResponseCase::Buffered(Status::Code(400), |response| read_json(response).map(Self::BadRequest))];
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Problem {
    error: Detail,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Detail {
    Test { code: Code, message: String },
    Error { message: String },
}

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::enum_variant_names, reason = "the word of the API is a code and the password")]
enum Code {
    Code,
    Test,
    NotFound,
}

async fn login(response: TestResponse, user: &str, password: &str) -> Result<Thing, Error<Failed>> {
    let server = Server::responding(response).await;
    let credential = Credential::basic("basic", user, password);
    let client: Client =
        ClientBuilder::new(&API).base_url(server.url()).credential(credential).build().unwrap();
    client.call(&READ).send().await.map(runtime::Response::into_body)
}

const WORDS: [&str; 9] = ["code", "test", "error", "true", "1", "message", "type", "not_found", "json"];

#[tokio::test]
async fn password_of_the_apis_words_changes_nothing() {
    for password in WORDS {
        for code in ["code", "test", "not_found"] {
            let body = format!(r#"{{"error":{{"type":"test","code":"{code}","message":"a {password} x"}}}}"#);
            let response =
                TestResponse::json(400, body).header("x-code", password).header("retry-after", "1");
            let error = login(response, "error", password).await.unwrap_err();
            let Some(Failed::BadRequest(Problem { error: Detail::Test { code: decoded, message } })) =
                error.service_error()
            else {
                panic!("{password}: {error:?}");
            };
            let expected = match code {
                "code" => Code::Code,
                "test" => Code::Test,
                _ => Code::NotFound,
            };
            assert_eq!(decoded, &expected, "{password}");
            // Nine letters are a secret, eight or fewer a word.
            let shown =
                if password.len() < 8 { format!("a {password} x") } else { "a [redacted] x".to_owned() };
            assert_eq!((message.as_str(), error.message()), (shown.as_str(), Some(shown.as_str())));
            assert_eq!(error.body_codes(), [code]);
            assert_eq!(error.header_codes(), [password]);
            assert_eq!(error.retry_after().unwrap().as_secs(), 1);
        }
    }
}

#[tokio::test]
async fn password_that_is_a_whole_string_is_redacted() {
    for password in ["code", "test", "1", "not_found"] {
        let body = format!(r#"{{"error":{{"type":"error","message":"{password}"}}}}"#);
        let error =
            login(TestResponse::json(400, body).header("x-echo", "code"), "u", password).await.unwrap_err();
        let detail = Detail::Error { message: "[redacted]".to_owned() };
        assert_eq!(error.service_error(), Some(&Failed::BadRequest(Problem { error: detail })), "{password}");
        assert_eq!(error.message(), Some("[redacted]"));
        assert_eq!(error.body().unwrap(), br#"{"error":{"type":"error","message":"[redacted]"}}"#);
        let echoed = if password == "code" { "[redacted]" } else { "code" };
        assert_eq!(error.headers().unwrap()["x-echo"], echoed);
    }
}

#[tokio::test]
async fn user_name_is_redacted_only_without_a_password() {
    let user = "essu_Q0FOQVJZLWlu";
    let body = format!(r#"{{"error":{{"type":"error","message":"bad {user}"}}}}"#);
    for (password, expected) in [("secret", format!("bad {user}")), ("", "bad [redacted]".to_owned())] {
        let error = login(TestResponse::json(400, &body), user, password).await.unwrap_err();
        assert_eq!(error.message(), Some(expected.as_str()), "{password:?}");
        let shown = format!("{error} {error:?} {error:#?} {:?}", error.service_error());
        assert_eq!(shown.contains("Q0FOQVJZ"), !password.is_empty(), "{shown}");
    }
}

#[tokio::test]
async fn success_is_not_redacted() {
    let response = TestResponse::json(200, r#"{"name":"hunter2hunter2"}"#);
    assert_eq!(login(response, "u", "hunter2hunter2").await.unwrap().name, "hunter2hunter2");
}

#[tokio::test]
async fn undecodable_body_quotes_no_password() {
    for password in ["test", "hunter2hunter2"] {
        let body = format!(r#"{{"error":{{"type":"{password}","message":5}}}}"#);
        let error = login(TestResponse::json(400, &body), "u", password).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let body = format!(r#"{{"name":["{password}"]}}"#);
        let error = login(TestResponse::json(200, &body), "u", password).await.unwrap_err();
        let text = format!("{error} {error:?} {}", error.source().unwrap());
        assert_eq!(error.kind(), ErrorKind::Decode, "{text}");
        assert!(!text.contains(&format!("{password}\"")), "{text}");
    }
}
