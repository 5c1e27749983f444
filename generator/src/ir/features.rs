//! The features that every client has beside its tags.

/// A feature of the runtime that every client passes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuntimeFeature {
    /// Its name.
    pub name: &'static str,
    /// Whether it is on unless the caller says `default-features = false`.
    pub is_default: bool,
    /// What it does.
    pub words: &'static str,
}

const fn feature(name: &'static str, is_default: bool, words: &'static str) -> RuntimeFeature {
    RuntimeFeature { name, is_default, words }
}

/// The features, as the documentation of a client lists them.
pub const RUNTIME_FEATURES: [RuntimeFeature; 7] = [
    feature("rustls", true, "TLS by rustls"),
    feature("http2", true, "HTTP/2, if the server chooses it (ALPN)"),
    feature("gzip", true, "requests gzip responses and decodes them"),
    feature("brotli", false, "requests brotli responses and decodes them"),
    feature("native-tls", false, "TLS by the operating system's library"),
    feature("tracing", false, "a span for each request, by OpenTelemetry's conventions"),
    feature("blocking", false, "`wait()` for calls and `blocking_iter()` for pages, without async"),
];
