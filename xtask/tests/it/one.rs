//! `codegen --spec`: a document of anybody's to a workspace of two crates.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// An operation that is fine, and one that refers to nothing.
const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Sample, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses:
        '200': {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/Things'}}}}
  /others:
    get:
      operationId: listOthers
      tags: [Others]
      responses:
        '200': {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/Missing'}}}}
components:
  schemas:
    Things: {type: array, items: {type: object, properties: {name: {type: string}}}}
";

struct Run {
    status: i32,
    stderr: String,
    files: BTreeMap<String, String>,
}

impl Run {
    fn report(&self) -> Value {
        serde_json::from_str(&self.files["report.json"]).unwrap()
    }

    fn code(&self) -> BTreeMap<&String, &String> {
        self.files.iter().filter(|(path, _)| path.ends_with(".rs")).collect()
    }
}

fn run(name: &str, text: &str, arguments: &[&str]) -> Run {
    run_with(name, text, arguments, &[])
}

fn run_with(name: &str, text: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join(name);
    std::fs::write(&spec, text).unwrap();
    let out = folder.path().join("out");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("codegen")
        // What the settings of a run name has no other name.
        .args(if arguments.contains(&"--config") { [].as_slice() } else { &["--name", "sample"] })
        .arg("--spec")
        .arg(&spec)
        .arg("--out")
        .arg(&out)
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let files = files(&out);
    let stderr =
        String::from_utf8_lossy(&output.stderr).replace(&*folder.path().to_string_lossy(), "<folder>");
    Run { status: output.status.code().unwrap_or(-1), stderr, files }
}

fn files(out: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    if out.is_dir() {
        collect(out, out, &mut files);
    }
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), text);
        }
    }
}

#[test]
fn document_with_an_error_is_rejected() {
    let run = run("api.yaml", DOCUMENT, &[]);
    assert_eq!((run.status, run.files.len()), (3, 0));
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn operation_with_an_error_is_skipped_and_listed() {
    let run = run("api.yaml", DOCUMENT, &["--keep-going"]);
    assert_eq!(run.status, 0);
    let report = run.report();
    assert_eq!(report["operations"]["total"], 2);
    assert_eq!(report["operations"]["generated"], 1);
    insta::assert_snapshot!(run.files["report.json"]);
    insta::assert_snapshot!(run.files.keys().cloned().collect::<Vec<_>>().join("\n"));
}

#[test]
fn part_of_a_document_can_be_selected() {
    let by_tag = run("api.yaml", DOCUMENT, &["--tag", "Things"]);
    let by_name = run("api.yaml", DOCUMENT, &["--operation", "GET /things"]);
    // The dangling reference stands in an operation that nobody asked for.
    for run in [by_tag, by_name] {
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_eq!(run.report()["operations"]["generated"], 1);
        assert_eq!(run.report()["operations"]["skipped"][0]["rule"], "not-selected");
    }
}

#[test]
fn unknown_selection_is_rejected_with_near_name() {
    for (arguments, message, help) in [
        (["--tag", "things"], "no operation has the tag `things`", "use `--tag \"Things\"`"),
        (
            ["--operation", "listThing"],
            "there is no operation `listThing`",
            "use `--operation \"listThings\"`",
        ),
        (
            ["--operation", "GET /thing"],
            "there is no operation `GET /thing`",
            "use `--operation \"GET /things\"`",
        ),
    ] {
        for more in [&[][..], &["--keep-going"]] {
            let run = run("api.yaml", DOCUMENT, &[&arguments, more].concat());
            assert_eq!((run.status, run.files.len()), (3, 0), "{}", run.stderr);
            assert!(run.stderr.contains(message) && run.stderr.contains(help), "{}", run.stderr);
        }
    }
}

#[test]
fn crate_of_other_name_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("api.yaml");
    std::fs::write(&spec, DOCUMENT).unwrap();
    let codegen = |name: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "--keep-going", "--name", name, "--spec"])
            .arg(&spec)
            .arg("--out")
            .arg(folder.path().join("out"))
            .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(codegen("first").0, Some(0));
    let before = files(&folder.path().join("out"));
    let (status, said) = codegen("second");
    assert_eq!(status, Some(3));
    assert!(said.contains("contains the crate `first`, which `second` would replace"), "{said}");
    assert_eq!(files(&folder.path().join("out")), before);
    assert_eq!(codegen("first").0, Some(0));
}

#[test]
fn approximations_are_reported_last() {
    let document = DOCUMENT.replace("Missing", "Things").replace(
        "{name: {type: string}}",
        "{name: {type: string}, size: {type: object, properties: {a: {type: string}}, not: {required: [a]}}}",
    );
    let run = run("api.yaml", &document, &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stderr.lines().rev().take(3).collect();
    assert!(lines[0].contains("Generated 2 of 2 operations"), "{lines:?}");
    assert!(lines[1].contains("Listed 1 approximated place in `report.json`; 0 of"), "{lines:?}");
    assert!(lines[2].contains("Approximated") && lines[2].contains("api.yaml:"), "{lines:?}");
}

#[test]
fn warnings_can_be_denied() {
    let doubled = DOCUMENT.replace("Missing", "Things").replace("listOthers", "list_things");
    assert_eq!(run("api.yaml", &doubled, &[]).status, 0);
    assert_eq!(run("api.yaml", &doubled, &["--deny-warnings"]).status, 3);
}

#[test]
fn format_and_line_ends_make_no_difference() {
    let yaml = DOCUMENT.replace("Missing", "Things");
    let document: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
    let json = serde_json::to_string(&json!(document)).unwrap();
    let expected = run("api.yaml", &yaml, &[]);
    assert_eq!(expected.status, 0);
    for (name, text) in [
        ("api.json", json.clone()),
        ("api.json", format!("\u{feff}{json}")),
        ("api.yaml", yaml.replace('\n', "\r\n")),
        ("api.yaml", format!("\u{feff}{yaml}")),
    ] {
        assert_eq!(run(name, &text, &[]).code(), expected.code(), "{name}");
    }
}

#[test]
fn folder_and_environment_make_no_difference() {
    let yaml = DOCUMENT.replace("Missing", "Things");
    let here = run("api.yaml", &yaml, &[]);
    let there = run_with("api.yaml", &yaml, &[], &[("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu")]);
    assert_eq!(here.files, there.files);
}

#[test]
fn unusable_crate_name_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("api.yaml");
    std::fs::write(&spec, DOCUMENT).unwrap();
    for name in [
        "", ".", "..", "a/b", "../out2", "/abs", "My API", "3scale", "5gc", "fn", "serde", "std", "runtime",
        "a\nb", "con",
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "--keep-going", "--spec"])
            .arg(&spec)
            .arg("--out")
            .arg(folder.path().join("out"))
            .arg(format!("--name={name}"))
            .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name:?}: {said}");
        assert!(
            said.contains("cannot be the name of a crate") && said.contains("; use `"),
            "{name:?}: {said}"
        );
        assert_eq!(folder.path().read_dir().unwrap().count(), 1, "{name:?} wrote something");
    }
}

#[test]
fn missing_crate_name_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("api.yaml");
    std::fs::write(&spec, DOCUMENT).unwrap();
    let config = folder.path().join("codegen.toml");
    for (settings, status) in [("", 2), ("[crate]\nname = \"widgets\"\n", 0)] {
        std::fs::write(&config, settings).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "--keep-going", "--spec"])
            .arg(&spec)
            .arg("--out")
            .arg(folder.path().join("out"))
            .arg("--config")
            .arg(&config)
            .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(status), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(folder.path().join("out/widgets/Cargo.toml").is_file());
}

#[test]
fn options_go_together() {
    assert_eq!(
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "--spec", "x"])
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
}

/// A document in several files, which refer to each other in every way.
const FILES: [(&str, &str); 6] = [
    (
        "api.yaml",
        "\
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example/v1}]
paths:
  /orders/{id}: {$ref: paths/order.yaml}
  /pets:
    get:
      operationId: listPets
      parameters: [{$ref: 'common.yaml#/parameters/Limit'}]
      responses:
        '200': {description: All., content: {application/json: {schema: {type: array, items: {$ref: ./models/pet.json}}}}}
        '404': {$ref: 'common.yaml#/responses/Missing'}
components: {schemas: {Order: {$ref: models/order.yaml}}}
",
    ),
    (
        "paths/order.yaml",
        "\
get:
  operationId: getOrder
  parameters: [{name: id, in: path, required: true, schema: {type: string}}]
  responses:
    '200': {description: One., content: {application/json: {schema: {$ref: ../api.yaml#/components/schemas/Order}}}}
    '404': {$ref: '../common.yaml#/responses/Missing'}
",
    ),
    (
        "common.yaml",
        "\
parameters: {Limit: {name: limit, in: query, schema: {$ref: '#/schemas/Count'}}}
responses: {Missing: {description: None., content: {application/json: {schema: {$ref: '#/schemas/Problem'}}}}}
schemas:
  Count: {type: integer}
  Problem: {type: object, properties: {inner: {$ref: '#/schemas/Problem'}}}
",
    ),
    ("models/order.yaml", "type: object\nrequired: [pet]\nproperties: {pet: {$ref: pet.json}, before: {$ref: '#'}}\n"),
    (
        "models/pet.json",
        r##"{"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "dog.yaml"}],
            "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/$defs/Cat", "dog": "dog.yaml"}},
            "$defs": {"Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}}}"##,
    ),
    ("models/dog.yaml", "type: object\nrequired: [kind]\nproperties: {kind: {type: string}, bark: {type: [number, 'null']}}\n"),
];

/// The same document in one file, with the names that its parts should get.
const TOGETHER: &str = "\
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example/v1}]
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: One., content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
        '404': {description: None., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
  /pets:
    get:
      operationId: listPets
      parameters: [{name: limit, in: query, schema: {$ref: '#/components/schemas/Count'}}]
      responses:
        '200': {description: All., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/pet'}}}}}
        '404': {description: None., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
components:
  schemas:
    Order: {type: object, required: [pet], properties: {pet: {$ref: '#/components/schemas/pet'}, before: {$ref: '#/components/schemas/Order'}}}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Count: {type: integer}
    Problem: {type: object, properties: {inner: {$ref: '#/components/schemas/Problem'}}}
    dog: {type: object, required: [kind], properties: {kind: {type: string}, bark: {type: [number, 'null']}}}
    pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/dog'}]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/dog'}}
";

fn in_files(change: impl Fn(&Path)) -> (i32, String, BTreeMap<String, String>) {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("spec");
    for (path, text) in FILES {
        let path = spec.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    change(&spec);
    let out = folder.path().join("out");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--name", "sample", "--spec"])
        .arg(spec.join("api.yaml"))
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap(), stderr, files(&out))
}

#[test]
fn files_that_refer_to_each_other_are_one_document() {
    let (status, stderr, parts) = in_files(|_| {});
    assert_eq!(status, 0, "{stderr}");
    let whole = run("api.yaml", TOGETHER, &[]);
    let code: BTreeMap<_, _> = parts.iter().filter(|(path, _)| path.ends_with(".rs")).collect();
    assert_eq!(code, whole.code());
}

#[test]
fn missing_file_is_named() {
    let (status, stderr, _) = in_files(|spec| std::fs::remove_file(spec.join("models/dog.yaml")).unwrap());
    // Only an alternative of a union depends on it.
    assert_eq!(status, 0);
    assert!(stderr.contains("the file `models/dog.yaml` does not exist"), "{stderr}");
    assert!(stderr.contains("models/pet.json:1:"), "{stderr}");
}

#[test]
fn malformed_file_is_reported_once() {
    let (status, stderr, _) =
        in_files(|spec| std::fs::write(spec.join("models/dog.yaml"), "type: {\n").unwrap());
    assert_eq!(status, 0);
    assert!(stderr.contains("this is not YAML") && stderr.contains("models/dog.yaml:"), "{stderr}");
    assert!(!stderr.contains("does not exist"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn link_out_of_the_folder_is_not_followed() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "type: object\nproperties: {secret: {type: string}}\n").unwrap();
    let (status, stderr, parts) = in_files(|spec| {
        std::fs::remove_file(spec.join("models/dog.yaml")).unwrap();
        std::os::unix::fs::symlink(secret.path(), spec.join("models/dog.yaml")).unwrap();
    });
    assert_eq!(status, 0);
    assert!(stderr.contains("does not exist") && !stderr.contains("secret"), "{stderr}");
    assert!(parts.values().all(|text| !text.contains("secret:")), "{parts:?}");
}

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

/// Five operations, one of which is more than the generator may take.
fn too_much() -> String {
    let mut text =
        "openapi: 3.0.3\ninfo: {title: Big, version: '1'}\nservers: [{url: https://a.example}]\npaths:\n"
            .to_owned();
    for operation in 0..5 {
        let properties: Vec<String> = (0..if operation == 3 { 8000 } else { 2 })
            .map(|place| format!("p{place}: {{type: object, properties: {{a{place}: {{type: string}}}}}}"))
            .collect();
        text.push_str(&format!(
            "  /things{operation}: {{get: {{operationId: get{operation}, responses: {{'200': {{description: All., content: \
             {{application/json: {{schema: {{type: object, properties: {{{}}}}}}}}}}}}}}}}}\n",
            properties.join(", ")
        ));
    }
    text
}

#[cfg(target_os = "linux")]
#[test]
fn fatal_operation_is_found_and_skipped() {
    let run = run("api.yaml", &too_much(), &["--keep-going", "--max-memory", "440"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let report = run.report();
    assert_eq!(report["operations"]["generated"], 4, "{}", run.stderr);
    assert_eq!(report["operations"]["skipped"][0]["operation"], "GET /things3");
    assert_eq!(report["operations"]["skipped"][0]["rule"], "left-out");
}

#[cfg(target_os = "linux")]
#[test]
fn fatal_operation_is_named() {
    let run = run("api.yaml", &too_much(), &["--max-memory", "440"]);
    assert_eq!((run.status, run.files.len()), (1, 0), "{}", run.stderr);
    assert!(
        run.stderr.contains("it crashes on GET /things3; `--keep-going` leaves that out"),
        "{}",
        run.stderr
    );
}
