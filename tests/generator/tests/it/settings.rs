//! What settings change in the generated crates.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use clientwright::document::SourceFile;
use clientwright::{Input, Output};
use generator_tests::spec;

const DOCUMENT: &str = r#"
openapi: 3.0.3
info: {title: Sample, version: "1"}
servers: [{url: https://a.example}]
paths:
  /w:
    post:
      operationId: create_w_w_post
      parameters: [{name: order, in: query, schema: {type: string, enum: [a, b]}}]
      requestBody: {content: {application/json: {schema: {type: object, properties: {n: {type: integer}}}}}}
      responses:
        "200":
          description: Made.
          content:
            application/json:
              schema: {type: object, properties: {at: {type: string, format: date-time}, day: {type: string, format: date}}}
"#;

fn input(settings: &str) -> Input {
    let config = Some(SourceFile { path: "codegen.toml".to_owned(), text: settings.to_owned() });
    Input { config, ..spec::document(DOCUMENT) }
}

fn generated(settings: &str) -> Output {
    let output = clientwright::generate(&input(settings)).unwrap();
    assert!(output.files.is_some(), "{:?}", output.diagnostics);
    output
}

/// The dependencies of the model crate.
fn dependencies(settings: &str) -> toml::Table {
    let text = &generated(settings).files.unwrap()["sample-models/Cargo.toml"];
    let manifest: toml::Table = toml::from_str(text).unwrap();
    manifest["dependencies"].as_table().unwrap().clone()
}

fn errors(input: &Input) -> Vec<String> {
    let output = clientwright::generate(input).unwrap();
    assert_eq!(output.files, None);
    output
        .diagnostics
        .into_iter()
        .map(|reported| format!("{} {:?}", reported.diagnostic.message, reported.diagnostic.help))
        .collect()
}

#[test]
fn known_crate_needs_no_dependency() {
    let needed = dependencies(
        "[types.formats]\ndate-time = { rust = \"chrono::NaiveDateTime\" }\ndate = { rust = \"String\" }\n",
    );
    assert_eq!(needed.keys().collect::<Vec<_>>(), ["chrono", "serde", "serde_json"]);
}

#[test]
fn dependency_of_known_crate_is_merged() {
    let settings = r#"[types.formats]
date-time = { rust = "chrono::NaiveDateTime", dependency = 'chrono = { version = "0.4", features = ["clock"] }' }"#;
    let expected = r#"chrono = { version = "0.4", features = ["clock", "alloc", "serde"] }"#;
    assert_eq!(dependencies(settings)["chrono"], toml::from_str::<toml::Table>(expected).unwrap()["chrono"]);
}

#[test]
fn dependency_with_dotted_key_is_not_a_second_key() {
    let settings = r#"[types.formats]
date-time = { rust = "chrono::NaiveDateTime", dependency = 'chrono.version = "0.4.40"' }"#;
    assert_eq!(dependencies(settings)["chrono"]["version"].as_str(), Some("0.4.40"));
}

#[test]
fn dependency_of_two_formats_has_features_of_both() {
    let settings = r#"[types.formats]
date-time = { rust = "eon::Instant", dependency = 'eon = { version = "1", features = ["a"] }' }
date = { rust = "eon::Day", dependency = 'eon = { version = "1", features = ["b"] }' }"#;
    let features: Vec<_> = dependencies(settings)["eon"]["features"].as_array().unwrap().clone();
    assert_eq!(features.len(), 2, "{features:?}");
    let found = errors(&input(&settings.replacen("version = \"1\"", "version = \"2\"", 1)));
    assert!(found[0].contains("write the same version and source, features aside"), "{found:?}");
}

#[test]
fn crate_without_dependency_is_rejected() {
    let found = errors(&input("[types.formats]\ndate-time = { rust = \"eon::Instant\" }\n"));
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("no `dependency` declares the crate `eon` of `eon::Instant`"), "{found:?}");
}

#[test]
fn datetime_setting_chooses_the_only_library() {
    const LIBRARIES: [&str; 3] = ["chrono", "jiff", "time"];
    for (value, expected) in
        [("chrono", &["chrono"][..]), ("jiff", &["jiff"]), ("time", &["time"]), ("string", &[])]
    {
        let needed = dependencies(&format!("[types]\ndatetime = \"{value}\"\n"));
        let found: Vec<_> = LIBRARIES.into_iter().filter(|name| needed.contains_key(*name)).collect();
        assert_eq!(found, expected, "{value}");
    }
}

#[test]
fn settings_of_formats_need_no_more_than_their_crates() {
    let document = DOCUMENT.replace(
        "at: {type: string, format: date-time}",
        "at: {type: integer, format: unixtime}, cost: {type: number, format: decimal}, raw: {type: string, format: byte}",
    );
    let needed = |settings: &str| {
        let input = Input { config: input(settings).config, ..spec::document(&document) };
        let files = clientwright::generate(&input).unwrap().files.unwrap();
        let manifest: toml::Table = toml::from_str(&files["sample-models/Cargo.toml"]).unwrap();
        manifest["dependencies"].as_table().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(needed(""), ["chrono", "serde", "serde_json"]);
    assert_eq!(needed("[types]\ndatetime = \"string\"\n"), ["serde", "serde_json"]);
    let settings = "[types]\ndatetime = \"jiff\"\nunixtime = \"datetime\"\ndecimal = \"rust_decimal\"\n";
    assert_eq!(needed(settings), ["jiff", "rust_decimal", "serde", "serde_json"]);
    let settings = "[types]\ndatetime = \"string\"\nunixtime = \"datetime\"\n";
    assert_eq!(needed(settings), ["serde", "serde_json"]);
}

#[test]
fn value_of_setting_mistyped_names_the_nearest() {
    let found = errors(&input("[types]\ndatetime = \"jif\"\n"));
    assert!(
        found[0].starts_with("`jif` is not one of `chrono`, `jiff`, `time`, `string`; did you mean `jiff`?"),
        "{found:?}"
    );
}

#[test]
fn module_never_has_the_name_of_a_chosen_crate() {
    let document = DOCUMENT.replace("operationId", "tags: [jiff]\n      operationId");
    let input = Input { config: input("[types]\ndatetime = \"jiff\"\n").config, ..spec::document(&document) };
    let files = clientwright::generate(&input).unwrap().files.unwrap();
    assert!(files.contains_key("sample-models/src/jiff2.rs"), "{:?}", files.keys());
}

#[test]
fn renamed_operation_names_its_types() {
    let output = generated("[rename.operations]\ncreate_w_w_post = \"create_widget\"\n");
    let code: String = output.files.unwrap().into_values().collect();
    for name in ["CreateWidgetOrder", "CreateWidgetBody", "CreateWidgetReply", "CreateWidgetOptions"] {
        assert!(code.contains(name), "{name} is missing");
    }
    assert!(!code.contains("CreateWWPost"));
}

#[test]
fn crate_name_comes_from_settings() {
    let settings = "[crate]\nname = \"widgets\"\n";
    let unnamed = Input { name: None, ..input(settings) };
    assert_eq!(clientwright::generate(&unnamed).unwrap().package, "widgets");
    assert_eq!(generated(settings).package, "sample", "the command's name goes before");
}

#[test]
fn unusable_crate_name_is_rejected() {
    for name in ["", ".", "..", "a/b", "My API", "3scale", "fn", "serde"] {
        let found = errors(&Input { name: Some(name.to_owned()), ..input("") });
        assert!(found[0].contains("cannot be the name of a crate"), "{name}: {found:?}");
        let settings = format!("[crate]\nname = \"{name}\"\n");
        let found = errors(&Input { name: None, ..input(&settings) });
        assert!(found[0].contains("cannot be the name of a crate"), "{name}: {found:?}");
    }
}

#[test]
fn generated_manifest_inherits_nothing() {
    for (path, text) in generated("").files.unwrap() {
        if path.ends_with("Cargo.toml") {
            assert!(!text.contains("workspace"), "{path}: {text}");
            toml::from_str::<toml::Table>(&text).unwrap();
        }
    }
}

#[test]
fn pages_of_untyped_items_need_serde_json() {
    let document = DOCUMENT.replace(
        "schema: {type: object, properties: {at: {type: string, format: date-time}, day: {type: string, format: date}}}",
        "schema: {type: object, properties: {items: {type: array, items: {}}, next: {type: string}}}",
    );
    let settings =
        "[pagination]\ncreate_w_w_post = { items = \"/items\", cursor = \"/next\", parameter = \"order\" }\n";
    let input = Input { config: input(settings).config, ..spec::document(&document) };
    let files = clientwright::generate(&input).unwrap().files.unwrap();
    assert!(files["sample/src/shared.rs"].contains("runtime::Paginator<serde_json::Value,"));
    let manifest: toml::Table = toml::from_str(&files["sample/Cargo.toml"]).unwrap();
    assert!(manifest["dependencies"].as_table().unwrap().contains_key("serde_json"));
}

#[test]
fn own_type_hash_setting_gives_its_users_hash() {
    let models = |hash: &str| {
        let settings = format!("[types.formats]\ndate-time = {{ rust = \"chrono::NaiveDateTime\"{hash} }}\n");
        generated(&settings).files.unwrap()["sample-models/src/shared.rs"].clone()
    };
    let count = |text: &str| text.matches("derive(Eq, Hash)").count();
    assert_eq!((count(&models("")), count(&models(", hash = true"))), (1, 2));
}

#[test]
fn derive_schemars_adds_a_feature() {
    let files = generated("[types]\nderive = [\"schemars\"]\n").files.unwrap();
    let manifest: toml::Table = toml::from_str(&files["sample-models/Cargo.toml"]).unwrap();
    assert_eq!(manifest["features"]["schemars"][0].as_str(), Some("dep:schemars"));
    assert_eq!(manifest["dependencies"]["schemars"]["optional"].as_bool(), Some(true));
    let manifest: toml::Table = toml::from_str(&files["sample/Cargo.toml"]).unwrap();
    assert_eq!(manifest["features"]["schemars"][0].as_str(), Some("sample-models/schemars"));
    let schemas = &files["sample-models/src/shared_json_schema.rs"];
    assert!(
        schemas.contains("\"format\": \"date-time\"") && schemas.contains("json_schema! {\n"),
        "{schemas}"
    );
}

#[test]
fn derive_of_unknown_crate_is_rejected() {
    let found = errors(&input("[types]\nderive = [\"shemars\"]\n"));
    assert!(found[0].contains("unknown value `shemars`"), "{found:?}");
}
