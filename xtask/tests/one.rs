//! `codegen --spec`: a document of anybody's to a workspace of two crates.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// An operation that is fine, and one that refers to nothing.
const DOCUMENT: &str = "\
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

struct Run {
    status: i32,
    stderr: String,
    files: BTreeMap<String, String>,
}

impl Run {
    fn report(&self) -> Value {
        serde_json::from_str(&self.files["report.json"]).unwrap()
    }

    fn code(&self) -> BTreeMap<&String, &String> {
        self.files.iter().filter(|(path, _)| path.ends_with(".rs")).collect()
    }
}

fn run(name: &str, text: &str, arguments: &[&str]) -> Run {
    run_with(name, text, arguments, &[])
}

fn run_with(name: &str, text: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join(name);
    std::fs::write(&spec, text).unwrap();
    let out = folder.path().join("out");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--name", "sample", "--spec"])
        .arg(&spec)
        .arg("--out")
        .arg(&out)
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let mut files = BTreeMap::new();
    if out.is_dir() {
        collect(&out, &out, &mut files);
    }
    let stderr =
        String::from_utf8_lossy(&output.stderr).replace(&*folder.path().to_string_lossy(), "<folder>");
    Run { status: output.status.code().unwrap_or(-1), stderr, files }
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
fn a_document_with_an_error_is_rejected() {
    let run = run("api.yaml", DOCUMENT, &[]);
    assert_eq!((run.status, run.files.len()), (3, 0));
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn what_has_an_error_is_left_out_and_listed() {
    let run = run("api.yaml", DOCUMENT, &["--keep-going"]);
    assert_eq!(run.status, 0);
    let report = run.report();
    assert_eq!(report["operations"]["total"], 2);
    assert_eq!(report["operations"]["generated"], 1);
    insta::assert_snapshot!(run.files["report.json"]);
    insta::assert_snapshot!(run.files.keys().cloned().collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_part_of_a_document_can_be_taken() {
    let by_tag = run("api.yaml", DOCUMENT, &["--tag", "Things"]);
    let by_name = run("api.yaml", DOCUMENT, &["--operation", "GET /things"]);
    // The dangling reference stands in an operation that nobody asked for.
    for run in [by_tag, by_name] {
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_eq!(run.report()["operations"]["generated"], 1);
        assert_eq!(run.report()["operations"]["skipped"][0]["rule"], "not-selected");
    }
}

#[test]
fn warnings_can_be_denied() {
    let doubled = DOCUMENT.replace("Missing", "Things").replace("listOthers", "list_things");
    assert_eq!(run("api.yaml", &doubled, &[]).status, 0);
    assert_eq!(run("api.yaml", &doubled, &["--deny-warnings"]).status, 3);
}

#[test]
fn json_yaml_line_ends_and_a_mark_make_no_difference() {
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
fn the_place_and_the_environment_make_no_difference() {
    let yaml = DOCUMENT.replace("Missing", "Things");
    let here = run("api.yaml", &yaml, &[]);
    let there = run_with("api.yaml", &yaml, &[], &[("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu")]);
    assert_eq!(here.files, there.files);
}

#[test]
fn options_go_together() {
    assert_eq!(
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "--spec", "x"])
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
}
