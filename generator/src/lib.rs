//! Generates the files of a typed Rust client from an OpenAPI document.
//!
//! # Phases
//!
//! Data flows one way, as plain values, and a phase imports no other phase:
//!
//! | phase | from | to |
//! |---|---|---|
//! | [`load`] | texts | one tree of [`document::Node`]s in the shape of OpenAPI 3.0, with overlays applied |
//! | [`validate`] | that tree | diagnostics, and the tree without what has errors |
//! | [`resolve`] | the tree | the [`ir`]: an API as plain data, the only source of truth from here on |
//! | [`coverage`] | the tree and what was read of it | a diagnostic for each node that no phase consumed |
//! | [`engine`] | the `ir` | progenitor's types, keyed by schema and operation |
//! | [`emit`] | those types and the `ir` | the code of a model crate and a client crate |
//! | [`render`] | that code | files |
//!
//! [`generate`] is this list as code; [`pipeline`] decides if a run goes on after diagnostics. It is a pure function: no
//! file system, clock, environment, network or process. [`document`], [`diagnostic`], [`config`], [`names`] and [`ir`] are data
//! that phases share, and so is [`lock`], the names that last.
//!
//! # Adding to it
//!
//! A key of OpenAPI is a line in a table under `validate/structure/`. A rule about documents is a file under
//! `validate/rules/`, its `mod` line, and a line in `RULES`, both in `validate/rules.rs`. A change of the generated code is a file under `emit/`,
//! called from the items of `client` or `models`, or from `layout` for a whole crate. A construct of OpenAPI begins in [`ir`], is read
//! in [`resolve`], and is written in [`emit`]; [`engine`] gets it only if progenitor makes its type.

#![allow(rustdoc::private_intra_doc_links, reason = "the manual is for those who read the source")]

pub mod config;
pub mod coverage;
pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod engine;
mod input;
pub mod ir;
pub mod load;
pub mod lock;
pub mod names;
mod output;
mod pipeline;
pub mod render;
pub mod resolve;
pub mod validate;

use std::collections::{BTreeMap, BTreeSet};

use config::crate_name;
use coverage::{Coverage, Known};
use diagnostic::Diagnostic;
use document::{Node, openapi};
use load::{Read, bundle, import};
use resolve::Resolved;

pub use diagnostic::{Reported, report};
pub use input::{Arrangement, Input, Layout, LeftOut, Runtime};
pub use output::{Method, Output};

/// A defect of the generator: the document passed every check, but code generation failed.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// The engine rejected the document that was lowered for it.
    #[error(transparent)]
    Engine(#[from] engine::EngineError),
    /// The engine's items do not match the schemas and operations.
    #[error(transparent)]
    Item(#[from] ir::EngineItemError),
    /// Items of the document are missing in the generated code.
    #[error("{} items of the document are missing in the generated code: {}", .0.len(), .0.iter().take(8).cloned().collect::<Vec<_>>().join("; "))]
    Lost(Vec<String>),
    /// The code could not be printed.
    #[error(transparent)]
    Render(#[from] render::RenderError),
}

/// Generates the two crates, or returns the diagnostics that reject the document.
///
/// # Errors
/// Fails only for defects of the generator. Defects of a document are in [`Output::diagnostics`].
pub fn generate(input: &Input) -> Result<Output, GenerateError> {
    let mut diagnostics = Vec::new();
    let mut skipped = Vec::new();
    let Read { sources, files, config, overlays, lock } = load::read(input, &mut diagnostics);
    let missing_files = load::missing_files(input, &sources, &files);
    let root = load::merge(input, &sources, &files, &overlays, &mut diagnostics);
    let operations = root.as_ref().map_or(0, |root| openapi::operations(root).count());
    let version = root.as_ref().and_then(|root| root.get("openapi").or(root.get("swagger"))?.as_text());
    let version = version.unwrap_or_default().to_owned();
    let package = input.package(&config).to_owned();
    // The name becomes a folder, so an invalid one stops the run.
    let root = root.filter(|_| is_named(&package, &config, &mut diagnostics));
    let whole = root.clone();
    let imported = root.as_ref().map(import::interpreted).unwrap_or_default();
    let root = root.and_then(|root| pipeline::checked(root, &config, input, &mut diagnostics, &mut skipped));
    let described = root.and_then(|root| {
        pipeline::described(root, (&config, lock.as_ref()), input, &mut diagnostics, &mut skipped)
    });
    let mut output = Output { package, version, operations, missing_files, ..Output::default() };
    if let (Some(Resolved { mut api, read, lock: names }), Some(whole)) = (described, whole) {
        api.manifest.publish = Some(input.runtime.is_published() && api.manifest.publish.unwrap_or(true));
        let known = Known { read: &read, imported: &imported, diagnostics: &diagnostics, skipped: &skipped };
        let (nodes, lost) = coverage::measure(&whole, &known);
        diagnostics.extend(lost.iter().map(|span| Diagnostic::unsupported(*span, "")));
        let lost = lost.into_iter().map(|span| sources.location(span)).collect();
        output.nodes = Coverage { lost, ..nodes };
        output.generated = api.operations.iter().filter(|operation| !operation.is_variant).count();
        let renamed = api.operations.iter().filter(|operation| !operation.is_variant);
        let renamed = renamed.filter_map(|operation| {
            Some((operation.id.clone(), operation.function.clone(), operation.rule?.to_owned()))
        });
        output.renamed = renamed.collect();
        output.typing = api.typing.clone();
        let is_locked = !names.is_empty() || lock.is_some_and(|lock| !lock.is_empty());
        output.names = Some(names.text()).filter(|_| is_locked);
        output.methods = output::methods(&api, &sources);
        let arrangement = input.arrangement(&config);
        output.layout = arrangement.layout;
        output.needs =
            (output.layout == Layout::Module).then(|| render::needs(&api, input, arrangement.models_only));
        output.files = Some(write(&api, input, arrangement)?);
    }
    if output.files.is_some() && output.generated + skipped.len() != operations {
        let (generated, left_out) = (output.generated, skipped.len());
        let message =
            format!("{generated} operations were generated and {left_out} skipped, of {operations}");
        return Err(GenerateError::Lost(vec![message]));
    }
    let located = skipped.into_iter().map(|skipped| {
        let location = sources.location(skipped.span);
        (skipped, location)
    });
    output.skipped = located.collect();
    output.diagnostics = report(diagnostics, &sources);
    Ok(output)
}

/// Returns the merged tree of a document with checked references, for tools that read OpenAPI.
pub fn bundled(input: &Input) -> (Option<Node>, Vec<Reported>) {
    let mut diagnostics = Vec::new();
    let Read { sources, files, overlays, .. } = load::read(input, &mut diagnostics);
    let root = load::merge(input, &sources, &files, &overlays, &mut diagnostics);
    if let Some(root) = &root {
        bundle::check_references(root, &mut diagnostics);
    }
    let root = root.filter(|_| !diagnostic::rejects(&diagnostics, false));
    (root, report(diagnostics, &sources))
}

/// Returns the IR of a document without generating code. None if the document is rejected.
pub fn described(input: &Input) -> (Option<ir::Api>, Vec<Reported>) {
    let mut diagnostics = Vec::new();
    let mut skipped = Vec::new();
    let Read { sources, files, config, overlays, lock } = load::read(input, &mut diagnostics);
    let root = load::merge(input, &sources, &files, &overlays, &mut diagnostics);
    let root = root.and_then(|root| pipeline::checked(root, &config, input, &mut diagnostics, &mut skipped));
    let described = root.and_then(|root| {
        pipeline::described(root, (&config, lock.as_ref()), input, &mut diagnostics, &mut skipped)
    });
    (described.map(|described| described.api), report(diagnostics, &sources))
}

/// Returns the operations of a document, as `POST /path`.
pub fn operations(input: &Input) -> Vec<String> {
    let (root, _) = bundled(input);
    root.iter().flat_map(pipeline::listed).map(|(operation, _)| operation).collect()
}

/// Returns the referenced files that were not passed in, like [`Output::missing_files`], without generating code.
pub fn missing_files(input: &Input) -> BTreeSet<String> {
    let Read { sources, files, .. } = load::read(input, &mut Vec::new());
    load::missing_files(input, &sources, &files)
}

/// Whether the client crate has a valid name.
fn is_named(package: &str, config: &config::Config, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let Err(error) = crate_name::check(package) else { return true };
    let span = match config.package.name.as_deref() == Some(package) {
        true => config.place(package),
        false => document::Span { file: 0, start: 0, end: 0 },
    };
    let help = format!("name it `{}`", error.proposal());
    diagnostics.push(Diagnostic::error("crate-name", span, error.to_string()).with_help(help));
    false
}

fn write(
    api: &ir::Api,
    input: &Input,
    arrangement: Arrangement,
) -> Result<BTreeMap<String, String>, GenerateError> {
    let crates = emit::emit(engine::run(api)?, api)?;
    Ok(render::render(crates, api, input, arrangement)?)
}
