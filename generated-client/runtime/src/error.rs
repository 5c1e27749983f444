//! What can go wrong with a call, and what is known of it.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

use crate::codes::Said;
use crate::headers::TypedHeaders;
use crate::operation::Case;
use crate::transport::{TransportError, TransportPhase};

/// How much of a reply's body an error keeps, in bytes.
pub(crate) const KEPT_BODY: usize = 1024;

/// A call that failed. `E` is what the operation documents.
///
/// [`kind`](Self::kind) says how far it came; whatever reply there was keeps its status and headers here.
pub struct Error<E>(Box<Inner<E>>);

struct Inner<E> {
    failure: Failure,
    documented: Option<E>,
}

/// How far a call came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request was refused before anything was sent.
    Request,
    /// No connection was made.
    Connect,
    /// A connection failed before the reply was whole.
    Transport,
    /// Time ran out.
    Timeout,
    /// The server redirects, and that is not followed.
    Redirect,
    /// The API replied with an error that it documents: see [`Error::operation`].
    Api,
    /// The API replied with a status that the operation does not document.
    UndocumentedStatus,
    /// The reply's body is not what the API documents for this status.
    Decode,
    /// The reply's body is larger than the client takes.
    BodyTooLarge,
}

/// An operation's documented errors.
pub trait DocumentedError: fmt::Debug + Send + Sync + Sized + 'static {
    /// The API's error codes: an open enum, or plain text where the API documents none.
    type Code: for<'a> From<&'a str> + AsRef<str>;

    /// The headers that the operation documents.
    type Headers: TypedHeaders;

    /// How each documented error is read.
    const REPLIES: &'static [Case<Self>];
}

/// The part of an error that does not depend on the operation.
pub(crate) struct Failure {
    pub(crate) operation: &'static str,
    pub(crate) kind: ErrorKind,
    pub(crate) reply: Option<KeptReply>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What an error keeps of a reply.
pub(crate) struct KeptReply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The first [`KEPT_BODY`] bytes.
    pub(crate) body: Bytes,
    pub(crate) said: Said,
}

impl<E> Error<E> {
    pub(crate) fn new(failure: Failure, documented: Option<E>) -> Self {
        Self(Box::new(Inner { failure, documented }))
    }

    /// How far the call came.
    pub fn kind(&self) -> ErrorKind {
        self.0.failure.kind
    }

    /// The operation, by the `operationId` of the document.
    pub fn operation_id(&self) -> &'static str {
        self.0.failure.operation
    }

    /// The documented error of this operation, by status.
    pub fn operation(&self) -> Option<&E> {
        self.0.documented.as_ref()
    }

    /// The documented error of this operation, by value.
    pub fn into_operation(self) -> Option<E> {
        self.0.documented
    }

    /// The status, when there was a reply.
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(|reply| reply.status)
    }

    /// The headers, when there was a reply.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(|reply| &reply.headers)
    }

    /// The first KiB of the body, when there was a reply. The client's own credential is redacted in it.
    pub fn body(&self) -> Option<&[u8]> {
        self.reply().map(|reply| reply.body.as_ref())
    }

    /// The first message in the body, where the API documents a place for one.
    pub fn message(&self) -> Option<&str> {
        self.reply()?.said.messages.first().map(String::as_str)
    }

    /// Whether the reply names a code, in its header or its body.
    pub fn has_code(&self, code: impl AsRef<str>) -> bool {
        self.reply().is_some_and(|reply| reply.said.codes().contains(&code.as_ref()))
    }

    /// How long the server asks to wait: `Retry-After` in seconds
    /// ([RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        let value = self.headers()?.get(RETRY_AFTER)?.to_str().ok()?;
        value.trim().parse().ok().map(std::time::Duration::from_secs)
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    fn reply(&self) -> Option<&KeptReply> {
        self.0.failure.reply.as_ref()
    }
}

impl<E: DocumentedError> Error<E> {
    /// The codes that the reply names: those of its header, then those that only its body has.
    pub fn codes(&self) -> Vec<E::Code> {
        self.typed(|said| said.codes())
    }

    /// The codes that the reply's header names.
    pub fn header_codes(&self) -> Vec<E::Code> {
        self.typed(|said| said.in_header.iter().map(String::as_str).collect())
    }

    /// The codes that the reply's body names.
    pub fn body_codes(&self) -> Vec<E::Code> {
        self.typed(|said| said.in_body.iter().map(String::as_str).collect())
    }

    /// The headers that the operation documents, as values, when there was a reply.
    pub fn typed_headers(&self) -> Option<E::Headers> {
        self.headers().map(E::Headers::read)
    }

    fn typed(&self, pick: impl FnOnce(&Said) -> Vec<&str>) -> Vec<E::Code> {
        self.reply()
            .map(|reply| pick(&reply.said).into_iter().map(E::Code::from).collect())
            .unwrap_or_default()
    }
}

impl Failure {
    /// A request that was refused before anything was sent.
    pub(crate) fn request(
        operation: &'static str,
        reason: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { operation, kind: ErrorKind::Request, reply: None, source: Some(reason.into()) }
    }

    pub(crate) fn transport(operation: &'static str, error: TransportError) -> Self {
        let kind = match (error.is_timeout, error.phase) {
            (true, _) => ErrorKind::Timeout,
            (false, TransportPhase::Connect) => ErrorKind::Connect,
            (false, TransportPhase::Redirect) => ErrorKind::Redirect,
            (false, _) => ErrorKind::Transport,
        };
        Self { operation, kind, reply: None, source: Some(Box::new(error)) }
    }
}

impl<E> fmt::Display for Error<E> {
    /// One line of a bounded length: the operation, then what is known, then what to make of it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.describe(&mut text)?;
        formatter.write_str(&one_line(&text))
    }
}

/// How long an error's line may be, in characters.
const LONGEST_LINE: usize = 600;

/// A server's words reach terminals and logs: no control characters, and not more than a person reads.
fn one_line(text: &str) -> String {
    let plain = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let line: String = plain.clone().take(LONGEST_LINE).collect();
    if plain.count() > LONGEST_LINE { line + "..." } else { line }
}

impl<E> Error<E> {
    fn describe(&self, formatter: &mut impl fmt::Write) -> fmt::Result {
        let failure = &self.0.failure;
        write!(formatter, "{}: ", failure.operation)?;
        if let Some(reply) = &failure.reply {
            write!(formatter, "{}", reply.status)?;
            let codes = reply.said.codes();
            if !codes.is_empty() {
                write!(formatter, " {}", codes.join(","))?;
            }
            write!(formatter, ": ")?;
        }
        match (failure.kind, self.message(), &failure.source) {
            (ErrorKind::Api, Some(message), _) => formatter.write_str(message),
            (ErrorKind::Api, None, _) => formatter.write_str("the API refused the request"),
            (ErrorKind::UndocumentedStatus, Some(message), _) => formatter.write_str(message),
            (ErrorKind::UndocumentedStatus, None, _) => {
                formatter.write_str("the operation does not document this status")
            }
            (ErrorKind::Redirect, _, None) => {
                let location = self.headers().and_then(|headers| headers.get(reqwest::header::LOCATION));
                let location = location.map(|value| String::from_utf8_lossy(value.as_bytes()));
                write!(
                    formatter,
                    "redirects are not followed (location: {})",
                    location.as_deref().unwrap_or("none")
                )
            }
            (_, _, Some(source)) => write!(formatter, "{source}{}", root_cause(source.as_ref())),
            (kind, _, None) => write!(formatter, "{kind:?}"),
        }
    }
}

/// The innermost cause, where there is one: "could not connect" alone helps nobody.
fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let mut last = None;
    let mut next = error.source();
    while let Some(cause) = next {
        last = Some(cause);
        next = cause.source();
    }
    last.map(|cause| format!(": {cause}")).unwrap_or_default()
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    /// Header names without values: what a server says may repeat what it was told.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &self.0.failure;
        let mut out = formatter.debug_struct("Error");
        out.field("operation", &failure.operation).field("kind", &failure.kind);
        if let Some(reply) = &failure.reply {
            out.field("status", &reply.status)
                .field("headers", &reply.headers.keys().collect::<Vec<_>>())
                .field("codes", &reply.said.codes())
                .field("body", &String::from_utf8_lossy(&reply.body));
        }
        if let Some(documented) = &self.0.documented {
            out.field("documented", documented);
        }
        if let Some(source) = &failure.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.failure.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}
