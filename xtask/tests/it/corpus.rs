//! `corpus`: every document of a folder.

use std::process::Command;

#[test]
fn document_named_like_a_keyword_is_generated() {
    let folder = tempfile::tempdir().unwrap();
    let text = "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n  /a: {get: {operationId: a, responses: {'204': {description: x}}}}\n";
    for name in ["box.yaml", "3scale.yaml", "My API.yaml"] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["corpus", "--no-check"])
        .arg(folder.path())
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let printed =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && printed.contains("3 passed, 0 failed"), "{printed}");
}

#[test]
fn folder_in_a_corpus_is_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let text = "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: a\n      responses:\n        \
        '200': {description: x, content: {application/json: {schema: {$ref: '../common/parts.yaml#/A'}}}}\n";
    for (path, text) in [("pets/api/api.yaml", text), ("pets/common/parts.yaml", "A: {type: string}\n")] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["corpus", "--no-check"])
        .arg(folder.path())
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let printed =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && printed.contains("1 of 1 operations"), "{printed}");
}
