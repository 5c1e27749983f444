//! The features of a client and its model crate in addition to its tags.

use super::Api;
use crate::config::DeriveGroup;

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

/// A feature of the model crate that its client forwards. None is a default feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelFeature {
    /// The name, also of the crate that it adds.
    pub name: &'static str,
    /// The keys of the crate in a manifest, for a feature that the settings choose.
    pub dependency: Option<(DeriveGroup, &'static str)>,
    /// A description.
    pub words: &'static str,
}

/// The features that a model crate can have.
pub const MODEL_FEATURES: [ModelFeature; 2] = [
    ModelFeature {
        name: "hash",
        dependency: None,
        words: "`Eq` and `Hash` for every model without floating-point numbers (enums always have them)",
    },
    ModelFeature {
        name: "schemars",
        dependency: Some((
            DeriveGroup::Schemars,
            r#"version = "1", default-features = false, features = ["std"]"#,
        )),
        words: "`schemars::JsonSchema` for every model",
    },
];

impl Api {
    /// Whether the models have JSON Schemas.
    pub fn has_json_schemas(&self) -> bool {
        self.derives.contains(&DeriveGroup::Schemars)
    }

    /// Returns the features of the model crate.
    pub fn model_features(&self) -> impl Iterator<Item = &'static ModelFeature> {
        let is_chosen = |feature: &&ModelFeature| {
            feature.dependency.is_none_or(|(group, _)| self.derives.contains(&group))
        };
        MODEL_FEATURES.iter().filter(is_chosen)
    }
}
