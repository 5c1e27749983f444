//! The only place that knows progenitor: a document made for it in, a syntax tree out.
//!
//! progenitor panics on what it cannot do, and can overflow its stack; whoever calls this on a document of unknown
//! origin does so in a process that may die.

use ::progenitor::{GenerationSettings, Generator, InterfaceStyle, TypeImpl};
use openapiv3::OpenAPI;

/// Why there is no syntax tree.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// progenitor says no.
    #[error("progenitor refused the lowered document: {0}")]
    Refused(#[from] ::progenitor::Error),
    /// What progenitor made is no Rust.
    #[error("progenitor made tokens that are no Rust: {0}")]
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
