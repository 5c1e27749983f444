//! Documentation, comments and messages are plain English, without the phrases of `generator_tests::words`.

use std::path::Path;

use generator_tests::words;

/// Folders and files of the product, relative to the workspace.
const CHECKED: [&str; 10] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs",
    "spec/README.md",
    "generator",
    "generated-client",
    "xtask/src",
];

/// Folders that are not clean yet. Remove a line once its folder is.
const NOT_YET: [&str; 0] = [];

#[test]
fn planted_phrase_is_found() {
    let found = |text: &str| -> Vec<(usize, &str)> {
        words::find(text).iter().map(|found| (found.line, found.phrase)).collect()
    };
    assert_eq!(found("/// Holds it for ever.\nfn f() {}\n"), [(1, "for ever")]);
    assert_eq!(found("one\n/// This is\n/// No number.\n"), [(2, "is no")]);
    assert_eq!(found("let text = \"what comes \\\n    of it\";\n"), [(1, "comes of")]);
    assert_eq!(found("Mend it.\n\nlet found_heirs = 1;\n"), [(1, "mend"), (3, "heirs")]);
    assert_eq!(
        found(
            "There is no default. bail!(\"there is no file\"). It is no longer read. Recommend it. `is_none`\n"
        ),
        []
    );
}

#[test]
fn text_of_the_product_has_no_such_phrase() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = String::new();
    for path in CHECKED.iter().map(|path| root.join(path)) {
        let files = if path.is_dir() { words::files(&path, &["rs", "md"]).unwrap() } else { vec![path] };
        for file in files {
            let shown = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            if NOT_YET.iter().any(|folder| shown.starts_with(folder)) {
                continue;
            }
            for hit in words::find(&std::fs::read_to_string(&file).unwrap()) {
                found += &format!("{shown}:{}: {}\n", hit.line, hit.phrase);
            }
        }
    }
    assert!(found.is_empty(), "write this in plain English:\n{found}");
}
