//! `cargo xtask ci`: runs every check that a change must pass.

mod features;
mod fixtures;

use std::process::Command;

use anyhow::{Context, Result};

use crate::load;
use crate::status::{Status, say};

/// A step: its name, and the command after `cargo`.
type Step = (&'static str, &'static [&'static str]);

/// The steps, the cheapest first.
const STEPS: &[Step] = &[
    ("format", &["fmt", "--all", "--check"]),
    ("codegen", &["run", "--quiet", "--package", "xtask", "--", "codegen", "--check"]),
    ("clippy", &["clippy", "--workspace", "--all-targets", "--keep-going", "--", "-D", "warnings"]),
    ("test", &["test", "--workspace", "--no-fail-fast"]),
    ("brotli", &["test", "--package", "client-tests", "--features", "brotli", "--test", "it", "brotli"]),
    ("doc", &["doc", "--workspace", "--no-deps"]),
    ("package", PACKAGE),
];

/// Packages what needs no other crate of this workspace; the others can be packaged once these are published. What is in the packages is
/// not compiled, because that would compile every dependency again: a test looks for included files that a package lacks.
const PACKAGE: &[&str] = &[
    "package",
    "--offline",
    "--allow-dirty",
    "--no-verify",
    "--package",
    "clientwright",
    "--package",
    "clientwright-runtime",
    "--package",
    "elastic-cloud-models",
];

/// A target without operating system services, which models and clients must support.
const WASM: &str = "wasm32-unknown-unknown";

/// Runs all steps and lists the failed ones.
pub(crate) fn run() -> Result<Status> {
    let workspace = load::workspace()?;
    let mut failed = Vec::new();
    let alone = features::steps(&workspace)?;
    let mut steps: Vec<(&str, Vec<&str>)> =
        STEPS.iter().map(|(name, words)| (*name, words.to_vec())).collect();
    let fixtures = fixtures::folders(&workspace)?;
    let corpus = ["run", "--quiet", "--package", "xtask", "--", "corpus"].into_iter();
    steps.push(("fixtures", corpus.chain(fixtures.iter().map(String::as_str)).collect()));
    steps.extend(alone.iter().map(|words| ("features", words.iter().map(String::as_str).collect())));
    if has_wasm()? {
        let packages = ["--package", "elastic-cloud", "--package", "wire", "--all-features"];
        steps.push(("wasm", ["check"].into_iter().chain(packages).chain(["--target", WASM]).collect()));
    } else {
        say("Skipped", &format!("wasm: the target {WASM} is not installed (`rustup target add {WASM}`)"));
    }
    for (name, words) in steps {
        say("Running", &format!("{name}: cargo {}", words.join(" ")));
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(&words)
            .current_dir(&workspace)
            .env("RUSTDOCFLAGS", "-D warnings")
            .env("INSTA_UPDATE", "no")
            .status()
            .with_context(|| format!("starting cargo for {name}"))?;
        if !status.success() {
            failed.push(name);
        }
    }
    if failed.is_empty() {
        say("Passed", "everything");
        return Ok(Status::Done);
    }
    say("Failed", &failed.join(", "));
    Ok(Status::Failed)
}

/// Whether the wasm target is installed.
fn has_wasm() -> Result<bool> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", WASM])
        .output()
        .context("starting rustc")?;
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok(output.status.success() && std::path::Path::new(&folder).is_dir())
}
