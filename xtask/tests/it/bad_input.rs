//! What is wrong with a description, a tree or a folder: named, with its place and what to do, and nothing written.

use crate::workspace::Workspace;

const FRAGMENT: &str = "spec/sample/paths/make-thing.yaml";

/// Spoils a generated workspace, and expects status 3, an untouched tree, and the reviewed words.
fn check(name: &str, spoil: impl FnOnce(&Workspace)) {
    let workspace = Workspace::generated();
    spoil(&workspace);
    let before = workspace.files();
    let run = workspace.codegen(&[]);
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert_eq!(workspace.files(), before);
    insta::assert_snapshot!(name, run.stderr);
}

#[test]
fn a_fragment_that_is_not_yaml() {
    check("not_yaml", |workspace| workspace.write(FRAGMENT, "paths:\n\t/things: {\n"));
}

#[test]
fn a_fragment_that_is_empty() {
    check("empty", |workspace| workspace.write(FRAGMENT, "# nothing yet\n"));
}

#[test]
fn a_missing_required_key() {
    check("missing_key", |workspace| {
        workspace.edit(FRAGMENT, |text| text.replace("      operationId: make-thing\n", ""));
    });
}

#[test]
fn a_reference_to_nothing() {
    check("dangling_reference", |workspace| {
        workspace.edit(FRAGMENT, |text| text.replace("schemas/Thing\"", "schemas/Thin\""));
    });
}

#[test]
fn a_reference_to_another_machine() {
    check("remote_reference", |workspace| {
        workspace.edit(FRAGMENT, |text| {
            text.replace("#/components/schemas/Thing\"", "https://a.b/c.yaml#/Thing\"")
        });
    });
}

#[test]
fn a_key_twice_in_one_file() {
    check("duplicate_key", |workspace| {
        workspace.edit(FRAGMENT, |text| {
            text.replace("      operationId:", "      summary: Again\n      operationId:")
        });
    });
}

#[test]
fn a_key_with_two_values_in_two_files() {
    check("conflict", |workspace| {
        workspace.write(
            "spec/sample/paths/other.yaml",
            "components:\n  schemas:\n    Thing:\n      type: string\n",
        );
    });
}

#[test]
fn an_operation_id_twice() {
    check("duplicate_operation_id", |workspace| {
        let fragment = workspace.read(FRAGMENT).replace("/things/{thing_id}:", "/other/{thing_id}:");
        workspace.write("spec/sample/paths/other.yaml", &fragment);
    });
}

#[test]
fn an_undeclared_path_parameter() {
    check("undeclared_path_parameter", |workspace| {
        workspace.edit(FRAGMENT, |text| text.replace("{thing_id}:", "{thing}:"));
    });
}

#[test]
fn a_code_that_the_description_does_not_explain() {
    check("error_codes", |workspace| {
        workspace.edit(FRAGMENT, |text| text.replace("(code: `thing.taken`)", ""));
    });
}

#[test]
fn several_errors_are_listed_in_one_run() {
    check("several", |workspace| {
        workspace.edit(FRAGMENT, |text| {
            text.replace("\"409\":", "\"4o9\":")
                .replace("      operationId: make-thing\n", "")
                .replace("{thing_id}:", "{thing}:")
        });
    });
}

#[test]
fn a_setting_that_does_not_exist() {
    check("configuration", |workspace| {
        workspace.edit("spec/sample/codegen.toml", |text| text.replace("code-header", "code-haeder"));
    });
}

#[test]
fn a_parameter_in_no_place_that_there_is() {
    check("parameter_place", |workspace| {
        workspace.edit(FRAGMENT, |text| {
            text.replace("          in: path", "          in: path\n        - name: x\n          in: footer")
        });
    });
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_folder() {
    let workspace = Workspace::generated();
    let folder = workspace.path("generated-client/sample/src");
    let outside = workspace.path("outside");
    std::fs::rename(&folder, &outside).unwrap();
    std::os::unix::fs::symlink(&outside, &folder).unwrap();
    workspace.edit(FRAGMENT, |text| text.replace("Makes a thing", "Builds a thing"));
    let before = std::fs::read(outside.join("things.rs")).unwrap();
    let run = workspace.codegen(&[]);
    assert_eq!(run.status, 1);
    assert_eq!(std::fs::read(outside.join("things.rs")).unwrap(), before);
    insta::assert_snapshot!("link", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = Workspace::generated();
    workspace.edit(FRAGMENT, |text| text.replace("Makes a thing", "Builds a thing"));
    let folder = workspace.path("generated-client/sample/src");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    let before = workspace.files();
    let run = workspace.codegen(&[]);
    assert_eq!(run.status, 1);
    assert_eq!(workspace.files(), before);
    insta::assert_snapshot!("read_only", run.stderr);
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(workspace.codegen(&[]).status, 0);
}
