//! Checks that every feature of the published crates compiles alone.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    features: BTreeMap<String, Vec<String>>,
}

/// Returns a `cargo clippy` without features, and one per feature, for each crate in `generated-client/`.
pub(super) fn steps(workspace: &Path) -> Result<Vec<Vec<String>>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(workspace)
        .output()
        .context("starting cargo metadata")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Metadata = serde_json::from_slice(&output.stdout).context("reading cargo metadata")?;
    let clients = workspace.join("generated-client");
    let shipped = |package: &Package| Path::new(&package.manifest_path).starts_with(&clients);
    Ok(metadata.packages.into_iter().filter(shipped).flat_map(of).collect())
}

fn of(package: Package) -> Vec<Vec<String>> {
    let check = |feature: &str| {
        let words =
            ["clippy", "--quiet", "--package", &package.name, "--no-default-features", "--features", feature];
        words.into_iter().chain(["--", "-D", "warnings"]).map(str::to_owned).collect()
    };
    let alone = package.features.keys().filter(|name| *name != "default").map(|name| check(name));
    std::iter::once(check("")).chain(alone).collect()
}
