//! `Display` and `Debug` of errors.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use super::{Error, ErrorKind};
use crate::response::sanitize::one_line;

impl<E> fmt::Display for Error<E> {
    /// Writes one line of limited length: the operation, the status and codes, then the message or cause.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.describe(&mut text)?;
        formatter.write_str(&one_line(&text))
    }
}

impl<E> Error<E> {
    fn describe(&self, formatter: &mut impl fmt::Write) -> fmt::Result {
        let failure = &self.0.failure;
        write!(formatter, "{}: ", failure.operation)?;
        if let Some(response) = &failure.response {
            write!(formatter, "{}", response.status)?;
            let codes = response.details.codes();
            if !codes.is_empty() {
                write!(formatter, " {}", codes.join(","))?;
            }
            write!(formatter, ": ")?;
        }
        match (failure.kind, self.message(), &failure.source) {
            (ErrorKind::Api, Some(message), _) => formatter.write_str(message),
            (ErrorKind::Api, None, _) => formatter.write_str("the API rejected the request"),
            (ErrorKind::UndocumentedStatus, Some(message), _) => formatter.write_str(message),
            (ErrorKind::UndocumentedStatus, None, _) => formatter.write_str(undocumented(self.status())),
            (_, _, Some(source)) => write!(formatter, "{source}{}", root_cause(source.as_ref())),
            (kind, _, None) => write!(formatter, "{kind:?}"),
        }?;
        if failure.attempts.made > 1 {
            write!(formatter, " (after {} attempts)", failure.attempts.made)?;
        }
        Ok(())
    }
}

/// Returns the message for an undocumented status.
fn undocumented(status: Option<StatusCode>) -> &'static str {
    match status {
        Some(StatusCode::UNAUTHORIZED) => "the server did not accept the credential",
        Some(StatusCode::PAYLOAD_TOO_LARGE) => "the body is larger than the server accepts",
        Some(StatusCode::URI_TOO_LONG) => "the arguments make a longer URL than the server accepts",
        Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE) => "the headers are longer than the server accepts",
        _ => "the operation does not document this status",
    }
}

/// Returns the innermost cause, if there is one, because "could not connect" alone does not help.
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
    /// Shows the names of the headers without values, because the values may echo secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &self.0.failure;
        let mut out = formatter.debug_struct("Error");
        out.field("operation", &failure.operation).field("kind", &failure.kind);
        if let Some(response) = &failure.response {
            out.field("attempts", &failure.attempts.made)
                .field("status", &response.status)
                .field("headers", &response.headers.keys().collect::<Vec<_>>())
                .field("codes", &response.details.codes())
                .field("body", &String::from_utf8_lossy(&response.body));
        }
        if let Some(documented) = &self.0.documented {
            out.field("documented", &**documented);
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
