//! What is generated for the Elastic Cloud API: a snapshot for each file.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::collections::BTreeSet;

use generator_tests::spec::{self, Files};

fn files() -> Files {
    let output = clientwright::generate(&spec::input("elastic-cloud").unwrap()).unwrap();
    let diagnostics: Vec<_> =
        output.diagnostics.iter().map(|reported| &reported.diagnostic.message).collect();
    assert_eq!(diagnostics, Vec::<&String>::new(), "the document has diagnostics");
    output.files.unwrap()
}

#[test]
fn each_file_is_as_reviewed() {
    let mut files = files();
    let support = spec::support(&files, "elastic-cloud").unwrap();
    files.retain(|path, _| !support.contains_key(path));
    let mut names = BTreeSet::new();
    for (path, text) in files {
        let name = path.replace("/src/", "__").replace('/', "__");
        insta::with_settings!({snapshot_suffix => "", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(name.as_str(), text);
        });
        names.insert(format!("{name}.snap"));
    }
    let folder = spec::workspace().join("tests/generator/tests/it/snapshots");
    let found = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut left: Vec<_> = found.map(|name| name.to_string_lossy().into_owned()).collect();
    left.retain(|name| name.starts_with("elastic-cloud") && name.ends_with(".snap") && !names.contains(name));
    assert_eq!(left, Vec::<String>::new(), "no such file is generated: remove these snapshots");
}

#[test]
fn same_input_gives_the_same_bytes() {
    assert_eq!(files(), files());
}
