//! One small document a construct: what is found in it, and what is generated from it.
//!
//! Each document's first line says what must come out. A snapshot holds the findings and the code that this document
//! makes; what is the same for every document is left out.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use generator::{Input, Output};
use generator_tests::spec;

/// Files that are the same for every document, or nearly so.
const BOILERPLATE: [&str; 20] = [
    "Cargo.toml",
    "account.rs",
    "any_of.rs",
    "beside.rs",
    "choice.rs",
    "client.rs",
    "containers.rs",
    "decode.rs",
    "json.rs",
    "lib.rs",
    "newtype.rs",
    "object.rs",
    "open_enum.rs",
    "open_number.rs",
    "scalars.rs",
    "source.rs",
    "tagged_union.rs",
    "tuple.rs",
    "unknown.rs",
    "untagged_union.rs",
];
/// Beginnings of names of fixtures that are about what the client's own module has.
const ABOUT_THE_CLIENT: [&str; 4] = ["security-", "server-", "swagger-security", "swagger-host"];

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut fixtures: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    fixtures.sort();
    fixtures
}

fn findings(output: &Output) -> String {
    let mut text = String::new();
    for reported in &output.findings {
        let (finding, location) = (&reported.finding, &reported.location);
        let severity = format!("{:?}", finding.severity).to_lowercase();
        let place = format!("{}:{} {}", location.line, location.column, location.pointer);
        writeln!(text, "{severity} {} {place} {}", finding.rule, finding.message).unwrap();
    }
    text
}

fn code(name: &str, output: &Output) -> String {
    let mut text = String::new();
    for (path, content) in output.files.iter().flatten() {
        let file = path.rsplit('/').next().unwrap_or_default();
        let is_client = file == "client.rs" && ABOUT_THE_CLIENT.iter().any(|about| name.starts_with(about));
        if is_client || !BOILERPLATE.contains(&file) {
            // The first line names the document, which is the same for all.
            let content = content.split_once('\n').map_or("", |(_, rest)| rest);
            write!(text, "\n==== {path}\n{content}").unwrap();
        }
    }
    text
}

#[test]
fn each_fixture_is_as_reviewed() {
    let mut failures = Vec::new();
    for path in fixtures() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let input = Input { keep_going: true, ..spec::document(&std::fs::read_to_string(&path).unwrap()) };
        // Each fixture is tried, whatever became of those before it.
        let result = std::panic::catch_unwind(|| review(&name, &input));
        if result.is_err() {
            failures.push(name);
        }
    }
    assert_eq!(failures, Vec::<String>::new(), "fixtures that are not as reviewed");
}

fn review(name: &str, input: &Input) {
    let output = generator::generate(input).unwrap();
    insta::with_settings!({
        snapshot_path => "snapshots/fixtures",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, format!("{}{}", findings(&output), code(name, &output)));
    });
    assert!(output.files.is_some(), "{name} was rejected");
    let (generated, skipped) = (output.generated, output.skipped.len());
    assert_eq!(generated + skipped, output.operations, "{name}: generated {generated}, skipped {skipped}");
}

#[test]
fn each_fixture_says_what_must_come_out() {
    for path in fixtures() {
        let text = std::fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("# ") && first.ends_with('.'),
            "{}: the first line says nothing",
            path.display()
        );
    }
}
