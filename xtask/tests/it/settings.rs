//! `codegen --spec` with `--config`: what settings change in the code, and which have no effect.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use crate::single_document::{DOCUMENT, Run, run};

const SETTINGS: &str = r#"
[crate]
name = "shop"
version = "0.3.1"
license = "Apache-2.0"
repository = "https://shop.example/code"
rust-version = "1.90"
[rename]
operations = { listThings = "all_things", "GET /others" = "more" }
schemas = { Things = "Everything", EverythingItem = "Thing" }
properties = { "Thing.name" = "label" }
parameters = { "listThings.limit" = "most" }
[types.schemas.Missing]
rust = "semver::Version"
dependency = 'semver = { version = "1", features = ["serde"] }'
[authentication.Shop]
type = "http"
scheme = "ShopKey"
"#;

fn with_settings(settings: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("codegen.toml");
    std::fs::write(&path, settings).unwrap();
    let document = DOCUMENT.to_owned() + "    Missing: {type: string}\n";
    run("api.yaml", &document, &["--config", path.to_str().unwrap(), "--runtime", "0.1.0"])
}

#[test]
fn settings_complete_the_document() {
    let run = with_settings(SETTINGS);
    assert_eq!(run.status, 0, "{}", run.stderr);
    insta::assert_snapshot!(run.files["shop/Cargo.toml"]);
    let models = run.files.iter().filter(|(path, _)| path.starts_with("shop-models/src"));
    let models: String = models.map(|(_, text)| text.as_str()).collect();
    for expected in [
        "pub type Everything = Vec<Thing>;",
        "\"name\" => label: optional",
        "pub type Missing = semver::Version;",
    ] {
        assert!(models.contains(expected), "{expected} is missing in {models}");
    }
    let client = &run.files["shop/src/things.rs"];
    assert!(
        client.contains("pub async fn all_things(") && client.contains("(\"limit\", options.most)"),
        "{client}"
    );
    assert!(client.contains("security: &[&[\"Shop\"]]"), "{client}");
    assert!(run.files["shop/src/client.rs"].contains("Placement::Authorization(\"ShopKey\")"));
    assert!(
        run.files["shop-models/Cargo.toml"]
            .contains("\nsemver = { version = \"1\", features = [\"serde\"] }\n")
    );
}

#[test]
fn settings_without_effect_are_located() {
    let run = with_settings(&SETTINGS.replace("listThings =", "listThngs ="));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("the configuration names `listThngs`"), "{}", run.stderr);
    assert!(run.stderr.contains("codegen.toml:9:16"), "{}", run.stderr);
}

#[test]
fn operation_ids_of_frameworks_can_be_kept() {
    let document = DOCUMENT.replace("listThings", "list_things_things_get");
    let client = |settings: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codegen.toml");
        std::fs::write(&path, format!("[crate]\nname = \"sample\"\n{settings}")).unwrap();
        let run = run("api.yaml", &document, &["--config", path.to_str().unwrap(), "--keep-going"]);
        (run.files["sample/src/things.rs"].clone(), run.report()["operations"]["renamed"].clone())
    };
    let (code, renamed) = client("");
    assert!(code.contains("pub async fn list_things(") && code.contains("list_things_things_get"), "{code}");
    assert_eq!(renamed.as_array().map(Vec::len), Some(1), "{renamed}");
    let (code, renamed) = client("[rename]\nkeep-operation-ids = true\n");
    assert!(code.contains("pub async fn list_things_things_get("), "{code}");
    assert_eq!(renamed, serde_json::json!([]));
}
