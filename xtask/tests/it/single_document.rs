//! `codegen --spec`: any document to a workspace of two crates.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::workspace::xtask;

/// An operation that is fine, and one that refers to nothing.
pub(crate) const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Sample, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses:
        '200': {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/Things'}}}}
  /others:
    get:
      operationId: listOthers
      tags: [Others]
      responses:
        '200': {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/Missing'}}}}
components:
  schemas:
    Things: {type: array, items: {type: object, properties: {name: {type: string}}}}
";

pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stderr: String,
    pub(crate) files: BTreeMap<String, String>,
}

impl Run {
    pub(crate) fn report(&self) -> Value {
        serde_json::from_str(&self.files["report.json"]).unwrap()
    }

    pub(crate) fn code(&self) -> BTreeMap<&String, &String> {
        self.files.iter().filter(|(path, _)| path.ends_with(".rs")).collect()
    }
}

pub(crate) fn run(name: &str, text: &str, arguments: &[&str]) -> Run {
    run_with(name, text, arguments, &[])
}

pub(crate) fn run_with(name: &str, text: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join(name);
    std::fs::write(&spec, text).unwrap();
    let out = folder.path().join("out");
    let output = xtask()
        .arg("codegen")
        // What the settings of a run name has no other name.
        .args(if arguments.contains(&"--config") { [].as_slice() } else { &["--name", "sample"] })
        .arg("--spec")
        .arg(&spec)
        .arg("--out")
        .arg(&out)
        .args(arguments)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let files = files(&out);
    let stderr =
        String::from_utf8_lossy(&output.stderr).replace(&*folder.path().to_string_lossy(), "<folder>");
    Run { status: output.status.code().unwrap_or(-1), stderr, files }
}

/// Returns the files of a folder, except the copy of the runtime, which is the same for every client.
pub(crate) fn files(out: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    if out.is_dir() {
        collect(out, out, &mut files);
        files.retain(|path, _| !path.contains("/src/runtime"));
    }
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), text);
        }
    }
}

#[test]
fn document_with_an_error_is_rejected() {
    let run = run("api.yaml", DOCUMENT, &[]);
    assert_eq!((run.status, run.files.len()), (3, 0));
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn operation_with_an_error_is_skipped_and_listed() {
    let run = run("api.yaml", DOCUMENT, &["--keep-going"]);
    assert_eq!(run.status, 0);
    let report = run.report();
    assert_eq!(report["operations"]["total"], 2);
    assert_eq!(report["operations"]["generated"], 1);
    insta::assert_snapshot!(run.files["report.json"]);
    insta::assert_snapshot!(run.files.keys().cloned().collect::<Vec<_>>().join("\n"));
}

#[test]
fn runtime_is_a_module_unless_chosen() {
    let vendored = run("api.yaml", DOCUMENT, &["--keep-going"]);
    assert!(vendored.files["sample/src/lib.rs"].contains("pub mod runtime;"));
    assert!(vendored.files["generated.txt"].contains("sample/src/runtime/transport.rs"));
    let manifest = &vendored.files["sample/Cargo.toml"];
    assert!(!manifest.contains("clientwright-runtime") && manifest.contains("gzip = [\"reqwest/gzip\"]"));
    assert_eq!(manifest.matches("path = ").count(), 1, "{manifest}");
    let chosen =
        run("api.yaml", DOCUMENT, &["--keep-going", "--runtime", "git=https://example.com/x,tag=v1"]);
    assert!(!chosen.files["generated.txt"].contains("src/runtime"));
    let line =
        "clientwright-runtime = { git = \"https://example.com/x\", tag = \"v1\", default-features = false }";
    assert!(chosen.files["sample/Cargo.toml"].contains(line));
}

#[test]
fn part_of_a_document_can_be_selected() {
    let by_tag = run("api.yaml", DOCUMENT, &["--tag", "Things"]);
    let by_name = run("api.yaml", DOCUMENT, &["--operation", "GET /things"]);
    // The dangling reference stands in an operation that no one asked for.
    for run in [by_tag, by_name] {
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_eq!(run.report()["operations"]["generated"], 1);
        assert_eq!(run.report()["operations"]["skipped"][0]["rule"], "not-selected");
    }
}

#[test]
fn unknown_selection_is_rejected_with_near_name() {
    for (arguments, message, help) in [
        (["--tag", "things"], "no operation has the tag `things`", "use `--tag \"Things\"`"),
        (
            ["--operation", "listThing"],
            "there is no operation `listThing`",
            "use `--operation \"listThings\"`",
        ),
        (
            ["--operation", "GET /thing"],
            "there is no operation `GET /thing`",
            "use `--operation \"GET /things\"`",
        ),
    ] {
        for more in [&[][..], &["--keep-going"]] {
            let run = run("api.yaml", DOCUMENT, &[&arguments, more].concat());
            assert_eq!((run.status, run.files.len()), (3, 0), "{}", run.stderr);
            assert!(run.stderr.contains(message) && run.stderr.contains(help), "{}", run.stderr);
        }
    }
}

#[test]
fn crate_of_other_name_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("api.yaml");
    std::fs::write(&spec, DOCUMENT).unwrap();
    let codegen = |name: &str| {
        let output = xtask()
            .args(["codegen", "--keep-going", "--name", name, "--spec"])
            .arg(&spec)
            .arg("--out")
            .arg(folder.path().join("out"))
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(codegen("first").0, Some(0));
    let before = files(&folder.path().join("out"));
    let (status, said) = codegen("second");
    assert_eq!(status, Some(3));
    assert!(said.contains("contains the crate `first`, which `second` would replace"), "{said}");
    assert_eq!(files(&folder.path().join("out")), before);
    assert_eq!(codegen("first").0, Some(0));
}

#[test]
fn approximations_are_reported_last() {
    let document = DOCUMENT.replace("Missing", "Things").replace(
        "{name: {type: string}}",
        "{name: {type: string}, size: {type: object, properties: {a: {type: string}}, not: {required: [a]}}}",
    );
    let run = run("api.yaml", &document, &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stderr.lines().rev().take(3).collect();
    assert!(lines[0].contains("Generated 2 of 2 operations"), "{lines:?}");
    assert!(lines[1].contains("Listed 1 approximated place in `report.json`; 0 of"), "{lines:?}");
    assert!(lines[2].contains("Approximated") && lines[2].contains("api.yaml:"), "{lines:?}");
}

#[test]
fn warnings_can_be_denied() {
    let doubled = DOCUMENT.replace("Missing", "Things").replace("listOthers", "list_things");
    assert_eq!(run("api.yaml", &doubled, &[]).status, 0);
    assert_eq!(run("api.yaml", &doubled, &["--deny-warnings"]).status, 3);
}

#[test]
fn format_and_line_ends_make_no_difference() {
    let yaml = DOCUMENT.replace("Missing", "Things");
    let document: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
    let json = serde_json::to_string(&json!(document)).unwrap();
    let expected = run("api.yaml", &yaml, &[]);
    assert_eq!(expected.status, 0);
    for (name, text) in [
        ("api.json", json.clone()),
        ("api.json", format!("\u{feff}{json}")),
        ("api.yaml", yaml.replace('\n', "\r\n")),
        ("api.yaml", format!("\u{feff}{yaml}")),
    ] {
        assert_eq!(run(name, &text, &[]).code(), expected.code(), "{name}");
    }
}

#[test]
fn folder_and_environment_make_no_difference() {
    let yaml = DOCUMENT.replace("Missing", "Things");
    let here = run("api.yaml", &yaml, &[]);
    let there = run_with("api.yaml", &yaml, &[], &[("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu")]);
    assert_eq!(here.files, there.files);
}

#[test]
fn unusable_crate_name_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("api.yaml");
    std::fs::write(&spec, DOCUMENT).unwrap();
    for name in [
        "", ".", "..", "a/b", "../out2", "/abs", "My API", "3scale", "5gc", "fn", "serde", "std", "runtime",
        "a\nb", "con",
    ] {
        let output = xtask()
            .args(["codegen", "--keep-going", "--spec"])
            .arg(&spec)
            .arg("--out")
            .arg(folder.path().join("out"))
            .arg(format!("--name={name}"))
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name:?}: {said}");
        assert!(
            said.contains("cannot be the name of a crate") && said.contains("; use `"),
            "{name:?}: {said}"
        );
        assert_eq!(folder.path().read_dir().unwrap().count(), 1, "{name:?} wrote something");
    }
}

#[test]
fn missing_crate_name_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("api.yaml");
    std::fs::write(&spec, DOCUMENT).unwrap();
    let config = folder.path().join("codegen.toml");
    for (settings, status) in [("", 2), ("[crate]\nname = \"widgets\"\n", 0)] {
        std::fs::write(&config, settings).unwrap();
        let output = xtask()
            .args(["codegen", "--keep-going", "--spec"])
            .arg(&spec)
            .arg("--out")
            .arg(folder.path().join("out"))
            .arg("--config")
            .arg(&config)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(status), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(folder.path().join("out/widgets/Cargo.toml").is_file());
}

#[test]
fn options_go_together() {
    assert_eq!(xtask().args(["codegen", "--spec", "x"]).output().unwrap().status.code(), Some(2));
}
