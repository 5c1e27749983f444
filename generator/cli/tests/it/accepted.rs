//! `accepted.toml`: reviewed findings are counted, and an entry without effect is an error.

use crate::folder::{DOCUMENT, Folder};

const PROJECT: &str =
    "[api.one]\nspec = \"api.yaml\"\ndeny-warnings = true\n[api.two]\nspec = \"two.yaml\"\n";

/// Returns a project with a document that has a warning.
fn folder(accepted: &str) -> Folder {
    let folder = Folder::with(PROJECT);
    folder.write("project/two.yaml", DOCUMENT);
    let odd = DOCUMENT.replace(
        "operationId: listThings",
        "operationId: listThings\n      tags: [A, A]\n      deprecated: no",
    );
    folder.write("project/api.yaml", &odd);
    if !accepted.is_empty() {
        folder.write("project/accepted.toml", accepted);
    }
    folder
}

fn entry(rule: &str, scope: &str, rest: &str) -> String {
    format!(
        "[[finding]]\nrule = \"{rule}\"\nscope = \"{scope}\"\nreason = \"Reviewed.\"\ndate = 2026-01-01\n{rest}"
    )
}

#[test]
fn accepted_warning_is_counted() {
    let run = folder("").run(&["generate"]);
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert!(run.stderr.contains("warning[wrong-type]"), "{}", run.stderr);
    for scope in
        ["api.yaml", "GET /things", "#/paths/~1things/get", "/paths", "/paths/~1things/get/deprecated"]
    {
        let folder = folder(&entry("wrong-type", scope, ""));
        let run = folder.run(&["generate"]);
        assert_eq!(run.status, 0, "{scope}: {}", run.stderr);
        assert!(!run.stderr.contains("deprecated") && run.stderr.contains("Accepted 1 of"), "{}", run.stderr);
        assert_eq!(folder.run(&["check"]).status, 0);
    }
}

#[test]
fn entry_without_effect_is_located() {
    for (rule, scope, rest) in [
        ("wrong-kind", "api.yaml", ""),
        ("wrong-type", "pi.yaml", ""),
        ("wrong-type", "GET /thing", ""),
        ("wrong-type", "/paths/~1thing", ""),
        ("wrong-type", "api.yaml", "api = \"two\"\n"),
    ] {
        let text = entry("wrong-type", "api.yaml", "\n") + &entry(rule, scope, rest);
        let folder = folder(&text);
        let run = folder.run(&["generate"]);
        assert_eq!(run.status, 3, "{scope}: {}", run.stderr);
        assert!(run.stderr.contains("no finding has the rule"), "{}", run.stderr);
        assert!(run.stderr.contains("accepted.toml:7:1"), "{}", run.stderr);
        assert!(!folder.path("project/one").exists());
    }
}

#[test]
fn entry_of_another_api_is_not_missed() {
    let folder = folder(&entry("wrong-type", "api.yaml", "api = \"one\"\n"));
    assert_eq!(folder.run(&["generate", "two"]).status, 0);
    assert_eq!(folder.run(&["generate"]).status, 0);
    folder.write("project/accepted.toml", &entry("wrong-type", "api.yaml", ""));
    assert_eq!(folder.run(&["generate", "two"]).status, 0);
}

#[test]
fn expired_entry_is_an_error() {
    let folder = folder(&entry("wrong-type", "api.yaml", "expires = 2026-02-01\n"));
    for (seconds, status) in [("1769900399", 0), ("1769904000", 3)] {
        let run = folder.run_on(seconds, &["generate"]);
        assert_eq!(run.status, status, "{}", run.stderr);
        assert_eq!(run.stderr.contains("this decision expired on 2026-02-01"), status == 3, "{}", run.stderr);
    }
}

#[test]
fn unknown_key_of_an_entry_is_located() {
    let run = folder(&entry("wrong-type", "api.yaml", "expiry = 2026-02-01\n")).run(&["check"]);
    assert_eq!(run.status, 3);
    assert!(
        run.stderr.contains("accepted.toml:6:1") && run.stderr.contains("use `expires`"),
        "{}",
        run.stderr
    );
}

#[test]
fn one_document_has_accepted_findings_too() {
    let folder = folder(&entry("wrong-type", "api.yaml", ""));
    let one = ["generate", "--spec", "api.yaml", "--out", "out", "--name", "one", "--deny-warnings"];
    assert_eq!(folder.run(&one).status, 3);
    let run = folder.run(&[&one[..], &["--accepted", "accepted.toml"]].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
}
