//! `capture --from`: what of a document goes into a fragment, what is said of the rest, and what stands in its way.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use crate::workspace::{Run, Workspace};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: All, version: '1'}
servers: [{url: https://api.example.com/v1}]
security: [{Other: []}]
paths:
  /boxes/{id}:
    summary: About boxes
    x-owner: us
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: X-Trace, in: header, schema: {type: string}}
    servers: [{url: https://other.example/v1}, {url: https://api.example.com/v1}]
    get:
      operationId: get-box
      x-important: 'yes'
      responses: {'200': {description: One.}}
    put:
      operationId: put-box
      security: [{Key: []}]
      responses: {'200': {description: Put.}}
    delete:
      operationId: 'drop/box now'
      security: []
      responses: {'204': {description: Gone.}}
    post:
      operationId: make-thing
      security: []
      responses: {'204': {description: Made.}}
  /files:
    get:
      operationId: list-files
      security: []
      responses:
        '200': {description: All., content: {application/json: {schema: {$ref: 'missing.yaml#/Files'}}}}
    put:
      operationId: put-files
      security: []
      responses: {'200': {description: Put., content: {application/json: {schema: {$ref: 'there.yaml#/Files'}}}}}
    delete:
      operationId: drop-files
      security: []
      responses: {'200': {description: Gone., content: {application/json: {schema: {type: wrong}}}}}
components:
  securitySchemes:
    Key: {type: apiKey, in: query, name: k}
    Other: {type: http, scheme: basic}
";

struct Extract(Workspace);

impl Extract {
    fn new(document: &str) -> Self {
        let workspace = Workspace::new();
        workspace.write("all.yaml", document);
        workspace
            .write("there.yaml", "Files: {type: array, items: {$ref: '#/File'}}\nFile: {type: string}\n");
        Self(workspace)
    }

    fn run(&self, options: &[&str]) -> Run {
        let path = self.0.path("all.yaml").to_string_lossy().into_owned();
        self.0.run(&[&["capture", "--from", &path, "--operation"], options].concat())
    }

    fn count(&self) -> usize {
        std::fs::read_dir(self.0.path("spec/sample/paths")).unwrap().count()
    }
}

#[test]
fn omitted_part_is_reported() {
    let extract = Extract::new(DOCUMENT);
    let run = extract.run(&["get-box"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    for words in [
        "approximation[taken]: the security of the document names schemes that the API does not have",
        "the operation's `x-important` is not copied",
        "`summary` of the path item is not copied",
        "`x-owner` of the path item is not copied",
        "the API does not have the document's server https://other.example/v1; ignored",
    ] {
        assert!(run.stderr.contains(words), "{words} is not in {}", run.stderr);
    }
}

#[test]
fn second_run_finds_nothing_to_do() {
    for options in [["get-box"], ["PUT /files"]] {
        let extract = Extract::new(DOCUMENT);
        assert_eq!(extract.run(&options).status, 0);
        let again = extract.run(&options);
        assert_eq!((again.status, again.stderr.contains("Fresh")), (0, true), "{}", again.stderr);
    }
}

#[test]
fn root_document_keeps_its_line_ends() {
    let shared = "content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}";
    let document = DOCUMENT.replace("description: One.}", &format!("description: One., {shared}}}"));
    let document = document.replace("description: Put.}", &format!("description: Put., {shared}}}"))
        + "  schemas:\n    Box: {type: object, properties: {n: {type: string}}}\n";
    let extract = Extract::new(&document);
    extract.0.edit("spec/sample/api.yaml", |text| text.replace('\n', "\r\n"));
    let run = extract.run(&["get-box"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let root = extract.0.read("spec/sample/api.yaml");
    assert!(root.contains("    Box:\r\n"), "{root}");
    assert_eq!(root.matches('\n').count(), root.matches("\r\n").count());
}

#[test]
fn security_scheme_of_same_name_is_compared() {
    let extract = Extract::new(DOCUMENT);
    let run = extract.run(&["put-box"]);
    assert_eq!((run.status, extract.count()), (3, 1), "{}", run.stderr);
    assert!(run.stderr.contains("warning[conflict]: `Key` exists and differs at /in"));
    // Header names have no case, and descriptions are words.
    let same = "Key: {type: apiKey, in: header, name: X-Key, description: Ours.}";
    let extract = Extract::new(&DOCUMENT.replace("Key: {type: apiKey, in: query, name: k}", same));
    let run = extract.run(&["put-box"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
}

#[test]
fn security_of_the_document_is_compared() {
    let key = "Key: {type: apiKey, in: header, name: x-key}";
    let document = DOCUMENT.replace("Key: {type: apiKey, in: query, name: k}", key);
    for (theirs, expected) in [("[{Key: []}]", false), ("[{Key: []}, {}]", true), ("[]", true)] {
        let extract =
            Extract::new(&document.replace("security: [{Other: []}]", &format!("security: {theirs}")));
        let run = extract.run(&["get-box"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let fragment = extract.0.read("spec/sample/paths/get-box.yaml");
        assert_eq!(fragment.contains("security:"), expected, "{theirs}: {fragment}");
        assert_eq!(run.stderr.contains("the document's security differs from the API's"), expected);
    }
}

#[test]
fn only_what_is_reached_can_be_in_the_way() {
    let extract = Extract::new(DOCUMENT);
    let run = extract.run(&["list-files"]);
    assert_eq!(run.status, 3);
    assert!(run.stderr.contains("the file `missing.yaml` does not exist"), "{}", run.stderr);
    assert!(run.stderr.contains("all.yaml:"), "{}", run.stderr);
    let run = extract.run(&["put-files"]);
    assert_eq!((run.status, run.stderr.contains("missing")), (0, false), "{}", run.stderr);
    assert!(extract.0.read("spec/sample/paths/put-files.yaml").contains("components/schemas/File"));
}

#[test]
fn dry_run_has_the_status_of_the_run() {
    for (operation, status) in [
        ("get-box", 0),
        ("drop/box now", 0),
        ("make-thing", 3),
        ("put-box", 3),
        ("drop-files", 3),
        ("nothing", 3),
    ] {
        let extract = Extract::new(DOCUMENT);
        let dry = extract.run(&[operation, "--dry-run"]);
        assert_eq!(extract.count(), 1);
        let real = extract.run(&[operation]);
        assert_eq!(
            (dry.status, real.status),
            (status, status),
            "{operation}: {} {}",
            dry.stderr,
            real.stderr
        );
        let verb = if status == 0 { "Planned" } else { "Rejected" };
        assert!(dry.stderr.contains(verb) && !dry.stderr.contains("nothing differs"), "{}", dry.stderr);
    }
    let extract = Extract::new(DOCUMENT);
    assert_eq!(extract.run(&["get-box"]).status, 0);
    extract.0.edit("spec/sample/paths/get-box.yaml", |text| text.replace("\"200\"", "\"201\""));
    assert_eq!([extract.run(&["get-box", "--dry-run"]).status, extract.run(&["get-box"]).status], [4, 4]);
}
