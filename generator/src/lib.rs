//! From an OpenAPI description to the files of a Rust client.
//!
//! # Stages
//!
//! Data flows one way, as plain values, and a stage knows no other stage:
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`source`] | text | [`tree::Node`]s with their places |
//! | [`bundle`] | a root and its fragments | one tree, whose references lead somewhere |
//! | [`overlay`] | that tree and overlays | the tree as the overlays change it |
//! | [`grammar`] | that tree | findings: values of a kind that cannot stand there, and keys that are missing |
//! | [`import`] | a tree of any version | a tree of the shape of OpenAPI 3.0 |
//! | [`check`] | the tree | findings: what the description may not say |
//! | [`describe`] | the tree | [`api::Api`]: our own plain data, the source of truth from here on |
//! | [`lower`] | the `Api` | a minimal document for the engine |
//! | [`engine`] | that document | a syntax tree, by progenitor |
//! | [`refine`] | the syntax tree and the `Api` | the code of a model crate and a client crate |
//! | [`verify`] | that code and the `Api` | what was lost on the way, which must be nothing |
//! | [`render`] | that code | files |
//!
//! [`generate`] is this list as code. It is a pure function: no file system, clock, environment, network or process.
//!
//! # Adding to it
//!
//! A key of OpenAPI is a line in a table under `grammar/`. A rule about documents is a file under `check/` and a line in
//! its `RULES`. A change of the generated code is a file
//! under `refine/` and a line in one of its pass lists. A construct of OpenAPI begins in [`api`], where its data gets a
//! form, is read in [`describe`], and is given to the engine in [`lower`].
//!
//! # Beside it
//!
//! [`capture`] makes the fragments under `spec/`: out of reference pages, and out of whole documents.

#![allow(rustdoc::private_intra_doc_links, reason = "the manual is for those who read the source")]

mod accept;
pub mod account;
pub mod api;
pub mod authenticate;
pub mod bundle;
pub mod capture;
pub mod check;
pub mod config;
pub mod crate_name;
pub mod describe;
pub mod engine;
pub mod finding;
pub mod grammar;
pub mod import;
mod input;
pub mod lower;
pub mod names;
mod nearest;
pub mod openapi;
mod output;
pub mod overlay;
pub mod prune;
mod read;
pub mod refine;
pub mod render;
pub mod select;
pub mod source;
pub mod tree;
pub mod verify;

use std::collections::{BTreeMap, BTreeSet};

use account::{Account, Known};
use finding::{Finding, Severity};
use read::Read;
use tree::Node;

pub use input::{Input, LeftOut};
pub use output::{Output, Reported};

/// A defect of this generator: the document passed every check, and still no code came of it.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// The engine failed on the document that was made for it.
    #[error(transparent)]
    Engine(#[from] engine::EngineError),
    /// Something that the description says is not in the code.
    #[error("{} of what the description says did not reach the code: {}", .0.len(), .0.iter().take(8).cloned().collect::<Vec<_>>().join("; "))]
    Lost(Vec<String>),
    /// The code could not be printed.
    #[error(transparent)]
    Render(#[from] render::RenderError),
}

/// Generates the two crates of a description, or says why not.
///
/// # Errors
/// Only for defects of the generator. What is wrong with a document is in [`Output::findings`].
pub fn generate(input: &Input) -> Result<Output, GenerateError> {
    let mut findings = Vec::new();
    let mut skipped = Vec::new();
    let Read { sources, files, config, overlays } = read::read(input, &mut findings);
    let wanted = read::wanted(input, &sources, &files);
    let root = read::bundle(input, &sources, &files, &overlays, &mut findings);
    let operations = root.as_ref().map_or(0, |root| openapi::operations(root).count());
    let version = root.as_ref().and_then(|root| root.get("openapi").or(root.get("swagger"))?.as_text());
    let version = version.unwrap_or_default().to_owned();
    let package = input.package(&config).to_owned();
    // Every file is written to a folder of that name, so nothing goes on with one that is not a name.
    let root = root.filter(|_| is_named(&package, input, &config, &mut findings));
    let whole = root.clone();
    let imported = root.as_ref().map(import::interpreted).unwrap_or_default();
    let root = root.and_then(|root| accept::checked(root, &config, input, &mut findings, &mut skipped));
    let described =
        root.and_then(|root| accept::described(root, &config, input, &mut findings, &mut skipped));
    let mut output = Output { package, version, operations, wanted, ..Output::default() };
    if let (Some((api, read)), Some(whole)) = (described, whole) {
        let known = Known { read: &read, imported: &imported, findings: &findings, skipped: &skipped };
        let (nodes, lost) = account::account(&whole, &known);
        // Whatever stage it was that passed over them: they are listed like everything that is not carried over.
        findings.extend(lost.iter().map(|span| {
            let message = "this is not carried over into the client: nothing is made of it here";
            Finding::new(Severity::Approximation, "not-read", *span, message)
        }));
        let lost = lost.into_iter().map(|span| sources.location(span)).collect();
        output.nodes = Account { lost, ..nodes };
        output.generated = api.operations.iter().filter(|operation| !operation.is_variant).count();
        output.typing = api.typing.clone();
        output.files = Some(write(&api, input)?);
    }
    if output.files.is_some() && output.generated + skipped.len() != operations {
        let (generated, left_out) = (output.generated, skipped.len());
        let message = format!("{generated} operations generated and {left_out} left out, of {operations}");
        return Err(GenerateError::Lost(vec![message]));
    }
    let located = skipped.into_iter().map(|skipped| {
        let location = sources.location(skipped.span);
        (skipped, location)
    });
    output.skipped = located.collect();
    output.findings = output::report(findings, &sources);
    Ok(output)
}

/// The merged tree of a description, checked as far as its references go: for tools that read OpenAPI themselves.
pub fn bundled(input: &Input) -> (Option<Node>, Vec<Reported>) {
    let mut findings = Vec::new();
    let Read { sources, files, overlays, .. } = read::read(input, &mut findings);
    let root = read::bundle(input, &sources, &files, &overlays, &mut findings);
    if let Some(root) = &root {
        bundle::check_references(root, &mut findings);
    }
    let root = root.filter(|_| !finding::rejects(&findings, false));
    (root, output::report(findings, &sources))
}

/// A description as plain data, checked like one that is generated, without making code of it. None when it is rejected.
pub fn described(input: &Input) -> (Option<api::Api>, Vec<Reported>) {
    let mut findings = Vec::new();
    let mut skipped = Vec::new();
    let Read { sources, files, config, overlays } = read::read(input, &mut findings);
    let root = read::bundle(input, &sources, &files, &overlays, &mut findings);
    let root = root.and_then(|root| accept::checked(root, &config, input, &mut findings, &mut skipped));
    let described =
        root.and_then(|root| accept::described(root, &config, input, &mut findings, &mut skipped));
    (described.map(|(api, _)| api), output::report(findings, &sources))
}

/// The operations of a description, as `POST /path`.
pub fn operations(input: &Input) -> Vec<String> {
    let (root, _) = bundled(input);
    root.iter().flat_map(accept::listed).map(|(operation, _)| operation).collect()
}

/// The files that the documents refer to and that were not given, as [`Output::wanted`], without generating anything.
pub fn wanted(input: &Input) -> BTreeSet<String> {
    let Read { sources, files, .. } = read::read(input, &mut Vec::new());
    read::wanted(input, &sources, &files)
}

/// Whether the client crate's name is one.
fn is_named(package: &str, input: &Input, config: &config::Config, findings: &mut Vec<Finding>) -> bool {
    let Err(error) = crate_name::check(package) else { return true };
    let settings = input.config.as_ref().filter(|_| config.package.name.as_deref() == Some(package));
    let span = match settings {
        Some(source) => config::place(input.documents.len().try_into().unwrap_or(u32::MAX), source, package),
        None => tree::Span { file: 0, start: 0, end: 0 },
    };
    let help = format!("name it `{}`", error.proposal());
    findings.push(Finding::error("crate-name", span, error.to_string()).with_help(help));
    false
}

fn write(api: &api::Api, input: &Input) -> Result<BTreeMap<String, String>, GenerateError> {
    let lowered = lower::lower(api);
    let engine = engine::run(&lowered.document, &lowered.replaced)?;
    let crates = refine::refine(engine, &lowered.types, api);
    let missing = verify::verify(&crates, api);
    if !missing.is_empty() {
        return Err(GenerateError::Lost(missing));
    }
    Ok(render::render(crates, api, &input.origin, &input.runtime)?)
}
