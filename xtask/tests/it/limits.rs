//! `codegen --spec` of an operation that takes more than the generator may.

use crate::single_document::run;

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
