//! Converts a response into the error of a call, without the client's secrets.

use crate::client::config::Config;
use crate::error::{Attempts, Error, ErrorKind, Failure};
use crate::operation::{DocumentedError, ResponseCase};
use crate::response::RawResponse;
use crate::response::decode::DecodeError;
use crate::response::redacted::{Redacted, Redactor, ResponseSnapshot};

/// Returns the redacted part of a response that an error keeps.
pub(super) fn redacted(config: &Config, raw: &RawResponse) -> Redacted<ResponseSnapshot> {
    config.credentials.with(|credentials| Redactor(credentials).response(raw, &config.api.errors))
}

/// Returns a failure that holds the redacted response.
pub(super) fn with_response(
    config: &Config,
    operation: &'static str,
    kind: ErrorKind,
    raw: &RawResponse,
) -> Failure {
    Failure { response: Some(Box::new(redacted(config, raw))), ..Failure::new(operation, kind) }
}

/// Returns the error that the operation documents, or a decoding error.
pub(crate) fn documented_error<E: DocumentedError>(
    config: &Config,
    operation: &'static str,
    attempts: Attempts,
    index: usize,
    raw: &RawResponse,
) -> Error<E> {
    let Some(ResponseCase::Buffered(_, decode)) = E::RESPONSES.get(index) else {
        // An error is never a stream.
        return undocumented_status(config, operation, attempts, raw);
    };
    let decode = |raw: &RawResponse| config.memory().decode(|| decode(raw));
    match decode(raw) {
        Ok(documented) => {
            let redact = |held: &[_]| Redactor(held).documented(documented, decode, raw);
            let documented = redact(&config.credentials.snapshot());
            let failure = with_response(config, operation, ErrorKind::Api, raw);
            Error::new(Failure { attempts, ..failure }, documented)
        }
        Err(error) => undecodable(config, operation, attempts, raw, error),
    }
}

/// Returns the error for a body that could not be decoded.
pub(crate) fn undecodable<E>(
    config: &Config,
    operation: &'static str,
    attempts: Attempts,
    raw: &RawResponse,
    error: DecodeError,
) -> Error<E> {
    let error = config.credentials.with(|credentials| Redactor(credentials).decode_error(error));
    let failure = Failure::decode(operation, redacted(config, raw), error);
    Error::new(Failure { attempts, ..failure }, None)
}

/// Returns the error for a status that the operation does not document.
pub(crate) fn undocumented_status<E>(
    config: &Config,
    operation: &'static str,
    attempts: Attempts,
    raw: &RawResponse,
) -> Error<E> {
    let failure = with_response(config, operation, ErrorKind::UndocumentedStatus, raw);
    Error::new(Failure { attempts, ..failure }, None)
}
