//! One operation, as a table that generated code writes and this crate reads.

use std::marker::PhantomData;

use reqwest::{Method, StatusCode};

use crate::error::DocumentedError;
use crate::response::RawResponse;
use crate::response::decode::DecodeError;
use crate::send::redirect::is_redirect;
use crate::stream::byte_stream::StreamingResponse;

/// An operation of an API: `T` is what it replies, `E` the errors that it documents.
#[derive(Debug)]
pub struct Operation<T: 'static, E> {
    /// What is the same for every type of reply.
    pub route: Route,
    /// How the replies are read that a call returns. Those that it returns as errors are [`DocumentedError::RESPONSES`].
    pub responses: &'static [ResponseCase<T>],
    /// The errors that it documents.
    pub errors: PhantomData<fn() -> E>,
}

/// The part of an operation that does not depend on its types.
#[derive(Debug)]
pub struct Route {
    /// The `operationId` of the document.
    pub id: &'static str,
    /// The method.
    pub method: Method,
    /// The path template, such as `/organizations/{organization_id}/invitations`.
    pub path: &'static str,
    /// A server of its own, in place of the API's: its URL, or its path on the same origin. A base URL goes before it, unless a
    /// path meets a base URL without one.
    pub server: Option<&'static str>,
    /// The media type of the body, if it takes one.
    pub content_type: Option<&'static str>,
    /// The `Accept` header: the media types of the documented replies.
    pub accept: &'static str,
    /// Alternatives, each a set of security schemes by name. None at all: the operation is open to everybody.
    pub security: &'static [&'static [&'static str]],
}

/// One documented reply: for which status, and how its body is read.
#[derive(Debug)]
pub enum ResponseCase<T> {
    /// The body is read whole, and then decoded.
    Buffered(Status, Decoder<T>),
    /// The body is handed over as it arrives. A success only.
    Streaming(Status, StreamOpener<T>),
}

/// Reads a reply's body.
pub type Decoder<T> = fn(&RawResponse) -> Result<T, DecodeError>;
/// Makes a stream of a reply's body.
pub type StreamOpener<T> = fn(StreamingResponse) -> Result<T, DecodeError>;

impl<T> ResponseCase<T> {
    fn status(&self) -> Status {
        match self {
            Self::Buffered(status, _) | Self::Streaming(status, _) => *status,
        }
    }
}

/// The key of a reply ([OpenAPI 3.0, Responses Object](https://spec.openapis.org/oas/v3.0.3#responses-object)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// One status, such as `404`.
    Code(u16),
    /// All of a class: `4` for `4XX`.
    Class(u16),
    /// Whatever no other case covers.
    Default,
}

impl Status {
    /// The keys that cover a status, the most exact first: a code goes before its class, a class before the default.
    fn covering(status: StatusCode) -> [Self; 3] {
        [Self::Code(status.as_u16()), Self::Class(status.as_u16() / 100), Self::Default]
    }
}

impl<T, E: DocumentedError> Operation<T, E> {
    /// How a reply with a status is read: as success or as error. None when the operation does not document it.
    pub(crate) fn case(
        &self,
        status: StatusCode,
    ) -> Option<Result<&ResponseCase<T>, &'static ResponseCase<E>>> {
        Status::covering(status).into_iter().find_map(|key| {
            // `default` says what a success is where nothing else does, and what a failure is; never one for the other.
            let is_default = key == Status::Default;
            let success = self
                .responses
                .iter()
                .find(|case| case.status() == key && (!is_default || status.is_success()));
            let failure = failure_at::<E>(key, status);
            success.map(Ok).or_else(|| failure.map(Err))
        })
    }
}

fn failure_at<E: DocumentedError>(key: Status, status: StatusCode) -> Option<&'static ResponseCase<E>> {
    // Nor does it say what a redirect is: that leads somewhere.
    let is_failure = !status.is_success() && !is_redirect(status);
    E::RESPONSES.iter().find(|case| case.status() == key && (key != Status::Default || is_failure))
}

/// How a reply with a status is read as an error. None when the operation does not document it.
pub(crate) fn failure<E: DocumentedError>(status: StatusCode) -> Option<&'static ResponseCase<E>> {
    Status::covering(status).into_iter().find_map(|key| failure_at::<E>(key, status))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::decode::read_empty;

    #[derive(Debug)]
    struct Failed(&'static str);

    impl DocumentedError for Failed {
        type Code = String;
        type Headers = ();
        const RESPONSES: &'static [ResponseCase<Self>] = &[
            ResponseCase::Buffered(Status::Default, |_| Ok(Self("default"))),
            ResponseCase::Buffered(Status::Class(4), |_| Ok(Self("4XX"))),
            ResponseCase::Buffered(Status::Code(404), |_| Ok(Self("404"))),
        ];
    }

    #[test]
    fn a_code_goes_before_its_class_and_a_class_before_the_default() {
        let operation: Operation<(), Failed> = Operation {
            route: Route {
                id: "x",
                method: Method::GET,
                path: "/x",
                server: None,
                content_type: None,
                accept: "*/*",
                security: &[],
            },
            responses: &[ResponseCase::Buffered(Status::Class(2), read_empty)],
            errors: PhantomData,
        };
        let reply = |status| RawResponse { status, headers: Default::default(), body: Default::default() };
        for (code, name) in [(404, "404"), (429, "4XX"), (204, ""), (500, "default")] {
            let status = StatusCode::from_u16(code).unwrap();
            match operation.case(status).unwrap() {
                Ok(ResponseCase::Buffered(_, decode)) => {
                    assert!(name.is_empty() && decode(&reply(status)).is_ok())
                }
                Err(ResponseCase::Buffered(_, decode)) => assert_eq!(decode(&reply(status)).unwrap().0, name),
                other => panic!("{other:?}"),
            }
        }
    }
}
