//! One operation, as a table that generated code writes and this crate reads.

use std::marker::PhantomData;

use http::{Method, StatusCode};

use crate::response::RawResponse;
use crate::response::decode::DecodeError;
use crate::response::headers::ResponseHeaders;
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

/// An operation's documented errors.
pub trait DocumentedError: std::fmt::Debug + Send + Sync + Sized + 'static {
    /// The API's error codes: an open enum, or plain text where the API documents none.
    type Code: for<'a> From<&'a str> + AsRef<str>;

    /// The headers that the operation documents.
    type Headers: ResponseHeaders;

    /// How each documented error is read.
    const RESPONSES: &'static [ResponseCase<Self>];
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

/// How an operation documents a status. The index of a case leads to what decodes the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// A success that is read whole: the index into [`Operation::responses`].
    Buffered(usize),
    /// A success that the caller reads as it arrives: the index into [`Operation::responses`].
    Streaming(usize),
    /// An error: the index into [`DocumentedError::RESPONSES`].
    Error(usize),
    /// The operation does not document the status.
    Undocumented,
}

impl<T, E: DocumentedError> Operation<T, E> {
    /// Looks up a status, once for each response.
    pub(crate) fn resolve(&self, status: StatusCode) -> Resolved {
        // `default` is a success only for a status of 2XX, and an error only for one that is neither that nor a redirect.
        let is_failure = !status.is_success() && !is_redirect(status);
        for key in Status::covering(status) {
            let is_default = key == Status::Default;
            let success = self.responses.iter().position(|case| case.status() == key);
            if let Some(index) = success.filter(|_| !is_default || status.is_success()) {
                let is_streaming = matches!(self.responses.get(index), Some(ResponseCase::Streaming(..)));
                return if is_streaming { Resolved::Streaming(index) } else { Resolved::Buffered(index) };
            }
            let failure = E::RESPONSES.iter().position(|case| case.status() == key);
            if let Some(index) = failure.filter(|_| !is_default || is_failure) {
                return Resolved::Error(index);
            }
        }
        Resolved::Undocumented
    }

    /// The case of a success.
    pub(crate) fn success(&self, resolved: Resolved) -> Option<&ResponseCase<T>> {
        match resolved {
            Resolved::Buffered(index) | Resolved::Streaming(index) => self.responses.get(index),
            Resolved::Error(_) | Resolved::Undocumented => None,
        }
    }
}

/// Whether a status is a redirect ([RFC 9110, section 15.4][rfc]). 300 and 304 are not.
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc9110#section-15.4
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::decode::read_empty;

    #[derive(Debug)]
    struct Failed;

    impl DocumentedError for Failed {
        type Code = String;
        type Headers = ();
        const RESPONSES: &'static [ResponseCase<Self>] = &[
            ResponseCase::Buffered(Status::Default, |_| Ok(Self)),
            ResponseCase::Buffered(Status::Class(4), |_| Ok(Self)),
            ResponseCase::Buffered(Status::Code(404), |_| Ok(Self)),
        ];
    }

    #[test]
    fn code_precedes_its_class_and_class_precedes_default() {
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
        for (code, resolved) in [
            (404, Resolved::Error(2)),
            (429, Resolved::Error(1)),
            (204, Resolved::Buffered(0)),
            (500, Resolved::Error(0)),
            (302, Resolved::Undocumented),
        ] {
            assert_eq!(operation.resolve(StatusCode::from_u16(code).unwrap()), resolved, "{code}");
        }
    }
}
