//! Documents in several files: what of them is read, and what it costs when one cannot be.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use clientwright::diagnostic::Severity;
use clientwright::{Input, Output};
use generator_tests::spec;

const BEGIN: &str = "openapi: 3.0.3\ninfo: {title: x, version: '1'}\nservers: [{url: https://x.test}]\n";

fn generated(document: &str, files: &[(&str, &str)]) -> Output {
    let referenced = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let document = format!("{BEGIN}{document}");
    let input = Input { keep_going: true, referenced, ..spec::document(&document) };
    clientwright::generate(&input).unwrap()
}

fn rules(output: &Output, severity: Severity) -> Vec<&str> {
    let found = output.diagnostics.iter().filter(|reported| reported.diagnostic.severity == severity);
    // None of these documents has operation ids.
    found.map(|reported| reported.diagnostic.rule.as_str()).filter(|rule| *rule != "missing-key").collect()
}

fn models(output: &Output) -> String {
    let files = output.files.iter().flatten().filter(|(path, _)| path.starts_with("sample-models/"));
    files.map(|(_, text)| text.as_str()).collect()
}

const PATHS: &str = "/a:\n  get:\n    operationId: getA\n    responses:\n      '200':\n        description: ok\n        \
    content: {application/json: {schema: {$ref: './schemas.yaml#/Thing'}}}\n";

#[test]
fn reference_in_place_of_maps_is_followed() {
    let schemas = "Thing: {type: object, properties: {name: {type: string}, part: {$ref: '#/Part'}}}\n\
        Part: {type: object, properties: {$ref: './properties.yaml'}}\n";
    let document = "paths: {$ref: ./paths.yaml}\ncomponents:\n  schemas: {$ref: ./schemas.yaml}\n";
    let files =
        [("paths.yaml", PATHS), ("schemas.yaml", schemas), ("properties.yaml", "size: {type: integer}")];
    let output = generated(document, &files);
    assert_eq!((output.operations, output.generated), (1, 1), "{:?}", output.diagnostics);
    let models = models(&output);
    assert!(
        models.contains("pub part: Option<Part>") && models.contains("pub size: Option<i64>"),
        "{models}"
    );
    for (name, count) in [("pub struct Thing ", 1), ("pub struct Part ", 1), ("pub struct Thing2", 0)] {
        assert_eq!(models.matches(name).count(), count, "{models}");
    }
}

#[test]
fn unreadable_file_costs_what_refers_to_it() {
    let document = "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n          \
        content: {application/json: {schema: {$ref: 'broken.yaml#/A'}}}\n  \
        /b:\n    get: {responses: {'204': {description: done}}}\n";
    let output = generated(document, &[("broken.yaml", "A: {type: [\n")]);
    assert_eq!((output.operations, output.generated), (2, 1), "{:?}", output.diagnostics);
    assert_eq!(rules(&output, Severity::Error), ["unreadable-file"]);
    assert_eq!(rules(&output, Severity::Warning), ["yaml-syntax"]);
}

#[test]
fn unused_part_with_double_key_costs_nothing() {
    let document = "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n          \
        content: {application/json: {schema: {$ref: 'parts.yaml#/A'}}}\n";
    let output =
        generated(document, &[("parts.yaml", "A: {type: string}\nB: {type: string, type: object}\n")]);
    assert_eq!(output.generated, 1, "{:?}", output.diagnostics);
    assert_eq!(rules(&output, Severity::Warning), ["duplicate-key"]);
}

#[test]
fn prose_reference_asks_for_no_file() {
    let document = "tags: [{name: a, description: {$ref: ./a.yaml}}]\npaths:\n  /a:\n    get:\n      \
        tags: [a]\n      responses: {'204': {description: {$ref: ./done.md}}}\n  \
        /b:\n    get:\n      responses:\n        '200':\n          description: ok\n          \
        content: {application/json: {schema: {$ref: 'b.md'}}}\n";
    let output = generated(document, &[]);
    assert!(output.missing_files.is_empty(), "{:?}", output.missing_files);
    assert_eq!((output.operations, output.generated), (2, 1), "{:?}", output.diagnostics);
    assert_eq!(rules(&output, Severity::Error), ["dangling-reference"]);
}

#[test]
fn anchor_of_another_file_is_found() {
    let document =
        "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n          \
        content: {application/json: {schema: {$ref: 'parts.yaml#money'}}}\n"
            .to_owned();
    let parts = "Money: {$anchor: money, type: object, properties: {amount: {type: number}}}\n";
    let input = Input {
        referenced: [("parts.yaml".to_owned(), parts.to_owned())].into(),
        ..spec::document(&format!("{}{document}", BEGIN.replace("3.0.3", "3.1.0")))
    };
    let output = clientwright::generate(&input).unwrap();
    assert_eq!(output.generated, 1, "{:?}", output.diagnostics);
    assert!(models(&output).contains("pub amount: Option<f64>"), "{}", models(&output));
}

#[test]
fn parent_reference_is_followed_below_the_root() {
    let document = "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n          \
        content: {application/json: {schema: {$ref: '../common/parts.yaml#/A'}}}\n";
    let output = generated(document, &[]);
    let diagnostic =
        &output.diagnostics.iter().find(|reported| reported.diagnostic.rule == "reference-outside");
    let help = diagnostic.and_then(|reported| reported.diagnostic.help.clone()).unwrap_or_default();
    assert!(help.starts_with("add `--root .."), "{:?}", output.diagnostics);
    let input = Input {
        below: "api/".to_owned(),
        referenced: [(
            "common/parts.yaml".to_owned(),
            "A: {type: object, properties: {b: {type: string}}}".to_owned(),
        )]
        .into(),
        ..spec::document(&format!("{BEGIN}{document}"))
    };
    let output = clientwright::generate(&input).unwrap();
    assert_eq!(output.generated, 1, "{:?}", output.diagnostics);
    assert!(models(&output).contains("pub struct A "), "{}", models(&output));
}

#[test]
fn alias_in_another_file_is_one_type() {
    let document = "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n          \
        content: {application/json: {schema: {type: object, properties: {a: {$ref: 'index.yaml#/Thing'}, b: {$ref: 'thing.yaml'}, \
        c: {$ref: 'forks.yaml#/Thing'}, e: {$ref: 'old/Thing.yaml'}}}}}\ncomponents: {schemas: {Thing: {$ref: 'index.yaml#/Thing'}}}\n";
    let files = [
        ("index.yaml", "Thing: {$ref: './thing.yaml'}\n"),
        ("thing.yaml", "type: object\nproperties: {name: {type: string}}\n"),
        ("forks.yaml", "Thing: {type: object, properties: {size: {type: integer}}}\n"),
        ("old/Thing.yaml", "type: object\nproperties: {old: {type: string}}\n"),
    ];
    let models = models(&generated(document, &files));
    for (text, count) in [
        ("pub a: Option<Thing>", 1),
        ("pub b: Option<Thing>", 1),
        ("pub c: Option<ForksThing>", 1),
        ("pub struct Thing ", 1),
        ("pub struct ForksThing ", 1),
        ("pub e: Option<OldThing>", 1),
        ("Thing2", 0),
    ] {
        assert_eq!(models.matches(text).count(), count, "{text}: {models}");
    }
}
