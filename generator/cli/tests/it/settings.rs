//! The list of all settings, and the settings in force.

use std::path::Path;

use clientwright::config::keys;
use clientwright_cli::settings;

use crate::folder::Folder;

#[test]
fn every_key_is_documented() {
    for key in keys::all() {
        let path = format!("{}.{}", key.table.join("."), key.name);
        assert!(key.doc.ends_with('.') && key.doc.len() > 10, "{path} needs a doc comment: {:?}", key.doc);
    }
}

#[test]
fn page_of_settings_is_up_to_date() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    let expected = settings::markdown();
    if std::fs::read_to_string(&page).unwrap_or_default() != expected {
        std::fs::write(&page, expected).unwrap();
        panic!("docs/configuration.md was out of date and is written now; commit it");
    }
}

#[test]
fn all_keys_are_printed() {
    let folder = Folder::new();
    for arguments in [&["config"][..], &["config", "--help"]] {
        let run = folder.run(arguments);
        assert_eq!(run.status, 0);
        assert!(
            run.stdout.contains("[api.NAME.pagination.NAME]")
                && run.stdout.contains("  spec: string, required\n")
        );
    }
    let run = folder.run(&["config", "--format", "markdown"]);
    assert_eq!(run.stdout, settings::markdown());
}

#[test]
fn settings_in_force_have_the_defaults() {
    let folder =
        Folder::with("[api.one]\nspec = \"api.yaml\"\ntags = [\"A\"]\n[api.one.crate]\nlicense = \"MIT\"\n");
    let run = folder.run(&["generate", "--print-config", "--keep-going"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    for line in [
        "[api.one]",
        "spec = \"api.yaml\"",
        "out = \"one\"",
        "tags = [\"A\"]",
        "keep-going = true",
        "runtime = \"vendored\"",
        "deny-warnings = false",
        "license = \"MIT\"",
        "name = \"one\"",
        "keep-operation-ids = false",
    ] {
        assert!(run.stdout.lines().any(|found| found == line), "{line} is missing in {}", run.stdout);
    }
    assert!(!folder.path("project/one").exists());
    // It is a project file.
    folder.write("project/clientwright.toml", &run.stdout);
    assert_eq!(folder.run(&["generate", "--print-config"]).stdout, run.stdout);
}
