//! Each layout compiles without a warning in a workspace that has other editions and lints than generated code.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::path::Path;
use std::process::Command;

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Shop, version: '1', description: "Sells things."}
servers: [{url: https://api.example.com}]
security: [{key: []}]
paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      parameters:
        - {name: after, in: query, schema: {type: string, format: date-time}}
        - {name: kind, in: query, schema: {type: array, items: {$ref: '#/components/schemas/Kind'}}}
      responses:
        '200':
          description: All.
          headers: {x-total: {schema: {type: integer}}}
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}
        '4XX': {description: No., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
    post:
      operationId: createThing
      tags: [Things, Admin]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses:
        '201': {description: Made.}
        '409': {description: There., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
  /events:
    get:
      operationId: watchEvents
      responses: {'200': {description: Events., content: {text/event-stream: {schema: {type: string}}}}}
  /files:
    post:
      operationId: upload
      tags: [Admin]
      requestBody:
        content: {multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}, name: {type: string}}}}}
      responses: {'204': {description: Done.}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-key}}
  schemas:
    Kind: {type: string, enum: [small, large]}
    Level: {type: integer, enum: [1, 2]}
    Thing:
      type: object
      required: [id, kind]
      properties:
        id: {type: string, format: uuid}
        kind: {$ref: '#/components/schemas/Kind'}
        level: {$ref: '#/components/schemas/Level'}
        made: {type: string, format: date-time}
        note: {type: [string, 'null']}
        pet: {$ref: '#/components/schemas/Pet'}
        parts: {type: object, additionalProperties: {$ref: '#/components/schemas/Thing'}}
        pair: {type: array, prefixItems: [{type: string}, {type: integer}], minItems: 2, maxItems: 2}
        either: {oneOf: [{type: string}, {type: object, required: [a], properties: {a: {type: boolean}}}]}
        some: {anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Problem'}]}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: type, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}
    Cat: {type: object, required: [type], properties: {type: {type: string}, lives: {type: integer}}}
    Dog: {type: object, required: [type], properties: {type: {type: string}, name: {type: string}}}
    Problem: {type: object, properties: {reason: {type: string}}, additionalProperties: true}
"##;

const WORKSPACE: &str = r#"
[workspace]
resolver = "2"
members = ["app", "inner-2021", "inner-2024", "clients/shop", "clients/shop-models", "only/other-models"]

[workspace.lints.rust]
missing_docs = "deny"
unused_qualifications = "deny"
unreachable_pub = "deny"
unused = { level = "deny", priority = -1 }

[workspace.lints.clippy]
pedantic = { level = "deny", priority = -1 }
"#;

fn generate(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .args(["generate", "--spec", "api.yaml"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{words}");
    words
}

fn cargo(folder: &Path, arguments: &[&str]) -> (bool, String) {
    // The folder of this workspace, so that dependencies are compiled once.
    let target = Path::new(env!("CARGO_BIN_EXE_clientwright")).ancestors().nth(2).unwrap();
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .arg("--offline")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.success(), text)
}

fn write(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

/// The lines of `[dependencies]` that the documentation of a module has.
fn needed(folder: &Path, module: &str) -> String {
    let text = std::fs::read_to_string(folder.join(module)).unwrap();
    let (_, rest) = text.split_once("//! [dependencies]\n").unwrap();
    let lines = rest.lines().take_while(|line| *line != "//! ```");
    lines.map(|line| line.trim_start_matches("//!").trim_start().to_owned() + "\n").collect()
}

#[test]
fn every_layout_compiles_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "api.yaml", DOCUMENT);
    write(folder, "Cargo.toml", WORKSPACE);
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock"), folder.join("Cargo.lock"))
        .unwrap();
    generate(folder, &["--out", "clients", "--name", "shop", "--layout", "crates"]);
    assert!(!folder.join("clients/Cargo.toml").exists(), "the workspace is the adopter's");
    generate(folder, &["--out", "only", "--name", "other", "--layout", "crates", "--models-only"]);
    assert!(!folder.join("only/other").exists());
    write(
        folder,
        "app/Cargo.toml",
        "[package]\nname = \"app\"\nedition = \"2021\"\n\n[dependencies]\nshop.path = \"../clients/shop\"\n\n[lints]\nworkspace = true\n",
    );
    write(folder, "app/src/lib.rs", "//! An application.\n\npub use shop::Client;\n");
    for (edition, declared) in [("2021", "mod shop;"), ("2024", "/// The client.\npub mod shop;")] {
        let name = format!("inner-{edition}");
        let words =
            generate(folder, &["--out", &format!("{name}/src/shop"), "--name", "shop", "--layout", "module"]);
        assert!(words.contains("cargo add"), "{words}");
        let needed = needed(folder, &format!("{name}/src/shop/mod.rs"));
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"{edition}\"\n\n[lints]\nworkspace = true\n\n[dependencies]\n{needed}"
        );
        write(folder, &format!("{name}/Cargo.toml"), &manifest);
        write(folder, &format!("{name}/src/lib.rs"), &format!("//! A crate.\n\n{declared}\n"));
        // Code beside the module is the adopter's.
        write(folder, &format!("{name}/src/shop/own.rs"), "");
    }
    let (is_done, text) = cargo(folder, &["clippy", "--workspace"]);
    assert!(is_done && !text.contains("warning"), "{text}");
    let (is_done, tree) = cargo(folder, &["tree", "--package", "other-models", "--edges", "normal"]);
    assert!(is_done && tree.contains("serde_json"), "{tree}");
    for http in ["reqwest", "hyper", "http ", "tokio"] {
        assert!(!tree.contains(http), "{tree}");
    }
    let again = generate(folder, &["--out", "inner-2021/src/shop", "--name", "shop", "--layout", "module"]);
    assert!(!again.contains("own.rs"), "{again}");
}

#[test]
fn code_in_ext_is_declared_and_survives() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "api.yaml", DOCUMENT);
    write(folder, "settings.toml", "[crate]\nname = \"shop\"\next = true\n");
    let arguments = ["--out", "out", "--config", "settings.toml"];
    generate(folder, &arguments);
    write(folder, "out/shop/src/ext.rs", "mod more;\n");
    write(folder, "out/shop/src/ext/more.rs", "// By hand.\n");
    generate(folder, &arguments);
    let code = std::fs::read_to_string(folder.join("out/shop/src/ext/more.rs")).unwrap();
    assert_eq!(code, "// By hand.\n");
    let lib = std::fs::read_to_string(folder.join("out/shop/src/lib.rs")).unwrap();
    assert!(lib.contains("\npub mod ext;\n"), "{lib}");
}
