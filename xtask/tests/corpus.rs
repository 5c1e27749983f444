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
