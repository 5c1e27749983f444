//! `generate` and `check` with `--spec`.

use crate::folder::{DOCUMENT, Folder};

const ONE: [&str; 6] = ["--spec", "api.yaml", "--out", "out", "--name", "sample"];

#[test]
fn client_is_generated_and_checked_anywhere() {
    let folder = Folder::new();
    let run = |command: &str| folder.run(&[&[command], &ONE[..]].concat());
    assert_eq!(run("check").status, 4, "there is nothing yet");
    assert!(!folder.path("project/out").exists(), "check writes nothing");
    let generated = run("generate");
    assert_eq!(generated.status, 0, "{}", generated.stderr);
    assert_eq!(run("check").status, 0);
    let manifest = folder.read("project/out/sample/Cargo.toml");
    assert!(!manifest.contains(&*folder.path("").to_string_lossy()), "{manifest}");
    assert!(!folder.path("project/out/Cargo.lock").exists());
    let lib = "project/out/sample/src/lib.rs";
    folder.write(lib, &folder.read(lib).replace("pub mod", "mod"));
    let stale = run("check");
    assert_eq!(stale.status, 4);
    assert!(stale.stdout.contains("+pub mod runtime;"), "{}", stale.stdout);
}

#[test]
fn missing_option_is_wrong_usage() {
    let run = Folder::new().run(&["generate"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("clientwright init --spec FILE --name NAME"), "{}", run.stderr);
}

#[test]
fn standard_input_is_a_document() {
    let json = r#"{"openapi": "3.0.3", "info": {"title": "Sample", "version": "1"}, "servers": [{"url": "https://api.example.com"}], "paths": {}}"#;
    for document in [DOCUMENT, json] {
        let folder = Folder::new();
        let arguments = ["generate", "--spec", "-", "--out", "out", "--name", "sample"];
        let run = folder.run_in("project", &arguments, document);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(folder.read("project/out/sample/src/lib.rs").contains("from stdin"));
    }
}

#[test]
fn address_is_to_be_downloaded_first() {
    let folder = Folder::with("[api.sample]\nspec = \"https://example.com/api.yaml\"\n");
    let address = "https://example.com/api.yaml";
    let one = ["generate", "--spec", address, "--out", "out", "--name", "sample"];
    for arguments in [&one[..], &["generate"]] {
        let run = folder.run(arguments);
        assert_eq!(run.status, 2, "{}", run.stderr);
        assert!(
            run.stderr.contains("curl -fL -o openapi.yaml 'https://example.com/api.yaml'"),
            "{}",
            run.stderr
        );
    }
}
