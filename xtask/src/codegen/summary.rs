//! What a run tells in its last lines of what is not as the document has it: counts, and the first places.

use clientwright::diagnostic::Severity;
use clientwright::{Output, Reported};

use crate::status::say;

/// How many places are told; the report has them all.
const TOLD: usize = 5;

/// Says how much was approximated, how many places are untyped, and where the first of them are.
pub(super) fn approximations(output: &Output) {
    let all =
        output.diagnostics.iter().filter(|reported| reported.diagnostic.severity == Severity::Approximation);
    let all: Vec<&Reported> = all.collect();
    let untyped = output.typing.untyped;
    if all.is_empty() && untyped == 0 {
        return;
    }
    // What costs a type comes first: it is what a caller notices.
    let (first, others): (Vec<&Reported>, Vec<&Reported>) =
        all.iter().partition(|reported| reported.diagnostic.rule == "untyped");
    for reported in first.iter().chain(&others).take(TOLD) {
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
