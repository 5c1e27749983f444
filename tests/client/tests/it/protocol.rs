//! Protocol tests: calls as data. A case under `tests/protocol` names an operation and its arguments, and says what goes over
//! the wire and its outcome, all of it.
//!
//! [`case`] has the keys. [`calls`] goes from a case to a method of the generated client, [`run`] runs it against a server,
//! [`check`] compares. [`coverage`] says what has no cases. [`mutations`] puts more into each response than the description has,
//! and [`holds`] says whether a client accepts it.

mod arguments;
mod calls;
mod case;
mod check;
mod content;
mod coverage;
mod description;
#[expect(deprecated, reason = "a deprecated operation is tested as well")]
mod elastic_cloud;
mod files;
mod holds;
mod methods;
mod mutations;
mod outcome;
mod places;
mod run;
mod wire;

use std::collections::BTreeSet;

use case::{Received, Suite};
use clientwright::document::SourceFile;
use description::Description;
use mutations::Tally;

/// Runs all cases of a suite. What is wrong has a line a case.
async fn failures(suite: &Suite) -> Result<Vec<String>, String> {
    let description = Description::read(&suite.common.api)?;
    let mut failures = Vec::new();
    for case in &suite.cases {
        let responses: Vec<Received> = case.responses().into_iter().cloned().collect();
        let wrong = match run::run(&suite.common, case, &responses).await {
            Ok(ran) => check::check(&suite.common, &description, case, &ran),
            Err(reason) => vec![reason],
        };
        if !wrong.is_empty() {
            failures.push(format!("{} {}\n  {}", case.place, case.id, wrong.join("\n  ")));
        }
    }
    Ok(failures)
}

#[tokio::test]
async fn every_case_holds() {
    let mut all = Vec::new();
    let mut cases = 0;
    for suite in files::suites().unwrap() {
        cases += suite.cases.len();
        all.extend(failures(&suite).await.unwrap());
    }
    assert!(all.is_empty(), "{} of {cases} cases do not hold\n\n{}", all.len(), all.join("\n\n"));
    println!("{cases} cases hold");
}

#[test]
fn every_operation_has_cases() {
    let suites = files::suites().unwrap();
    let coverages: Vec<_> =
        coverage::apis().unwrap().iter().map(|api| coverage::of(api, &suites).unwrap()).collect();
    let missing: Vec<_> = coverages.iter().flat_map(|coverage| coverage.missing.clone()).collect();
    assert!(missing.is_empty(), "{}\n\nCONTRIBUTING.md says how to add a case", missing.join("\n"));
    let operations: usize = coverages.iter().map(|coverage| coverage.operations).sum();
    println!("{operations} operations have cases");
}

#[test]
fn each_case_has_a_unique_id_and_documentation() {
    let mut ids = BTreeSet::new();
    for case in files::suites().unwrap().iter().flat_map(|suite| &suite.cases) {
        assert!(ids.insert(case.id.clone()), "{} `{}` is the id of another case, too", case.place, case.id);
        assert!(case.documentation.ends_with('.'), "{} `documentation` is a sentence", case.place);
        let operation = case.operation.replace('-', "").to_lowercase();
        let begins = case.id.to_lowercase().starts_with(&operation);
        assert!(begins, "{} `{}` does not begin with the name of its operation", case.place, case.id);
    }
}

#[tokio::test]
async fn additive_changes_break_no_decode() {
    let mut tally = Tally::default();
    for suite in files::suites().unwrap() {
        let description = Description::read(&suite.common.api).unwrap();
        mutations::mutate(&suite, &description, &mut tally).await.unwrap();
    }
    let count: usize = tally.ran.values().sum();
    assert!(tally.broken.is_empty(), "{} of {count}\n\n{}", tally.broken.len(), tally.broken.join("\n\n"));
    let kinds: Vec<_> = tally.ran.keys().copied().collect();
    let all = [
        "all additions at once",
        "new field",
        "new field of an event",
        "new header",
        "new parameter of a media type",
        "new status",
        "new value of a header",
        "new value of an enum",
        "null for an absent field",
    ];
    assert_eq!(kinds, all);
    println!("{count} mutations: {:?}", tally.ran);
}

/// A suite of one text.
fn suite(text: &str) -> Result<Suite, String> {
    files::suite(SourceFile { path: "cases.yaml".to_owned(), text: text.to_owned() })
}

#[tokio::test]
async fn wrong_case_is_reported() {
    let suite = suite(include_str!("protocol/wrong.yaml")).unwrap();
    insta::assert_snapshot!(failures(&suite).await.unwrap().join("\n\n"));
}

#[test]
fn unknown_key_of_a_case_is_rejected() {
    for (text, expected) in [
        ("api: wire\ncases:\n- id: A\n  replay: {}\n", "cases.yaml:3:3: unknown field `replay`"),
        ("api: wire\ncases:\n- id: A\n", "cases.yaml:3:3: missing field `documentation`"),
        ("api: wire\nbase: x\ncases: []\n", "cases.yaml: unknown field `base`"),
        ("api: wire\ncases:\n- id: A\n  id: B\n", "cases.yaml:4:3: the key `id` is defined a second time"),
        ("api: wire\n", "cases.yaml: there is no list `cases`"),
    ] {
        let error = suite(text).unwrap_err();
        assert!(error.starts_with(expected), "{error}");
    }
}
