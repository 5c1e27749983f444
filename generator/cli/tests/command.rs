//! The command `clientwright` in a folder that knows nothing of this workspace.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::path::Path;
use std::process::{Command, Output};

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: Sample, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /things:
    get:
      operationId: listThings
      responses:
        '200': {description: All., content: {application/json: {schema: {type: array, items: {type: string}}}}}
";

fn run(folder: &Path, command: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .args([command, "--spec", "api.yaml", "--out", "out", "--name", "sample"])
        .current_dir(folder)
        .env_remove("CARGO_MANIFEST_DIR")
        .output()
        .unwrap()
}

#[test]
fn client_is_generated_and_checked_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("api.yaml"), DOCUMENT).unwrap();
    assert_eq!(run(folder.path(), "check").status.code(), Some(4), "there is nothing yet");
    assert!(!folder.path().join("out").exists(), "check writes nothing");
    let generated = run(folder.path(), "generate");
    assert_eq!(generated.status.code(), Some(0), "{}", String::from_utf8_lossy(&generated.stderr));
    assert_eq!(run(folder.path(), "check").status.code(), Some(0));
    let manifest = std::fs::read_to_string(folder.path().join("out/sample/Cargo.toml")).unwrap();
    assert!(!manifest.contains(&*folder.path().to_string_lossy()), "{manifest}");
    assert!(!folder.path().join("out/Cargo.lock").exists());
    let lib = folder.path().join("out/sample/src/lib.rs");
    std::fs::write(&lib, std::fs::read_to_string(&lib).unwrap().replace("pub mod", "mod")).unwrap();
    let stale = run(folder.path(), "check");
    assert_eq!(stale.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&stale.stdout).contains("+pub mod runtime;"));
}

#[test]
fn missing_option_is_wrong_usage() {
    let output = Command::new(env!("CARGO_BIN_EXE_clientwright")).arg("generate").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
