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
fn fragment_that_is_not_yaml_is_rejected() {
    check("not_yaml", |workspace| workspace.write(FRAGMENT, "paths:\n\t/things: {\n"));
}

#[test]
fn empty_fragment_is_rejected() {
    check("empty", |workspace| workspace.write(FRAGMENT, "# nothing yet\n"));
}

#[test]
fn missing_required_key_is_rejected() {
    check("missing_key", |workspace| {
        workspace.edit(FRAGMENT, |text| text.replace("      operationId: make-thing\n", ""));
    });
}

#[test]
fn dangling_reference_is_rejected() {
    check("dangling_reference", |workspace| {
        workspace.edit(FRAGMENT, |text| text.replace("schemas/Thing\"", "schemas/Thin\""));
    });
}

#[test]
fn remote_reference_is_rejected() {
    check("remote_reference", |workspace| {
        workspace.edit(FRAGMENT, |text| {
            text.replace("#/components/schemas/Thing\"", "https://a.b/c.yaml#/Thing\"")
        });
    });
}

#[test]
fn duplicate_key_is_rejected() {
    check("duplicate_key", |workspace| {
        workspace.edit(FRAGMENT, |text| {
            text.replace("      operationId:", "      summary: Again\n      operationId:")
        });
    });
}

#[test]
fn conflicting_key_is_rejected() {
    check("conflict", |workspace| {
        workspace.write(
            "spec/sample/paths/other.yaml",
            "components:\n  schemas:\n    Thing:\n      type: string\n",
        );
    });
}

#[test]
fn duplicate_operation_id_is_rejected() {
    check("duplicate_operation_id", |workspace| {
        let fragment = workspace.read(FRAGMENT).replace("/things/{thing_id}:", "/other/{thing_id}:");
        workspace.write("spec/sample/paths/other.yaml", &fragment);
    });
}

#[test]
fn undeclared_path_parameter_is_rejected() {
    check("undeclared_path_parameter", |workspace| {
        workspace.edit(FRAGMENT, |text| text.replace("{thing_id}:", "{thing}:"));
    });
}

#[test]
fn undocumented_error_code_is_rejected() {
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
fn unknown_setting_is_rejected() {
    check("configuration", |workspace| {
        workspace.edit("spec/sample/codegen.toml", |text| text.replace("code-header", "code-haeder"));
    });
}

#[test]
fn unknown_parameter_location_is_rejected() {
    check("parameter_place", |workspace| {
        workspace.edit(FRAGMENT, |text| {
            text.replace("          in: path", "          in: path\n        - name: x\n          in: footer")
        });
    });
}

#[cfg(unix)]
#[test]
fn link_out_of_the_folder_is_rejected() {
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
fn read_only_folder_is_an_error() {
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
