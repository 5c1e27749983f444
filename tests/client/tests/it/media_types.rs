//! Media types that a document gives and no header can hold: errors, never panics.

use std::marker::PhantomData;

use client_tests::{Server, TestResponse};
use runtime::{
    Api, Client, ClientBuilder, Decoding, DocumentedError, Environment, ErrorBody, ErrorKind, ResponseCase,
};
use runtime::{Method, Operation, Route, Status, read_empty};

static API: Api = Api {
    title: "Letters",
    server: None,
    user_agent: "letters/1",
    security_schemes: &[],
    environment: Environment { endpoint: &[], timeout: &[], credentials: &[] },
    errors: ErrorBody { code_header: None, codes: &[], messages: &[] },
    decoding: Decoding { begin: |_| {}, end: || {} },
};

#[derive(Debug)]
enum NoError {}

impl DocumentedError for NoError {
    type Code = String;
    type Headers = ();
    const RESPONSES: &'static [ResponseCase<Self>] = &[];
}

const fn operation(content_type: Option<&'static str>, accept: &'static str) -> Operation<(), NoError> {
    Operation {
        route: Route {
            id: "send",
            method: Method::PUT,
            path: "/x",
            server: None,
            content_type,
            accept,
            security: &[],
        },
        responses: &[ResponseCase::Buffered(Status::Code(204), read_empty)],
        errors: PhantomData,
    }
}

static SENT: Operation<(), NoError> = operation(Some("application/jsön"), "*/*");
static ACCEPTED: Operation<(), NoError> = operation(None, "text/plain, text/ümlaut\n");

#[tokio::test]
async fn media_type_beyond_ascii_is_an_error() {
    let server = Server::responding(TestResponse::status(204)).await;
    let client: Client = ClientBuilder::new(&API).base_url(server.url()).build().unwrap();
    for (operation, header) in [(&SENT, "content-type"), (&ACCEPTED, "accept")] {
        let error = client.call(operation).json(1).send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0), "{error}");
        assert!(error.to_string().contains(&format!("the header `{header}`")), "{error}");
    }
    assert_eq!(server.connections().await, 0);
}
