//! `codegen --spec` of a document in several files.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::collections::BTreeMap;
use std::path::Path;

use crate::single_document::{files, run};
use crate::workspace::xtask;

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
    let output = xtask()
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
