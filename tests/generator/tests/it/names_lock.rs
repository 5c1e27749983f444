//! `names.lock`: names stay if something else is added, moved or removed.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use std::collections::BTreeSet;

use clientwright::diagnostic::Severity;
use clientwright::document::SourceFile;
use clientwright::{Input, Output};
use generator_tests::spec;
use serde_json::{Value, json};

/// A document with a shared type (`Status`), a method that a framework named, fields and values that collide, and unnamed
/// alternatives.
fn document() -> Value {
    let status = json!({"type": "string", "enum": ["open", "closed", "held", "new"]});
    let body = |schema: Value| json!({"content": {"application/json": {"schema": schema}}});
    let reply = |schema: Value| {
        let mut reply = body(schema);
        reply["description"] = json!("Done.");
        json!({"200": reply})
    };
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Sample", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {
            "/flows": {
                "get": {
                    "operationId": "list_flows_flows_get",
                    "parameters": [{"name": "order", "in": "query", "schema": {"type": "string", "enum": ["asc", "ASC"]}}],
                    "responses": reply(json!({"type": "object", "properties": {"status": status.clone(), "owner": {"type": "object", "properties": {"name": {"type": "string"}}}}})),
                },
                "post": {
                    "operationId": "create_flow_flows_post",
                    "requestBody": body(json!({"type": "object", "properties": {"status": status, "userId": {"type": "string"}, "user_id": {"type": "string"}}})),
                    "responses": reply(json!({"oneOf": [
                        {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}, "x": {"type": "string"}, "y": {"type": "string"}, "z": {"type": "string"}}},
                        {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}, "x": {"type": "string"}, "y": {"type": "string"}, "z": {"type": "string"}}},
                    ]})),
                },
            },
        },
        "components": {"schemas": {"Flow": {"type": "object", "properties": {"kind": {"type": "string", "enum": ["k", "l"]}, "note": {"type": "string"}}}}},
    })
}

fn generated(document: &Value, lock: &str) -> Output {
    let names = Some(SourceFile { path: "names.lock".to_owned(), text: lock.to_owned() });
    let output = clientwright::generate(&Input { names, ..spec::document(&document.to_string()) }).unwrap();
    assert!(output.files.is_some(), "{:?}", output.diagnostics);
    output
}

/// The lock of a document, given an earlier one.
fn lock(document: &Value, before: &str) -> String {
    generated(document, before).names.unwrap()
}

fn lines(lock: &str) -> BTreeSet<&str> {
    lock.lines().collect()
}

/// The lines of a lock that a later one lacks.
fn lost<'l>(before: &'l str, after: &'l str) -> Vec<&'l str> {
    lines(before).difference(&lines(after)).copied().collect()
}

/// Adds `key` to an object, before or after what it has.
fn insert(object: &mut Value, key: &str, value: Value, is_first: bool) {
    let object = object.as_object_mut().unwrap();
    let old = std::mem::take(object);
    let (key, new) = (key.to_owned(), value);
    let first = is_first.then(|| (key.clone(), new.clone()));
    let last = (!is_first).then_some((key, new));
    object.extend(first.into_iter().chain(old).chain(last));
}

#[test]
fn lock_of_a_document_is_reviewed() {
    insta::assert_snapshot!(lock(&document(), ""));
}

#[test]
fn second_run_with_the_lock_changes_nothing() {
    let first = generated(&document(), "");
    let second = generated(&document(), first.names.as_ref().unwrap());
    assert_eq!(first.names, second.names);
    assert_eq!(first.files, second.files);
    let without = clientwright::generate(&spec::document(&document().to_string())).unwrap();
    assert_eq!((without.files, without.names), (first.files, None));
}

#[test]
fn addition_that_wants_a_name_renames_nothing() {
    let before = lock(&document(), "");
    for is_first in [true, false] {
        let mut changed = document();
        let other = json!({"type": "object", "properties": {"status": {"type": "string", "enum": ["x", "y"]}, "kind": {"type": "string", "enum": ["p", "q"]}}});
        insert(&mut changed["components"]["schemas"], "Status", other, is_first);
        let operation = json!({"operationId": "create_flow", "responses": {"204": {"description": "Done."}}});
        insert(&mut changed["paths"], "/aflows", json!({"post": operation}), is_first);
        let after = lock(&changed, &before);
        assert_eq!(lost(&before, &after), [""; 0], "{after}");
        assert_eq!(lock(&changed, &after), after);
        // Without the lock, both have other names.
        assert_ne!(lost(&before, &lock(&changed, "")), [""; 0]);
    }
}

#[test]
fn first_component_that_equals_a_type_is_another() {
    let before = lock(&document(), "");
    let mut changed = document();
    let equal = changed["paths"]["/flows"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        ["properties"]["status"]
        .clone();
    changed["components"]["schemas"]["Phase"] = equal;
    assert_eq!(lost(&before, &lock(&changed, &before)), [""; 0]);
}

#[test]
fn second_equal_component_separates_nothing() {
    let mut first = document();
    let properties = json!({"a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": "string"}, "d": {"type": "string"}});
    let object = json!({"type": "object", "properties": properties});
    first["components"]["schemas"]["Part"] = object.clone();
    first["components"]["schemas"]["Flow"]["properties"]["part"] = object.clone();
    let before = lock(&first, "");
    assert!(before.contains("component Part Part Flow/part"), "{before}");
    first["components"]["schemas"]["Another"] = object;
    let after = lock(&first, &before);
    assert_eq!(after, before);
}

#[test]
fn use_that_did_not_change_keeps_name_and_type() {
    let before = lock(&document(), "");
    assert!(before.contains("type Status "), "{before}");
    let mut changed = document();
    let body = "/paths/~1flows/post/requestBody/content/application~1json/schema/properties/status/enum";
    changed.pointer_mut(body).unwrap().as_array_mut().unwrap().push(json!("more"));
    let after = lock(&changed, &before);
    let line = |lock: &str, name: &str| lock.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(line(&after, "type Status ").ends_with("list_flows()/reply/status"), "{after}");
    assert!(after.contains("create_flow()/body/status"), "{after}");
}

#[test]
fn moved_type_keeps_its_name() {
    let before = lock(&document(), "");
    let mut changed = document();
    let schemas = changed["components"]["schemas"].as_object_mut().unwrap();
    let flow = schemas.remove("Flow").unwrap();
    schemas.insert("Stream".to_owned(), flow);
    let after = lock(&changed, &before);
    let names = |lock: &str| {
        lock.lines().map(|line| line.split(' ').nth(1).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&after), names(&before));
    assert!(after.contains("Stream/kind"), "{after}");
    assert!(!after.contains("(unused)"), "{after}");
}

#[test]
fn removed_name_is_kept_until_pruned() {
    let before = lock(&document(), "");
    let mut less = document();
    less["paths"]["/flows"].as_object_mut().unwrap().remove("get");
    let after = lock(&less, &before);
    assert!(after.contains("method list_flows GET /flows (unused)"), "{after}");
    assert_eq!(lock(&less, &after), after);
    assert_eq!(lock(&document(), &after), before);
    let names = Some(SourceFile { path: "names.lock".to_owned(), text: after });
    let input = Input { names, prune_names: true, ..spec::document(&less.to_string()) };
    let pruned = clientwright::generate(&input).unwrap().names.unwrap();
    assert!(!pruned.contains("(unused)") && !pruned.contains("list_flows"), "{pruned}");
}

#[test]
fn name_that_a_person_wrote_is_used() {
    let before = lock(&document(), "");
    let edited = before
        .replace("type Status ", "type FlowState ")
        .replace("method list_flows ", "method all_flows ")
        .replace("value ListFlowsOrder.AscUpper ", "value ListFlowsOrder.Shouted ");
    let output = generated(&document(), &edited);
    let after = output.names.unwrap();
    assert!(!after.contains("(unused)") && !after.contains("Status"), "{after}");
    assert_eq!(lock(&document(), &after), after);
    let files = output.files.unwrap();
    for (path, text) in [
        ("sample-models/src/", "FlowState"),
        ("sample-models/src/", "Shouted"),
        ("sample/src/", "fn all_flows("),
    ] {
        let has = |(file, code): (&String, &String)| file.starts_with(path) && code.contains(text);
        assert!(files.iter().any(has), "{text}");
    }
}

#[test]
fn settings_win_over_the_lock() {
    let before = lock(&document(), "");
    let names = Some(SourceFile { path: "names.lock".to_owned(), text: before.clone() });
    let text = "[rename.schemas]\nStatus = \"FlowState\"\n".to_owned();
    let config = Some(SourceFile { path: "codegen.toml".to_owned(), text });
    let input = Input { names, config, ..spec::document(&document().to_string()) };
    let output = clientwright::generate(&input).unwrap();
    assert_eq!(output.names, Some(before));
    assert!(output.files.unwrap().values().any(|text| text.contains("FlowState")));
    assert!(output.diagnostics.iter().all(|it| it.diagnostic.rule != "configuration"));
}

#[test]
fn order_of_the_document_changes_nothing() {
    fn reversed(value: &Value) -> Value {
        match value {
            Value::Object(object) => {
                object.iter().rev().map(|(key, value)| (key.clone(), reversed(value))).collect()
            }
            Value::Array(items) => items.iter().map(reversed).collect(),
            plain => plain.clone(),
        }
    }
    let before = lock(&document(), "");
    assert_eq!(lock(&reversed(&document()), &before), before);
    assert_eq!(lock(&reversed(&document()), ""), before);
}

#[test]
fn malformed_lines_are_errors_with_their_place() {
    let line = "type Status 0123456789ab list_flows()/reply/status";
    for (text, message) in [
        ("<<<<<<< ours", "a merge left a conflict here"),
        ("=======", "a merge left a conflict here"),
        ("types Status 01 a", "`types` is not a kind of name"),
        ("type status 01 a", "`status` is not the name of a type in Rust"),
        ("type Status", "the line does not say which type is `Status`"),
        ("method list GET", "the line does not say which method is `list`"),
        ("value Order asc", "`Order` is not the name of a value in Rust"),
        (&format!("{line}\n{line}"), "`Status` is the name of two things"),
        ("method a GET /x\nmethod b GET /x", "this method has two names"),
    ] {
        let names =
            Some(SourceFile { path: "spec/names.lock".to_owned(), text: format!("# head\n{text}\n") });
        let input = Input { names, ..spec::document(&document().to_string()) };
        let output = clientwright::generate(&input).unwrap();
        assert!(output.files.is_none(), "{text}");
        let found = output.diagnostics.iter().find(|it| it.diagnostic.severity == Severity::Error).unwrap();
        let line = 1 + text.lines().count();
        let place = (found.location.file.as_str(), found.location.line);
        assert_eq!((found.diagnostic.message.as_str(), place), (message, ("spec/names.lock", line)));
        assert!(found.diagnostic.help.is_some(), "{text}");
    }
}
