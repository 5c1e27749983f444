//! Many errors in one document, each on a line that says so: one run tells of them all, at these lines and at no others.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::collections::BTreeSet;

use clientwright::diagnostic::Severity;
use generator_tests::spec;

const DOCUMENTS: [&str; 2] = [include_str!("seeded_errors.yaml"), include_str!("seeded_errors.swagger.yaml")];

/// The lines that end in a word about what is wrong there.
fn seeded(text: &str) -> BTreeSet<usize> {
    let lines = (1..).zip(text.lines());
    lines.filter(|(_, line)| line.contains(" # wrong: ")).map(|(number, _)| number).collect()
}

fn reported(text: &str) -> BTreeSet<usize> {
    let output = clientwright::generate(&spec::document(text)).unwrap();
    assert!(output.files.is_none(), "a document with errors gives code");
    let bad =
        output.diagnostics.iter().filter(|reported| reported.diagnostic.severity > Severity::Approximation);
    bad.map(|reported| reported.location.line).collect()
}

#[test]
fn one_run_reports_every_error_at_its_line() {
    for text in DOCUMENTS {
        assert_eq!(reported(text), seeded(text), "reported, seeded");
    }
    let all: usize = DOCUMENTS.iter().map(|text| seeded(text).len()).sum();
    assert!(all >= 60, "{all} errors");
}
