//! The order of `parameters`, `properties` and `required` in a document, which decides no signature.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clientwright::Input;
use clientwright::document::{Node, Value};
use generator_tests::fixtures::{self, Fixture};
use generator_tests::spec;
use quote::ToTokens as _;
use syn::{ImplItem, Item};

/// Fixtures in which the first of several things counts: of a parameter that is listed twice, and of inline schemas of one
/// shape, which share the name of the first.
const EXCEPT: [&str; 5] = [
    "body-multipart-encoding",
    "enum-of-several-types",
    "parameter-duplicate",
    "pattern-properties",
    "query-object-form",
];

/// A document as JSON, with those lists and maps from the last to the first if `is_reversed`.
fn written(node: &Node, key: &str, is_reversed: bool) -> String {
    let mut text = String::new();
    match &node.value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.iter().collect();
            if is_reversed && key == "properties" {
                entries.reverse();
            }
            let entries = entries.into_iter().map(|(key, value)| {
                format!("{}:{}", serde_json::to_string(key).unwrap(), written(value, key, is_reversed))
            });
            write!(text, "{{{}}}", entries.collect::<Vec<_>>().join(",")).unwrap();
        }
        Value::Array(items) => {
            let mut items: Vec<_> = items.iter().map(|item| written(item, "", is_reversed)).collect();
            if is_reversed && ["parameters", "required"].contains(&key) {
                items.reverse();
            }
            write!(text, "[{}]", items.join(",")).unwrap();
        }
        Value::String(value) => text.push_str(&serde_json::to_string(value).unwrap()),
        Value::Number(number) => text.push_str(number),
        Value::Bool(value) => write!(text, "{value}").unwrap(),
        Value::Null => text.push_str("null"),
    }
    text
}

/// Every signature of a document's crates, with the type that it belongs to.
fn signatures(document: &str) -> BTreeSet<String> {
    let output = clientwright::generate(&Input { keep_going: true, ..spec::document(document) }).unwrap();
    let mut signatures = BTreeSet::new();
    for (path, text) in output.files.iter().flatten().filter(|(path, _)| path.ends_with(".rs")) {
        for item in syn::parse_file(text).unwrap().items {
            let Item::Impl(block) = item else { continue };
            let owner = block.self_ty.to_token_stream();
            for item in block.items {
                if let ImplItem::Fn(function) = item {
                    let signature = function.sig.to_token_stream();
                    signatures.insert(format!("{path}: {owner}: {signature}"));
                }
            }
        }
    }
    signatures
}

/// The signatures that differ between a document and the same one reversed.
fn changed(document: &Input) -> Vec<String> {
    let Some(root) = clientwright::bundled(document).0 else { return Vec::new() };
    let (before, after) = (signatures(&written(&root, "", false)), signatures(&written(&root, "", true)));
    before.symmetric_difference(&after).cloned().collect()
}

#[test]
fn reversed_document_keeps_every_signature() {
    let mut wrong = Vec::new();
    for Fixture { name, text, .. } in fixtures::all().unwrap() {
        if EXCEPT.contains(&name.as_str()) {
            continue;
        }
        let changed = changed(&spec::document(&text));
        if !changed.is_empty() {
            wrong.push(format!("{name}: {changed:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reversed_api_keeps_every_signature() {
    for api in ["elastic-cloud", "wire"] {
        assert_eq!(changed(&spec::input(api).unwrap()), Vec::<String>::new(), "{api}");
    }
}

#[test]
fn arguments_follow_path_then_wire_names() {
    let document = "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n  /{to}/{from}:\n    post:\n      \
        operationId: move\n      parameters:\n        - {name: b, in: query, required: true, schema: {type: string}}\n        \
        - {name: from, in: path, required: true, schema: {type: string}}\n        \
        - {name: a, in: header, required: true, schema: {type: string}}\n        \
        - {name: a, in: query, required: true, schema: {type: string}}\n        \
        - {name: to, in: path, required: true, schema: {type: string}}\n      responses: {'204': {description: x}}\n";
    let signatures = signatures(document);
    let found = signatures.iter().find(|signature| signature.contains("async fn move_ ")).unwrap();
    let places: Vec<_> = ["to :", "from :", "a :", "b :", "a_header :"]
        .map(|argument| found.find(&format!(" {argument} & str")).unwrap())
        .into();
    assert!(places.is_sorted(), "{found}");
}

/// The methods of a document with these paths, by the paths.
fn methods(paths: &[&str]) -> BTreeSet<String> {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: x, version: '1'}}\nservers: [{{url: https://x.test}}]\npaths:\n{}",
        paths.concat()
    );
    signatures(&document).into_iter().filter(|signature| signature.contains("async fn")).collect()
}

#[test]
fn duplicate_id_another_operation_renames_nothing() {
    const PATHS: [&str; 3] = [
        "  /keys: {get: {operationId: list, tags: [Keys], responses: {'204': {description: Done.}}}}\n",
        "  /projects: {get: {operationId: list, tags: [Projects], responses: {'204': {description: Done.}}}}\n",
        "  /members: {get: {operationId: list, responses: {'204': {description: Done.}}}}\n",
    ];
    let [keys, projects, members] = PATHS;
    let two = methods(&[keys, projects]);
    let three = methods(&PATHS);
    assert!(two.is_subset(&three), "{two:?} {three:?}");
    assert_eq!(three, methods(&[members, projects, keys]));
}
