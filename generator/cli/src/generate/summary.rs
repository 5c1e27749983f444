//! The findings of a run, and its last lines: counts of approximations, and the first of them.

use clientwright::diagnostic::Severity;
use clientwright::{Input, Output, Reported};

use crate::status::{is_coloured, say};
use crate::{diagnostics, terminal};

/// The maximum number of printed locations; the report has all of them.
const SHOWN: usize = 5;

/// The maximum number of printed findings; the report has all of them.
const DRAWN: usize = 20;

/// Prints the warnings and errors.
pub(super) fn draw(input: &Input, findings: &[Reported]) {
    let least = Severity::Warning;
    let worth: Vec<_> = findings.iter().filter(|reported| reported.diagnostic.severity >= least).collect();
    let shown: Vec<_> = worth.iter().take(DRAWN).map(|reported| (*reported).clone()).collect();
    terminal::write_stderr(&diagnostics::draw(input, &shown, is_coloured(), least));
    if worth.len() > DRAWN {
        terminal::write_stderr(&format!("... and {} more of these in report.json\n\n", worth.len() - DRAWN));
    }
}

/// Prints how much was approximated or is untyped, with the first locations.
pub(super) fn approximations(output: &Output, findings: &[Reported]) {
    let all = findings.iter().filter(|reported| reported.diagnostic.severity == Severity::Approximation);
    let all: Vec<&Reported> = all.collect();
    let untyped = output.typing.untyped;
    if all.is_empty() && untyped == 0 {
        return;
    }
    // Untyped values come first, because callers notice them most.
    let (first, others): (Vec<&Reported>, Vec<&Reported>) =
        all.iter().partition(|reported| reported.diagnostic.rule == "untyped");
    for reported in first.iter().chain(&others).take(SHOWN) {
        let at = &reported.location;
        say("Approximated", &format!("{}:{}: {}", at.file, at.line, reported.diagnostic.message));
    }
    let (count, stated) = (all.len(), output.typing.stated);
    let places = if count == 1 { "place" } else { "places" };
    say(
        "Listed",
        &format!(
            "{count} approximated {places} in `report.json`; {untyped} of {stated} fields, parameters and bodies are untyped"
        ),
    );
}

/// Prints what the crate around a module needs, and the commands that add it.
pub(super) fn needs(output: &Output) {
    let Some(needs) = &output.needs else { return };
    say("Needed", "these dependencies in the crate's `Cargo.toml`:");
    terminal::write_stderr(&format!("\n[dependencies]\n{}\n", needs.manifest));
    say("Add", "them with these commands:");
    terminal::write_stderr(&format!("\n{}\n\n", needs.commands.join("\n")));
}
