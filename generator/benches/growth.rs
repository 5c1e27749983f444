//! What a document costs that is twice as large: `DOCUMENT=api.json cargo bench -p clientwright --bench growth`.
//!
//! The document is JSON. It is generated whole, and in two halves: every second operation and webhook, with the components
//! that they reach. Twice the operations should take little more than twice the time and the memory.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot run has nothing to say"
)]

use std::collections::BTreeSet;

use clientwright::document::SourceFile;
use clientwright::{Input, generate};
use divan::{AllocProfiler, Bencher};
use serde_json::Value;

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

fn main() {
    if std::env::var_os("DOCUMENT").is_none() {
        eprintln!("skipped: DOCUMENT names no document");
        return;
    }
    divan::main();
}

fn document() -> Value {
    let path = std::env::var("DOCUMENT").unwrap();
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn input(document: &Value) -> Input {
    let document = SourceFile { path: "api.json".to_owned(), text: document.to_string() };
    Input {
        name: Some("sample".to_owned()),
        origin: "api".to_owned(),
        documents: vec![document],
        keep_going: true,
        ..Input::default()
    }
}

/// Every second operation and webhook, and what they reach.
fn half(mut document: Value, first: usize) -> Value {
    let mut place = 0;
    let mut is_kept = || {
        place += 1;
        place % 2 == first
    };
    for item in document["paths"].as_object_mut().unwrap().values_mut() {
        item.as_object_mut().unwrap().retain(|key, _| !METHODS.contains(&key.as_str()) || is_kept());
    }
    for key in ["webhooks", "x-webhooks"] {
        if let Some(webhooks) = document.get_mut(key).and_then(Value::as_object_mut) {
            webhooks.retain(|_, _| is_kept());
        }
    }
    let mut reached = BTreeSet::new();
    let mut todo =
        vec![document["paths"].clone(), document["webhooks"].clone(), document["x-webhooks"].clone()];
    while let Some(value) = todo.pop() {
        let mut references = Vec::new();
        collect(&value, &mut references);
        for reference in references.into_iter().filter(|reference| reached.insert(reference.clone())) {
            todo.extend(document.pointer(reference.trim_start_matches('#')).cloned());
        }
    }
    for (section, components) in document["components"].as_object_mut().unwrap() {
        if let Some(components) = components.as_object_mut().filter(|_| section != "securitySchemes") {
            components.retain(|name, _| reached.contains(&format!("#/components/{section}/{name}")));
        }
    }
    document
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        Value::Object(object) => {
            references.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
            object.values().for_each(|item| collect(item, references));
        }
        _ => {}
    }
}

fn run(bencher: Bencher<'_, '_>, document: &Value) {
    let input = input(document);
    bencher.bench(|| generate(&input).unwrap());
}

#[divan::bench(sample_count = 3)]
fn whole(bencher: Bencher<'_, '_>) {
    run(bencher, &document());
}

#[divan::bench(sample_count = 3)]
fn half_a(bencher: Bencher<'_, '_>) {
    run(bencher, &half(document(), 0));
}

#[divan::bench(sample_count = 3)]
fn half_b(bencher: Bencher<'_, '_>) {
    run(bencher, &half(document(), 1));
}
