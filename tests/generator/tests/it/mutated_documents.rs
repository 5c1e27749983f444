//! Documents with keys dropped and doubled, values of other types and bytes spoiled: each is rejected with a place, or gives
//! code. Nothing panics, and nothing is a defect of the generator.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clientwright::Input;
use clientwright::diagnostic::Severity;
use generator_tests::fixtures::{self, Fixture};
use generator_tests::numbers::Numbers;
use generator_tests::spec;
use serde_json::{Map, Value, json};

/// How many of each fixture, unless the environment has another number: more than 10,000 in all.
const MUTATIONS: u64 = 36;

/// Keys that mean something somewhere, to be put where they mean nothing.
const KEYS: [&str; 24] = [
    "$ref",
    "type",
    "format",
    "enum",
    "const",
    "items",
    "properties",
    "required",
    "nullable",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "additionalProperties",
    "default",
    "content",
    "schema",
    "parameters",
    "in",
    "name",
    "security",
    "servers",
    "x-error-codes",
];

/// Values that are not what is expected there.
fn odd(numbers: &mut Numbers) -> Value {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(18_446_744_073_709_551_615_u64),
        json!(""),
        json!("\u{202e}*/ #![x] \"#{}"),
        json!("#/components/schemas/Nothing"),
        json!("#"),
        json!("#/"),
        json!("object"),
        json!("../x.yaml#/a"),
        json!("self"),
        json!([]),
        json!([[]]),
        json!({}),
        json!({"$ref": "#"}),
        json!({"type": ["string", "null"]}),
    ];
    odd[numbers.below(odd.len())].clone()
}

/// The places of a value, as the steps that lead there.
fn places(value: &Value, here: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
    all.push(here.clone());
    let mut inside = |step: String, value: &Value| {
        here.push(step);
        places(value, here, all);
        here.pop();
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| inside(key.clone(), value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, value)| inside(place.to_string(), value));
        }
        _ => {}
    }
}

fn at<'v>(value: &'v mut Value, place: &[String]) -> &'v mut Value {
    place.iter().fold(value, |value, step| match value {
        Value::Object(fields) => fields.get_mut(step).unwrap(),
        other => &mut other[step.parse::<usize>().unwrap()],
    })
}

/// Changes one place of a document's data.
fn change(document: &mut Value, numbers: &mut Numbers) {
    let mut all = Vec::new();
    places(document, &mut Vec::new(), &mut all);
    let place = all[numbers.below(all.len())].clone();
    let other = at(document, &all[numbers.below(all.len())]).clone();
    let Some((step, parent)) = place.split_last() else { return };
    let kind = numbers.below(6);
    let (value, key) = (odd(numbers), KEYS[numbers.below(KEYS.len())]);
    match (kind, at(document, parent)) {
        (0, Value::Object(fields)) => drop(fields.shift_remove(step)),
        (0, Value::Array(items)) => drop(items.remove(step.parse().unwrap())),
        (1, Value::Object(fields)) => {
            let moved = fields.get(step).cloned().unwrap();
            fields.insert(key.to_owned(), moved);
        }
        (2, Value::Object(fields)) => {
            let renamed: Map<_, _> = std::mem::take(fields)
                .into_iter()
                .map(|(known, value)| (if known == *step { key.to_owned() } else { known }, value))
                .collect();
            *fields = renamed;
        }
        (3, Value::Object(fields)) => drop(fields.insert(key.to_owned(), value)),
        (4, _) => *at(document, &place) = other,
        _ => *at(document, &place) = value,
    }
}

/// Changes a document's text.
fn spoil(text: &str, numbers: &mut Numbers) -> String {
    const BYTES: [&str; 16] =
        ["{", "}", "[", "]", ":", ",", "&a ", "*a", "\"", "'", "\n", "\t", "- ", "\u{feff}", "\0", "#"];
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let (one, other) = (numbers.below(lines.len()), numbers.below(lines.len()));
    match numbers.below(5) {
        0 => drop(lines.remove(one)),
        1 => lines.insert(other, lines[one].clone()),
        2 => lines.swap(one, other),
        3 => lines[one].insert_str(0, "  "),
        _ => {
            let line = &lines[one];
            let at = line.char_indices().map(|(at, _)| at).nth(numbers.below(line.len())).unwrap_or(0);
            let (before, after) = line.split_at(at);
            lines[one] = format!("{before}{}{after}", BYTES[numbers.below(BYTES.len())]);
        }
    }
    lines.join("\n")
}

fn mutated(text: &str, data: &Value, numbers: &mut Numbers) -> String {
    if numbers.below(3) == 0 {
        return spoil(text, numbers);
    }
    let mut data = data.clone();
    for _ in 0..=numbers.below(3) {
        change(&mut data, numbers);
    }
    data.to_string()
}

/// What is wrong with the outcome of a document, and whether code came of it.
fn outcome(input: &Input) -> Result<bool, String> {
    let output = catch_unwind(AssertUnwindSafe(|| clientwright::generate(input))).map_err(|_| "it panics")?;
    let output = output.map_err(|error| error.to_string())?;
    if output.files.is_some() {
        return Ok(true);
    }
    let mut errors =
        output.diagnostics.iter().filter(|reported| reported.diagnostic.severity == Severity::Error);
    let is_placed = errors.any(|reported| reported.location.line > 0 && reported.location.column > 0);
    if is_placed { Ok(false) } else { Err(format!("rejected without a place: {:?}", output.diagnostics)) }
}

#[test]
fn mutated_document_is_located_or_generated() {
    let turns = std::env::var("MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(MUTATIONS);
    let (mut rejected, mut generated, mut wrong) = (0, 0, String::new());
    for Fixture { name, text, .. } in fixtures::all().unwrap() {
        let mut numbers = Numbers::new();
        let tree = clientwright::load::parse::read(0, &spec::document(&text).documents[0], &mut Vec::new());
        let data = tree.map(|tree| tree.to_json()).unwrap_or_default();
        for turn in 0..turns {
            let text = mutated(&text, &data, &mut numbers);
            let input = Input { keep_going: turn % 2 == 0, ..spec::document(&text) };
            match outcome(&input) {
                Ok(true) => generated += 1,
                Ok(false) => rejected += 1,
                Err(reason) => writeln!(wrong, "{name} {turn}: {reason}\n{text}\n").unwrap(),
            }
        }
    }
    println!("{rejected} rejected, {generated} generated");
    assert!(wrong.is_empty(), "{wrong}");
    assert!(rejected > 100 && generated > 100, "{rejected} rejected, {generated} generated");
}
