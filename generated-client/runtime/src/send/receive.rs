//! Reads a response into memory, up to the client's limits.

use std::future::Future;

use bytes::Bytes;
use http::StatusCode;

use super::failure;
use crate::client::config::Config;
use crate::error::{ErrorKind, Failure};
use crate::response::RawResponse;
use crate::response::redacted::MAX_ERROR_BODY;
use crate::transport::TransportPhase;
use crate::transport::body::{BodyBuffer, ResponseBody};
use crate::transport::timeouts::Deadline;

/// A response whose body has been read or is left to the caller.
pub(crate) enum Received {
    Buffered(RawResponse),
    Streaming(http::Response<ResponseBody>),
}

impl Received {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Buffered(raw) => raw.status,
            Self::Streaming(response) => response.status(),
        }
    }

    pub(super) fn buffered(&self) -> Option<&RawResponse> {
        match self {
            Self::Buffered(raw) => Some(raw),
            Self::Streaming(_) => None,
        }
    }
}

/// Reads the whole body of a response.
pub(super) fn read<'r>(
    config: &'r Config,
    operation: &'static str,
    response: http::Response<ResponseBody>,
    deadline: &'r mut Deadline,
) -> impl Future<Output = Result<RawResponse, Failure>> + use<'r> {
    let (http::response::Parts { status, headers, .. }, mut body) = response.into_parts();
    // Not an `async fn`, which would hold its arguments twice.
    async move {
        match gather(config, operation, status.is_success(), &mut body, deadline).await {
            Ok(body) => Ok(RawResponse { status, headers, body }),
            Err(failure) => {
                let raw = RawResponse { status, headers, body: Bytes::new() };
                Err(Failure { response: Some(Box::new(failure::redacted(config, &raw))), ..failure })
            }
        }
    }
}

async fn gather(
    config: &Config,
    operation: &'static str,
    is_success: bool,
    chunks: &mut ResponseBody,
    deadline: &mut Deadline,
) -> Result<Bytes, Failure> {
    let most = config.max_response_bytes;
    let limit = if is_success { most } else { most.min(MAX_ERROR_BODY) };
    let mut body = BodyBuffer::default();
    loop {
        let next = async { chunks.next().await.transpose() };
        let chunk = deadline.run(TransportPhase::ResponseBody, next).await;
        match chunk.map_err(|error| Failure::transport(operation, error))? {
            None => return Ok(body.whole()),
            Some(chunk) if body.len().saturating_add(chunk.len()) > limit => {
                let reason = if limit == most {
                    "`max_response_bytes` of the builder sets the limit"
                } else {
                    "the limit for an error"
                };
                let text = format!("the body is larger than {limit} bytes; {reason}");
                let failure = Failure::new(operation, ErrorKind::BodyTooLarge);
                return Err(Failure { source: Some(text.into()), ..failure });
            }
            Some(chunk) => body.push(chunk),
        }
    }
}
