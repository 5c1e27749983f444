//! Types for the constants in generated code that describe an operation.

use std::marker::PhantomData;

use http::{Method, StatusCode};

use crate::response::RawResponse;
use crate::response::decode::DecodeError;
use crate::response::headers::ResponseHeaders;
use crate::stream::byte_stream::StreamingResponse;

/// An operation of an API. `T` is its response, `E` its documented errors.
#[derive(Debug)]
pub struct Operation<T: 'static, E> {
    /// The part that does not depend on the types.
    pub route: Route,
    /// How to read the responses that a call returns. [`DocumentedError::RESPONSES`] has those that it returns as
    /// errors.
    pub responses: &'static [ResponseCase<T>],
    /// The documented errors.
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
    /// The URL of the server of this operation, or its path on the origin of the API, if it has its own.
    ///
    /// A base URL of the caller replaces it, except if this is a path and the base URL has none.
    pub server: Option<&'static str>,
    /// The media type of the body, if the operation has one.
    pub content_type: Option<&'static str>,
    /// The `Accept` header: the media types of the documented responses.
    pub accept: &'static str,
    /// Alternative sets of security schemes, by name. If empty, the operation needs no credential.
    pub security: &'static [&'static [&'static str]],
}

/// A documented response: its status and how to read its body.
#[derive(Debug)]
pub enum ResponseCase<T> {
    /// The body is read whole and then decoded.
    Buffered(Status, Decoder<T>),
    /// The caller reads the body as it arrives. Only for a success.
    Streaming(Status, StreamOpener<T>),
}

/// Decodes the body of a response.
pub type Decoder<T> = fn(&RawResponse) -> Result<T, DecodeError>;
/// Creates a stream from the body of a response.
pub type StreamOpener<T> = fn(StreamingResponse) -> Result<T, DecodeError>;

impl<T> ResponseCase<T> {
    fn status(&self) -> Status {
        match self {
            Self::Buffered(status, _) | Self::Streaming(status, _) => *status,
        }
    }
}

/// The documented errors of an operation.
pub trait DocumentedError: std::fmt::Debug + Send + Sync + Sized + 'static {
    /// The error codes of the API: an open enum, or a string if the API documents none.
    type Code: for<'a> From<&'a str> + AsRef<str>;

    /// The documented headers of the operation.
    type Headers: ResponseHeaders;

    /// How to read each documented error.
    const RESPONSES: &'static [ResponseCase<Self>];
}

/// The key of a response ([OpenAPI 3.0, Responses Object](https://spec.openapis.org/oas/v3.0.3#responses-object)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// One status, such as `404`.
    Code(u16),
    /// A class of statuses: `4` for `4XX`.
    Class(u16),
    /// All statuses without another case.
    Default,
}

impl Status {
    /// Returns the keys that match a status, the most specific first: code, class, default.
    fn covering(status: StatusCode) -> [Self; 3] {
        [Self::Code(status.as_u16()), Self::Class(status.as_u16() / 100), Self::Default]
    }
}

/// How an operation documents a status, with the index of the case that decodes the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// A success whose body is read whole: the index into [`Operation::responses`].
    Buffered(usize),
    /// A success whose body the caller reads as it arrives: the index into [`Operation::responses`].
    Streaming(usize),
    /// An error: the index into [`DocumentedError::RESPONSES`].
    Error(usize),
    /// The operation does not document the status.
    Undocumented,
}

impl<T, E: DocumentedError> Operation<T, E> {
    /// Returns how the operation documents a status.
    pub(crate) fn resolve(&self, status: StatusCode) -> Resolved {
        // `default` is a success only for 2XX, and an error only for a status that is neither 2XX nor a redirect.
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

    /// Returns the case of a success.
    pub(crate) fn success(&self, resolved: Resolved) -> Option<&ResponseCase<T>> {
        match resolved {
            Resolved::Buffered(index) | Resolved::Streaming(index) => self.responses.get(index),
            Resolved::Error(_) | Resolved::Undocumented => None,
        }
    }
}

/// Returns whether a status is a redirect ([RFC 9110, section 15.4][rfc]). 300 and 304 are not.
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
