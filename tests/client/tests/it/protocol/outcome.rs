//! What came of a call, in a form that cases can say.

use std::error::Error as StdError;
use std::fmt::Debug;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use runtime::{
    ByteStream, DocumentedError, Error, Events, HeaderMap, Lines, Paginator, Response, ResponseHeaders,
    StreamError,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::protocol::case::Failed;

/// What came of a call.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// The operation that an error names.
    pub(crate) operation: Option<&'static str>,
    pub(crate) status: Option<u16>,
    pub(crate) headers: Option<HeaderMap>,
    /// `Debug` of the typed headers.
    pub(crate) typed_headers: String,
    pub(crate) seen: Seen,
}

/// A value, values or an error.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Seen {
    Decoded(Value),
    Items(Vec<Value>),
    Failed(Failure),
}

/// An error.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    /// What a case says of it.
    pub(crate) said: Failed,
    /// Its line.
    pub(crate) line: String,
    /// What it keeps of the response's body.
    pub(crate) body: Option<Vec<u8>>,
}

/// The body, encoded back.
pub(crate) fn json<T: Serialize, E>(result: Result<Response<T, E::Headers>, Error<E>>) -> Outcome
where
    E: DocumentedError<Headers: Debug>,
{
    // What cannot be encoded equals nothing that a case can say.
    seen(result, |body| {
        serde_json::to_value(body).unwrap_or_else(|error| json!({ "not encoded": error.to_string() }))
    })
}

/// The body, as `Debug` shows it.
pub(crate) fn debug<T: Debug, E>(result: Result<Response<T, E::Headers>, Error<E>>) -> Outcome
where
    E: DocumentedError<Headers: Debug>,
{
    seen(result, |body| format!("{body:?}").into())
}

/// All bytes of the body.
pub(crate) async fn bytes<E>(result: Result<Response<ByteStream, E::Headers>, Error<E>>) -> Outcome
where
    E: DocumentedError<Headers: Debug>,
{
    let (outcome, stream) = opened(result);
    let Some(stream) = stream else { return outcome };
    let seen = match stream.collect().await {
        Ok(bytes) => Seen::Decoded(json!({ "base64": STANDARD.encode(bytes) })),
        Err(error) => Seen::Items(vec![failed(&error)]),
    };
    Outcome { seen, ..outcome }
}

/// All events.
pub(crate) async fn events<T: Serialize, E>(
    result: Result<Response<Events<T>, E::Headers>, Error<E>>,
) -> Outcome
where
    E: DocumentedError<Headers: Debug>,
{
    let (outcome, stream) = opened(result);
    let Some(mut stream) = stream else { return outcome };
    let mut items = Vec::new();
    while let Some(event) = stream.next().await {
        items.push(event.map_or_else(
            |error| failed(&error),
            |event| {
                let mut item = json!({ "item": event.data });
                for (key, value) in [("event", event.event), ("id", event.id)] {
                    if let (Some(value), Some(item)) = (value, item.as_object_mut()) {
                        item.insert(key.to_owned(), value.into());
                    }
                }
                item
            },
        ));
    }
    Outcome { seen: Seen::Items(items), ..outcome }
}

/// All lines.
pub(crate) async fn lines<T, E>(result: Result<Response<Lines<T>, E::Headers>, Error<E>>) -> Outcome
where
    T: Serialize + DeserializeOwned,
    E: DocumentedError<Headers: Debug>,
{
    let (outcome, stream) = opened(result);
    let Some(mut stream) = stream else { return outcome };
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item.map_or_else(|error| failed(&error), |item| json!({ "item": item })));
    }
    Outcome { seen: Seen::Items(items), ..outcome }
}

/// The items of all pages.
pub(crate) async fn pages<T, E>(mut pages: Paginator<T, E>) -> Outcome
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: DocumentedError,
{
    let mut items = Vec::new();
    while let Some(item) = pages.next().await {
        items.push(
            item.map_or_else(|error| json!({ "error": error.to_string() }), |item| json!({ "item": item })),
        );
    }
    let typed_headers = format!("{:?}", ());
    Outcome { operation: None, status: None, headers: None, typed_headers, seen: Seen::Items(items) }
}

fn failed(error: &StreamError) -> Value {
    json!({ "error": error.to_string() })
}

/// A stream, and an outcome without what it will hold; or an error, and no stream.
fn opened<T, E>(result: Result<Response<T, E::Headers>, Error<E>>) -> (Outcome, Option<T>)
where
    E: DocumentedError<Headers: Debug>,
{
    let mut stream = None;
    let outcome = seen(result, |body| {
        stream = Some(body);
        Value::Null
    });
    (outcome, stream)
}

fn seen<T, E>(result: Result<Response<T, E::Headers>, Error<E>>, see: impl FnOnce(T) -> Value) -> Outcome
where
    E: DocumentedError<Headers: Debug>,
{
    match result {
        Ok(response) => Outcome {
            operation: None,
            status: Some(response.status().as_u16()),
            headers: Some(response.headers().clone()),
            typed_headers: format!("{:?}", response.typed_headers()),
            seen: Seen::Decoded(see(response.into_body())),
        },
        Err(error) => {
            let typed = error.typed_headers().unwrap_or_else(|| E::Headers::read(&HeaderMap::new()));
            Outcome {
                operation: Some(error.operation_id()),
                status: error.status().map(|status| status.as_u16()),
                headers: error.headers().cloned(),
                typed_headers: format!("{typed:?}"),
                seen: Seen::Failed(failure(&error)),
            }
        }
    }
}

fn failure<E: DocumentedError>(error: &Error<E>) -> Failure {
    let said = Failed {
        kind: format!("{:?}", error.kind()),
        status: error.status().map(|status| status.as_u16()),
        documented: error.service_error().map(|documented| format!("{documented:?}")),
        codes: error.codes().iter().map(|code| code.as_ref().to_owned()).collect(),
        message: error.message().map(str::to_owned),
        reason: error.source().map(ToString::to_string),
        body: None,
    };
    Failure { said, line: error.to_string(), body: error.body().map(<[u8]>::to_vec) }
}
