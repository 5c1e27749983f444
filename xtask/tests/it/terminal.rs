//! What commands print: a document's text cannot do anything to a terminal, and a reader who goes away ends nothing.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::process::Stdio;

use crate::workspace::{Workspace, xtask};

/// A workspace whose description holds what a terminal obeys.
fn odd() -> Workspace {
    let workspace = Workspace::new();
    let name = r#""Th\e[31m\a\nings\x9b\u202e""#;
    workspace.edit("spec/sample/api.yaml", |text| text.replace("name: Things", &format!("name: {name}")));
    workspace
        .edit("spec/sample/paths/make-thing.yaml", |text| text.replace("- Things", &format!("- {name}")));
    workspace
}

fn is_harmless(text: &str) -> bool {
    text.chars().all(|letter| letter == '\n' || !(letter.is_control() || letter == '\u{202e}'))
}

#[test]
fn control_characters_are_escaped() {
    let workspace = odd();
    let table = workspace.run(&["list"]).stdout;
    assert!(is_harmless(&table) && table.contains(r"tags: Th\u{1b}[31m\u{7}\nings\u{9b}\u{202e}"), "{table}");
    let json = workspace.run(&["list", "--format", "json"]).stdout;
    assert!(is_harmless(&json), "{json}");
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(rows.pointer("/0/tags/0").unwrap(), "Th\u{1b}[31m\u{7}\nings\u{9b}\u{202e}");
    assert!(is_harmless(&workspace.run(&["bundle", "--format", "json"]).stdout));
}

#[test]
fn findings_show_what_they_are_about_without_doing_it() {
    let fragment = "spec/sample/paths/make-thing.yaml";
    let rejected = |spoil: &dyn Fn(String) -> String, words: &str| {
        let workspace = odd();
        workspace.edit(fragment, spoil);
        let run = workspace.codegen(&[]);
        assert_eq!(run.status, 3);
        assert!(is_harmless(&run.stderr) && run.stderr.contains(words), "{}", run.stderr);
    };
    // What stands in the text is not YAML, and is drawn; what is escaped there reaches names and messages.
    rejected(&|text| text.replace("Makes a thing", "Makes \u{9b}31m"), r"summary: Makes \u{9b}31m");
    rejected(&|text| text.replace("\"409\":", "\"4\\e[31m9\": # \u{202e}"), r"4\u{1b}[31m9");
}

/// How a command ends whose output goes there.
fn ends(workspace: &Workspace, arguments: &[&str], stdout: Stdio, stderr: Stdio) -> Option<i32> {
    let mut command = xtask();
    command.args(arguments).env("CARGO_MANIFEST_DIR", workspace.path("xtask"));
    command.stdout(stdout).stderr(stderr).status().unwrap().code()
}

const PRINTING: [&[&str]; 5] = [
    &["list"],
    &["list", "--format", "json"],
    &["bundle"],
    &["bundle", "--format", "json"],
    &["codegen", "--dry-run"],
];

#[test]
fn closed_pipe_is_not_an_error() {
    let workspace = Workspace::new();
    for arguments in PRINTING {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        assert_eq!(ends(&workspace, arguments, writer.into(), Stdio::null()), Some(0), "{arguments:?}");
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    assert_eq!(ends(&workspace, &["codegen", "--check"], writer.into(), Stdio::null()), Some(4));
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_is_an_error() {
    let workspace = Workspace::new();
    let full = || Stdio::from(std::fs::File::options().write(true).open("/dev/full").unwrap());
    for arguments in PRINTING.iter().take(4) {
        assert_eq!(ends(&workspace, arguments, full(), Stdio::null()), Some(1), "{arguments:?}");
    }
    assert_eq!(ends(&workspace, &["codegen", "--check"], Stdio::null(), full()), Some(4));
    assert_eq!(ends(&workspace, &["list", "nothing"], Stdio::null(), full()), Some(1));
}
