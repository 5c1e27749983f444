//! `codegen` on a workspace of its own: what it writes, what it says, how it ends.

use crate::workspace::Workspace;

const NAMES: &str = "spec/sample/names.lock";
const CLIENT: &str = "generated-client/sample/src/things.rs";

#[test]
fn second_run_changes_nothing() {
    let workspace = Workspace::generated();
    let before = workspace.files();
    let run = workspace.codegen(&[]);
    assert_eq!(run.status, 0);
    assert_eq!(workspace.files(), before);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn fresh_tree_passes_the_check() {
    assert_eq!(Workspace::generated().codegen(&["--check"]).status, 0);
}

#[test]
fn changed_byte_is_found_and_fixed() {
    let workspace = Workspace::generated();
    let before = workspace.files();
    workspace.edit(CLIENT, |text| text.replacen("Operations", "0perations", 1));
    let check = workspace.codegen(&["--check"]);
    assert_eq!(check.status, 4);
    insta::assert_snapshot!(format!("{}\n{}", check.stderr, check.stdout));
    assert_eq!(workspace.codegen(&[]).status, 0);
    assert_eq!(workspace.files(), before);
}

#[test]
fn outdated_names_are_found_and_updated() {
    let workspace = Workspace::generated();
    workspace.write(NAMES, "method gone GET /gone\n");
    let check = workspace.codegen(&["--check"]);
    assert_eq!(check.status, 4);
    assert!(check.stdout.contains("+method gone GET /gone (unused)"), "{}", check.stdout);
    assert_eq!(workspace.codegen(&[]).status, 0);
    assert!(workspace.read(NAMES).contains("method gone GET /gone (unused)"));
    assert_eq!(workspace.codegen(&["--prune-names"]).status, 0);
    assert!(!workspace.read(NAMES).contains("gone"));
    assert_eq!(workspace.codegen(&["--check"]).status, 0);
}

#[test]
fn malformed_names_reject_the_api() {
    let workspace = Workspace::generated();
    let before = workspace.files();
    workspace.write(NAMES, "# names\n<<<<<<< ours\n");
    let run = workspace.codegen(&[]);
    assert_eq!(run.status, 3);
    assert_eq!(workspace.files(), before);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn removed_file_is_found_and_fixed() {
    let workspace = Workspace::generated();
    let before = workspace.files();
    workspace.remove(CLIENT);
    let check = workspace.codegen(&["--check"]);
    assert_eq!(check.status, 4);
    assert!(check.stderr.contains(&format!("Added {CLIENT}")), "{}", check.stderr);
    assert_eq!(workspace.codegen(&[]).status, 0);
    assert_eq!(workspace.files(), before);
}

#[test]
fn stray_file_is_named_and_kept() {
    let workspace = Workspace::generated();
    workspace.write("generated-client/sample/src/mine.rs", "// mine\n");
    let before = workspace.files();
    let check = workspace.codegen(&["--check"]);
    assert_eq!(check.status, 4);
    let run = workspace.codegen(&[]);
    assert_eq!(run.status, 3);
    assert_eq!(workspace.files(), before);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn file_beside_generated_folders_is_ignored() {
    let workspace = Workspace::generated();
    workspace.write("generated-client/sample/examples/mine.rs", "fn main() {}\n");
    assert_eq!(workspace.codegen(&["--check"]).status, 0);
}

#[cfg(unix)]
#[test]
fn changed_mode_is_found() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = Workspace::generated();
    let file = workspace.path(CLIENT);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(workspace.codegen(&["--check"]).status, 4);
    assert_eq!(workspace.codegen(&[]).status, 0);
    assert_eq!(workspace.codegen(&["--check"]).status, 0);
}

#[test]
fn line_ends_of_another_system_are_found() {
    let workspace = Workspace::generated();
    workspace.edit(CLIENT, |text| text.replace('\n', "\r\n"));
    assert_eq!(workspace.codegen(&["--check"]).status, 4);
}

#[test]
fn orphans_of_a_removed_fragment_are_removed() {
    let workspace = Workspace::generated();
    workspace.remove("spec/sample/paths/make-thing.yaml");
    let check = workspace.codegen(&["--check"]);
    assert_eq!(check.status, 4);
    assert!(check.stderr.contains(&format!("Orphan {CLIENT}")), "{}", check.stderr);
    assert_eq!(workspace.codegen(&[]).status, 0);
    assert!(!workspace.path(CLIENT).exists());
    assert_eq!(workspace.codegen(&["--check"]).status, 0);
}

#[test]
fn dry_run_lists_and_writes_nothing() {
    let workspace = Workspace::new();
    let before = workspace.files();
    let run = workspace.codegen(&["--dry-run"]);
    assert_eq!(run.status, 0);
    assert_eq!(workspace.files(), before);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn killed_run_is_completed_by_the_next() {
    let workspace = Workspace::generated();
    let before = workspace.files();
    // Killed after some files were moved and before the list was: new files that no list names, and the staging folder.
    workspace.write("generated-client/.codegen-staging/made-by-clientwright", "");
    workspace.write("generated-client/.codegen-staging/new/sample/src/lib.rs", "half");
    workspace.edit("generated-client/generated.txt", |text| text.replace("sample/src/things.rs\n", ""));
    assert_eq!(workspace.codegen(&[]).status, 0);
    assert_eq!(workspace.files(), before);
}

#[test]
fn second_api_leaves_a_workspace_that_loads() {
    let workspace = Workspace::generated();
    workspace
        .write("spec/other/api.yaml", &workspace.read("spec/sample/api.yaml").replace("Things", "Others"));
    workspace.write("spec/other/paths/make-thing.yaml", &workspace.read("spec/sample/paths/make-thing.yaml"));
    let run = workspace.codegen(&[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    // A workspace that knows nothing of what the crates need, and a runtime in its place.
    workspace.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"generated-client/*\"]\n");
    let runtime = "[package]\nname = \"clientwright-runtime\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\nname = \"clientwright_runtime\"\n";
    workspace.write("generated-client/runtime/Cargo.toml", runtime);
    workspace.write("generated-client/runtime/src/lib.rs", "");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = std::process::Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(workspace.path(""))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(metadata["packages"].as_array().unwrap().len(), 5);
}

#[test]
fn unknown_options_end_with_status_2() {
    assert_eq!(Workspace::new().codegen(&["--chekc"]).status, 2);
}
