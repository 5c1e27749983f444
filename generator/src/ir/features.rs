//! The features that every client or model crate has in addition to its tags.

/// A feature of the runtime that every client forwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuntimeFeature {
    /// The name.
    pub name: &'static str,
    /// Whether it is a default feature.
    pub is_default: bool,
    /// A description.
    pub words: &'static str,
}

const fn feature(name: &'static str, is_default: bool, words: &'static str) -> RuntimeFeature {
    RuntimeFeature { name, is_default, words }
}

/// The features, in the order of the client's documentation.
pub const RUNTIME_FEATURES: [RuntimeFeature; 7] = [
    feature("rustls", true, "TLS by rustls"),
    feature("http2", true, "HTTP/2, if the server chooses it (ALPN)"),
    feature("gzip", true, "requests gzip responses and decodes them"),
    feature("brotli", false, "requests brotli responses and decodes them"),
    feature("native-tls", false, "TLS by the operating system's library"),
    feature("tracing", false, "a span for each request, by OpenTelemetry's conventions"),
    feature("blocking", false, "`wait()` for calls and `blocking_iter()` for pages, without async"),
];

/// A feature of the model crate that every client forwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelFeature {
    /// The name.
    pub name: &'static str,
    /// A description.
    pub words: &'static str,
}

/// The features. None is a default feature.
pub const MODEL_FEATURES: [ModelFeature; 1] = [ModelFeature {
    name: "hash",
    words: "`Eq` and `Hash` for every model without floating-point numbers (enums always have them)",
}];
