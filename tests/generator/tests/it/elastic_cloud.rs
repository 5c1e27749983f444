//! What is generated for the Elastic Cloud API: a snapshot for each file.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::collections::BTreeMap;

use generator_tests::spec;

fn files() -> BTreeMap<String, String> {
    let output = clientwright::generate(&spec::input("elastic-cloud").unwrap()).unwrap();
    let diagnostics: Vec<_> =
        output.diagnostics.iter().map(|reported| &reported.diagnostic.message).collect();
    assert_eq!(diagnostics, Vec::<&String>::new(), "the description has findings");
    output.files.unwrap()
}

#[test]
fn each_file_is_as_reviewed() {
    // What another API has, too, is hand-written, and is reviewed where it is written.
    let wire = clientwright::generate(&spec::input("wire").unwrap()).unwrap().files.unwrap();
    let body = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_owned());
    for (path, text) in files() {
        let other = wire.get(&path.replacen("elastic-cloud", "wire", 1));
        if other.is_some_and(|other| body(other) == body(&text)) {
            continue;
        }
        let name = path.replace("/src/", "__").replace('/', "__");
        insta::with_settings!({snapshot_suffix => "", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(name, text);
        });
    }
}

#[test]
fn checked_in_files_are_what_is_generated() {
    for (path, text) in files() {
        let on_disk = std::fs::read_to_string(spec::workspace().join("generated-client").join(&path))
            .unwrap_or_default();
        assert!(on_disk == text, "generated-client/{path} is out of date: run `cargo xtask codegen`");
    }
}

#[test]
fn same_input_gives_the_same_bytes() {
    assert_eq!(files(), files());
}
