//! Runs `cargo check` on generated crates.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

/// Returns errors and warnings, one per line.
///
/// # Errors
/// Fails if cargo cannot be started.
pub(crate) fn run(folder: &Path, target: &Path) -> Result<Vec<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["check", "--offline", "--quiet", "--message-format", "short"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .context("starting cargo")?;
    let text = String::from_utf8_lossy(&output.stderr);
    let complaint = |line: &&str| line.contains("error") || line.contains("warning");
    let mut complaints: Vec<String> = text.lines().filter(complaint).map(str::to_owned).collect();
    if !output.status.success() && complaints.is_empty() {
        complaints.push(format!("cargo check exited with {}", output.status));
    }
    Ok(complaints)
}
