//! Runs progenitor on the lowered document. No other module uses it.
//!
//! progenitor panics on unsupported input and can overflow its stack, so run it on untrusted documents in a child process.

use ::progenitor::{GenerationSettings, Generator, InterfaceStyle, TypeImpl};
use openapiv3::OpenAPI;

/// Why progenitor generated no code.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// progenitor rejected the document.
    #[error("progenitor rejected the lowered document: {0}")]
    Refused(#[from] ::progenitor::Error),
    /// The generated code is not valid Rust.
    #[error("progenitor generated invalid Rust: {0}")]
    NotRust(#[from] syn::Error),
}

/// Runs progenitor. Schemas in `replaced` are left to `emit`: the engine uses their names and makes no types.
pub(super) fn run(document: &OpenAPI, replaced: &[String]) -> Result<syn::File, EngineError> {
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Positional);
    settings.with_map_type("::std::collections::BTreeMap");
    for name in replaced {
        settings.with_replacement(name, name, [TypeImpl::Display, TypeImpl::FromStr].into_iter());
    }
    let tokens = Generator::new(&settings).generate_tokens(document)?;
    Ok(syn::parse2(tokens)?)
}
