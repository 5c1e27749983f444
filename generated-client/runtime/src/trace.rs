//! A span for each request, by OpenTelemetry's [conventions for HTTP clients][otel]: feature `tracing`.
//!
//! A span has the fields `http.request.method`, `server.address`, `server.port`, `url.scheme`, `url.template`,
//! `http.request.resend_count`, `http.response.status_code` and `error.type`. `url.full` is deliberately omitted: it
//! contains the arguments and, in some APIs, the credential.
//!
//! [otel]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span

#[cfg(feature = "tracing")]
pub(crate) use with::{Attempt, retrying};
#[cfg(not(feature = "tracing"))]
pub(crate) use without::{Attempt, retrying};

#[cfg(feature = "tracing")]
mod with {
    use std::future::Future;
    use std::time::Duration;

    use http::StatusCode;
    use tracing::field::Empty;
    use tracing::{Instrument, Span};

    use crate::error::Failure;
    use crate::transport::{CallInfo, Prepared};

    pub(crate) struct Attempt(Span);

    impl Attempt {
        pub(crate) fn start(request: &Prepared, call: &CallInfo, resent: u32) -> Self {
            let Prepared { method, url, .. } = request;
            let span = tracing::info_span!(
                "http.request",
                otel.name = format!("{method} {}", call.path),
                otel.kind = "client",
                otel.status_code = Empty,
                openapi.operation_id = call.operation,
                http.request.method = method.as_str(),
                server.address = url.host_str().unwrap_or_default(),
                server.port = url.port_or_known_default().unwrap_or_default(),
                url.scheme = url.scheme(),
                url.template = call.path,
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                error.r#type = Empty,
            );
            // The convention sets this field only for retries.
            if resent > 0 {
                span.record("http.request.resend_count", resent);
            }
            Self(span)
        }

        pub(crate) fn inside<T>(&self, begin: impl FnOnce() -> T) -> T {
            self.0.in_scope(begin)
        }

        pub(crate) fn within<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
            future.instrument(self.0.clone())
        }

        pub(crate) fn responded(&self, status: StatusCode) {
            self.0.record("http.response.status_code", status.as_u16());
            if status.is_client_error() || status.is_server_error() {
                self.0.record("error.type", status.as_str());
                self.0.record("otel.status_code", "ERROR");
            }
        }

        pub(crate) fn failed(&self, failure: &Failure) {
            if let Some(response) = &failure.response {
                self.0.record("http.response.status_code", response.status.as_u16());
            }
            self.0.record("error.type", failure.kind.name());
            self.0.record("otel.status_code", "ERROR");
        }
    }

    /// Logs that a call is about to be retried.
    pub(crate) fn retrying(operation: &'static str, made: u32, wait: Duration) {
        tracing::info!(
            openapi.operation_id = operation,
            attempts = made,
            wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            "retrying"
        );
    }
}

#[cfg(not(feature = "tracing"))]
mod without {
    use std::future::Future;
    use std::time::Duration;

    use http::StatusCode;

    use crate::error::Failure;
    use crate::transport::{CallInfo, Prepared};

    pub(crate) struct Attempt;

    impl Attempt {
        pub(crate) fn start(_: &Prepared, _: &CallInfo, _: u32) -> Self {
            Self
        }

        pub(crate) fn inside<T>(&self, begin: impl FnOnce() -> T) -> T {
            begin()
        }

        pub(crate) fn within<F: Future>(&self, future: F) -> F {
            future
        }

        pub(crate) fn responded(&self, _: StatusCode) {}

        pub(crate) fn failed(&self, _: &Failure) {}
    }

    pub(crate) fn retrying(_: &'static str, _: u32, _: Duration) {}
}
