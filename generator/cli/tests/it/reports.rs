//! Findings for other programs, and the page for a browser.

use crate::folder::{DOCUMENT, Folder};

const ONE: [&str; 6] = ["--spec", "api.yaml", "--out", "out", "--name", "sample"];
const PAGE: &str = "project/out/report.html";

#[test]
fn findings_are_printed_for_other_programs() {
    let folder = Folder::new();
    folder.write("project/api.yaml", &DOCUMENT.replace("/json", "/xml"));
    let printed = |format: &str| folder.run(&[&["generate", "--format", format], &ONE[..]].concat()).stdout;
    let github = printed("github");
    assert!(github.starts_with("::notice file=api.yaml,line=9,col="), "{github}");
    let sarif: serde_json::Value = serde_json::from_str(&printed("sarif")).unwrap();
    let part = |pointer: &str| sarif.pointer(pointer).and_then(serde_json::Value::as_str).unwrap_or_default();
    assert_eq!(part("/runs/0/results/0/level"), "note");
    assert_eq!(part("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri"), "api.yaml");
}

#[test]
fn page_has_each_operation_and_replaces_only_itself() {
    let folder = Folder::new();
    folder.write("project/api.yaml", &DOCUMENT.replace("All.", "<b>All</b>"));
    let run = |command: &[&str]| folder.run(&[command, &ONE[..]].concat()).status;
    let generate = || run(&["generate", "--report", "html"]);
    assert_eq!(generate(), 0);
    let text = folder.read(PAGE);
    for part in ["1 of 1 operations", "/things", "client.list_things()", "Vec&lt;String&gt;", "&lt;b&gt;All"]
    {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains("<b>All") && !text.contains("http"), "it is safe, and needs no network");
    assert_eq!(run(&["check"]), 0, "the page does not count as generated code");
    folder.write(PAGE, "mine");
    assert_eq!(generate(), 1);
    assert_eq!(folder.read(PAGE), "mine");
}
