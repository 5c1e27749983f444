//! `corpus`: every document of a folder.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use crate::workspace::xtask;

/// Runs `corpus` on a folder of these files. It must succeed with these words.
fn check(files: &[(&str, &str)], words: &str) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let output = xtask().args(["corpus", "--no-check"]).arg(folder.path()).output().unwrap();
    let printed =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success() && printed.contains(words), "{printed}");
}

#[test]
fn document_named_like_a_keyword_is_generated() {
    let text = "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n  /a: {get: {operationId: a, responses: {'204': {description: x}}}}\n";
    check(&["box.yaml", "3scale.yaml", "My API.yaml"].map(|name| (name, text)), "3 passed, 0 failed");
}

#[test]
fn folder_in_a_corpus_is_one_document() {
    let text = "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: a\n      responses:\n        \
        '200': {description: x, content: {application/json: {schema: {$ref: '../common/parts.yaml#/A'}}}}\n";
    let files = [("pets/api/api.yaml", text), ("pets/common/parts.yaml", "A: {type: string}\n")];
    check(&files, "1 of 1 operations");
}
