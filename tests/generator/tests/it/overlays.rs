//! Overlays: what they change, what is wrong with one and where, and what one cannot do.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use clientwright::document::SourceFile;
use generator_tests::spec;

const DOCUMENT: &str = r#"
openapi: 3.0.3
info: {title: Sample, version: "1"}
tags: [{name: a}]
paths:
  /things:
    get:
      operationId: listThings
      parameters: [{name: q, in: query, schema: {type: string}}, {name: old, in: query, schema: {type: string}}]
      responses: {"200": {description: All.}}
    delete: {operationId: dropThings, responses: {"204": {description: Gone.}}}
"#;

fn overlay(actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: Changes, version: \"1\"}}\nactions:\n{actions}")
}

fn input(overlays: &[String]) -> clientwright::Input {
    let mut input = spec::document(DOCUMENT);
    let file =
        |(place, text): (usize, &String)| SourceFile { path: format!("{place}.yaml"), text: text.clone() };
    input.overlays = overlays.iter().enumerate().map(file).collect();
    input
}

/// The description as overlays change it.
fn applied(overlays: &[String]) -> serde_json::Value {
    let (root, diagnostics) = clientwright::bundled(&input(overlays));
    assert_eq!(diagnostics, []);
    root.unwrap().to_json()
}

/// The first diagnostic: its place, and its words.
fn refused(actions: &str) -> String {
    let (root, diagnostics) = clientwright::bundled(&input(&[overlay(actions)]));
    assert!(root.is_none());
    let reported = diagnostics.first().unwrap();
    format!("{}:{}: {}", reported.location.file, reported.location.line, reported.diagnostic.message)
}

#[test]
fn objects_are_merged_and_lists_added_to() {
    let root = applied(&[
        overlay(
            "  - target: $.info\n    update: {title: Other}\n  - target: $.tags\n    update: {name: b}\n",
        ),
        overlay(
            "  - target: $.info\n    update: {title: Last}\n  - {target: \"$.paths.*.get\", update: {summary: All}}\n",
        ),
    ]);
    assert_eq!(root["info"], serde_json::json!({"title": "Last", "version": "1"}));
    assert_eq!(root["tags"], serde_json::json!([{"name": "a"}, {"name": "b"}]));
    assert_eq!(root["paths"]["/things"]["get"]["summary"], "All");
}

#[test]
fn match_of_a_remove_action_is_removed() {
    let root = applied(&[overlay(
        "  - {target: \"$..parameters[?@.name=='old']\", remove: true}\n  - {target: \"$.paths['/things'].delete\", remove: true}\n",
    )]);
    let item = root["paths"]["/things"].as_object().unwrap();
    assert_eq!(item.keys().collect::<Vec<_>>(), ["get"]);
    assert_eq!(item["get"]["parameters"].as_array().unwrap().len(), 1);
    let all = applied(&[overlay("  - {target: '$..parameters[*]', remove: true}\n")]);
    assert_eq!(all["paths"]["/things"]["get"]["parameters"], serde_json::json!([]));
}

#[test]
fn mistake_in_an_overlay_has_its_location() {
    assert_eq!(refused("  - {target: $.nothing, remove: true}\n"), "0.yaml:4: `$.nothing` matches nothing");
    assert!(refused("  - {target: nothing, remove: true}\n").starts_with("0.yaml:4: this is not a JSONPath"));
    assert_eq!(refused("  - {target: $.info}\n"), "0.yaml:4: an action needs an `update` or `remove: true`");
    assert_eq!(refused("  - {target: $, remove: true}\n"), "0.yaml:4: the whole document cannot be removed");
    assert_eq!(
        refused("  - {target: $.info.title, update: {a: b}}\n"),
        "0.yaml:4: the target is a string; an update needs an object or an array"
    );
    let (_, diagnostics) = clientwright::bundled(&input(&["overlay: 2.0.0\nactions: []\n".to_owned()]));
    assert_eq!(diagnostics[0].diagnostic.message, "this is not an overlay of version 1.0");
}

#[test]
fn malformed_action_is_rejected() {
    let info = |keys: &str| refused(&format!("  - {{target: $.info, {keys}}}\n"));
    assert_eq!(
        info("remove: \"true\", update: {a: b}"),
        "0.yaml:4: `remove` must be true or false, but is a string"
    );
    assert_eq!(info("updates: {a: b}, update: {a: b}"), "0.yaml:4: an action has no key `updates`");
    assert_eq!(refused("  - [a]\n"), "0.yaml:4: an action must be an object, but is an array");
    let entries =
        "0.yaml:4: an update of an array must be one item, but is an array: write an action for each item";
    assert_eq!(refused("  - {target: $.tags, update: [{name: b}]}\n"), entries);
    applied(&[overlay("  - {target: $.info, update: {a: b}, x-why: so, description: Why.}\n")]);
    // Lists in lists are data, and a list that an object holds is added to the one that is there.
    let root = applied(&[overlay(
        "  - {target: $.info, update: {x-data: [[1]]}}\n  - {target: \"$.info['x-data']\", update: [2]}\n  - {target: $, update: {tags: [{name: b}]}}\n",
    )]);
    assert_eq!(root["info"]["x-data"], serde_json::json!([[1], [2]]));
    assert_eq!(root["tags"].as_array().unwrap().len(), 2);
}

/// What is said of a file that is given as an overlay.
fn said(text: &str) -> String {
    let (_, diagnostics) = clientwright::bundled(&input(&[text.to_owned()]));
    let reported = diagnostics.first().map(|reported| (&reported.location, &reported.diagnostic));
    reported.map_or_else(String::new, |(at, diagnostic)| {
        let help = diagnostic.help.as_deref().unwrap_or_default();
        format!("{}:{}: {} ({help})", at.line, at.column, diagnostic.message)
    })
}

#[test]
fn file_that_is_not_an_overlay_is_named() {
    let begin = "(start the overlay with `overlay: 1.0.0`)";
    for (text, what) in
        [("", "empty"), ("# nothing yet\n", "empty"), ("[]\n", "an array"), ("overlay\n", "a string")]
    {
        assert_eq!(said(text), format!("1:1: the overlay is {what}; expected an object {begin}"));
    }
    assert_eq!(said("openapi: 3.0.3\n"), format!("1:1: this is not an overlay of version 1.0 {begin}"));
    assert!(said("overlay: 1.0.0\naction: []\n").starts_with("2:1: an overlay has no key `action`"));
}

#[test]
fn extends_of_another_document_is_reported() {
    let extends = |text: &str| {
        said(&format!("overlay: 1.0.0\nextends: {text}\nactions: [{{target: $.info, update: {{a: b}}}}]\n"))
    };
    assert_eq!(
        [extends("api.yaml"), extends("./x/../api.yaml"), extends("/somewhere/api.yaml")],
        [const { String::new() }; 3]
    );
    assert!(extends("other.yaml").starts_with("2:1: the overlay extends `other.yaml`, which is not part"));
    assert!(extends("../api.yaml").starts_with("2:1: the overlay extends"));
    assert!(extends("[a]").starts_with("2:1: `extends` must be the URL"));
    assert!(extends("https://a.example/api.yaml").starts_with("2:1: it is unknown whether this document is"));
}

#[test]
fn malformed_tag_is_reported() {
    let mut input = input(&[]);
    let mut tagged = |old: &str, new: &str| {
        input.documents[0].text = DOCUMENT.replace(old, new);
        let (_, diagnostics) = clientwright::described(&input);
        diagnostics.iter().filter(|reported| reported.diagnostic.rule == "tag").count()
    };
    assert_eq!(tagged("tags: [{name: a}]", "tags: [{name: a}, [{name: b}], {nam: c}, {name: [d]}]"), 3);
    assert_eq!(
        tagged("operationId: listThings", "operationId: listThings\n      tags: [a, [b], {name: c}]"),
        2
    );
}

#[test]
fn diagnostic_points_to_the_file_that_causes_it() {
    let mut input = input(&[overlay(
        "  - target: $.paths['/things'].get\n    update:\n      responses: {\"4o4\": {description: None.}}\n",
    )]);
    input.deny_warnings = true;
    let (api, diagnostics) = clientwright::described(&input);
    assert!(api.is_none());
    let location = &diagnostics[0].location;
    assert_eq!((location.file.as_str(), location.line), ("0.yaml", 6));
}

#[test]
fn costly_query_is_rejected() {
    for target in [
        "$..*..*".to_owned(),
        format!("$[{}]", ["*"; 40].join(",")),
        "$..[?count($.paths.*) > 0]".to_owned(),
        format!("${}", "[?@".repeat(40)),
        format!("${}", ".a".repeat(100_000)),
        format!("$..[?{}]", ["@==@"; 20].join("&&")),
        format!("$..[?{}]", ["!!!@.a"; 12].join("||")),
        format!("$..[?@{}]", ".*".repeat(40)),
    ] {
        let words = refused(&format!("  - target: \"{target}\"\n    remove: true\n"));
        assert!(words.starts_with("0.yaml:4: this target is rejected"), "{words}");
    }
    // An update that doubles the document each time it applies.
    let grow = "  - {target: '$..*', update: {a: {b: {}}}}\n";
    assert!(refused(grow).contains("an update needs an object or an array"));
    let object =
        "  - {target: '$..[?@.name]', update: {kids: [{name: a}, {name: b}, {name: c}]}}\n".repeat(40);
    let words = refused(&object);
    assert!(words.contains("exceeds the limit"), "{words}");
}
