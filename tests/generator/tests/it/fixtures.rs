//! One small document for each construct: what is reported about it, and what is generated from it.
//!
//! The first line of each document states what must be generated. A snapshot holds the diagnostics and the part of the
//! code that the folder of the document asks for, except for items that every document has:
//!
//! | folder | shown |
//! |---|---|
//! | `models` | the model crate |
//! | `client` | the client crate |
//! | `whole` | both, as the construct needs both |
//! | `names` | the lines that begin with `pub`: what matters is that it compiles, and how it is named |

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper fails the test that calls it")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use clientwright::Output;
use generator_tests::fixtures::{self, Fixture};
use generator_tests::spec::{self, Files};

/// The fixture whose items are left out of the snapshots of the others.
const COMMON: &str = "common";
/// Files that the snapshots of the whole APIs show.
const LISTS: [&str; 3] = ["Cargo.toml", "README.md", "lib.rs"];

fn diagnostics(output: &Output) -> String {
    let mut text = String::new();
    for reported in &output.diagnostics {
        let (diagnostic, location) = (&reported.diagnostic, &reported.location);
        let severity = format!("{:?}", diagnostic.severity).to_lowercase();
        let place = format!("{}:{} {}", location.line, location.column, location.pointer);
        writeln!(text, "{severity} {} {place} {}", diagnostic.rule, diagnostic.message).unwrap();
    }
    text
}

/// The items of a file, each as its paragraphs. Imports are left out: the compiler checks them.
fn items(content: &str) -> Vec<Vec<&str>> {
    let mut items: Vec<Vec<&str>> = Vec::new();
    for paragraph in content.split("\n\n").map(str::trim_end) {
        match items.last_mut() {
            Some(last) if paragraph.starts_with(' ') => last.push(paragraph),
            _ => items.push(vec![paragraph]),
        }
    }
    items.retain(|item| !item.iter().any(|paragraph| paragraph.starts_with("use ")));
    items
}

/// What a snapshot shows of a file: items that `common` does not have, without the members that it has.
fn shown(content: &str, common: &str) -> String {
    let known: BTreeSet<&str> = items(common).into_iter().flatten().collect();
    let mut shown = Vec::new();
    for item in items(content) {
        let last = item.len() - 1;
        let is_new = |paragraph: &&str| !known.contains(paragraph);
        if item.iter().any(is_new) {
            let is_edge = |place| place == 0 || place == last;
            let kept = item.into_iter().enumerate();
            shown.extend(kept.filter(|(place, text)| is_edge(*place) || is_new(text)).map(|(_, text)| text));
        }
    }
    shown.join("\n\n")
}

/// The lines that name something public.
fn names(code: &str) -> String {
    let lines = code.lines().filter(|line| line.trim_start().starts_with("pub "));
    lines.collect::<Vec<_>>().join("\n")
}

fn code(fixture: &Fixture, output: &Output, common: &Files) -> String {
    let crates: &[&str] = match fixture.folder.split('/').next().unwrap() {
        "models" => &["sample-models/"],
        "client" => &["sample/"],
        "whole" | "names" => &["sample-models/", "sample/"],
        folder => panic!("no snapshot is described for the folder {folder}"),
    };
    let mut text = String::new();
    for (path, content) in output.files.iter().flatten() {
        let is_list = LISTS.contains(&path.rsplit('/').next().unwrap_or_default());
        if is_list || !crates.iter().any(|name| path.starts_with(name)) {
            continue;
        }
        // The first line names the document, which is the same for all.
        let content = content.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        let mut shown = shown(content, common.get(path).map_or("", String::as_str));
        if fixture.folder.starts_with("names/") {
            shown = names(&shown);
        }
        if !shown.is_empty() {
            write!(text, "\n==== {path}\n\n{shown}\n").unwrap();
        }
    }
    text
}

fn generate(fixture: &Fixture) -> Output {
    clientwright::generate(&fixture.input()).unwrap()
}

#[test]
fn fixture_gives_what_was_reviewed() {
    let fixtures = fixtures::all().unwrap();
    let common = fixtures.iter().find(|fixture| fixture.name == COMMON).unwrap();
    let files = generate(common).files.unwrap();
    let support = spec::support(&files, "sample").unwrap();
    let mut failures = Vec::new();
    for fixture in &fixtures {
        let common = if fixture.name == COMMON { &support } else { &files };
        // Each fixture is tried, also after one that fails.
        if std::panic::catch_unwind(|| review(fixture, common)).is_err() {
            failures.push(&fixture.name);
        }
    }
    assert_eq!(failures, Vec::<&String>::new(), "fixtures that are not as reviewed");
    let root = spec::workspace().join("tests/generator/tests/it/snapshots/fixtures");
    let mut reviewed: BTreeSet<PathBuf> = fixtures::files(&root).unwrap().into_iter().collect();
    reviewed.retain(|path| path.extension().is_some_and(|ending| ending == "snap"));
    let fixtures =
        fixtures.iter().map(|fixture| root.join(&fixture.folder).join(format!("{}.snap", fixture.name)));
    assert_eq!(
        reviewed.difference(&fixtures.collect()).collect::<Vec<_>>(),
        Vec::<&PathBuf>::new(),
        "there is no such fixture: remove these snapshots"
    );
}

fn review(fixture: &Fixture, common: &Files) {
    let Fixture { name, folder, .. } = fixture;
    let output = generate(fixture);
    insta::with_settings!({
        snapshot_path => format!("snapshots/fixtures/{folder}"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name.as_str(), format!("{}{}", diagnostics(&output), code(fixture, &output, common)));
    });
    assert!(output.files.is_some(), "{name} was rejected");
    let (generated, skipped) = (output.generated, output.skipped.len());
    assert_eq!(generated + skipped, output.operations, "{name}: generated {generated}, skipped {skipped}");
}

#[test]
fn fixture_states_what_it_expects() {
    let mut names = BTreeSet::new();
    for fixture in fixtures::all().unwrap() {
        let first = fixture.text.lines().next().unwrap_or_default();
        assert!(first.starts_with("# ") && first.ends_with('.'), "{}: no first line", fixture.name);
        assert!(names.insert(fixture.name.clone()), "{} exists twice", fixture.name);
    }
}
