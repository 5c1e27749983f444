//! Findings for other programs, on stdout.

mod github;
mod sarif;

use anyhow::Result;
use clientwright::Reported;

use crate::terminal;

/// The format on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// `report.json`.
    Json,
    /// Annotations of a GitHub workflow.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// Prints the findings of a run. `report` is the text of `report.json`, which also has the accepted ones.
///
/// # Errors
/// Fails if stdout cannot be written.
pub(super) fn print(format: Format, report: &str, findings: &[Reported]) -> Result<()> {
    match format {
        Format::Json => terminal::print_json_text(report),
        Format::Github => terminal::print_document(&github::commands(findings)),
        Format::Sarif => terminal::print_json(&sarif::log(findings)),
    }
}
