//! `cargo xtask capture` in a workspace of its own: statuses, what is written, and where nothing is.

use crate::workspace::{Run, Workspace};

const PAGE: &str = "\
# Drop a thing **DELETE /things/{thing_id}/parts** Drops it. ## Servers \
- https://api.example.com/v1: https://api.example.com/v1 () ## Parameters ### Path parameters \
- **thing_id** (string) Its id. ## Responses ### 204 It is gone. ### 410 It was gone. \
[Powered by Bump.sh](https://bump.sh)\n";
const MADE: &str = "spec/sample/paths/drop-a-thing.yaml";

fn capture(workspace: &Workspace, page: &str, options: &[&str]) -> Run {
    workspace.write("page.md", page);
    let path = workspace.path("page.md").to_string_lossy().into_owned();
    let mut arguments = vec!["capture", path.as_str()];
    arguments.extend(options);
    workspace.run(&arguments)
}

#[test]
fn page_becomes_a_fragment_that_generates() {
    let workspace = Workspace::new();
    let run = capture(
        &workspace,
        PAGE,
        &["--url", "https://docs.example.com/drop.md", "--retrieved", "2026-11-23"],
    );
    assert_eq!(run.status, 0, "{}", run.stderr);
    let made = workspace.read(MADE);
    for words in [
        "operationId: drop-a-thing",
        "source: https://docs.example.com/drop.md",
        "retrieved: \"2026-11-23\"",
        "\"410\":",
    ] {
        assert!(made.contains(words), "{words} is not in {made}");
    }
    assert_eq!(capture(&workspace, PAGE, &["--check"]).status, 0);
    assert_eq!(workspace.codegen(&[]).status, 0);
    let listed = workspace.run(&["list", "--format", "json"]).stdout;
    assert!(
        listed.contains("https://docs.example.com/drop.md") && listed.contains("::Client::drop_a_thing"),
        "{listed}"
    );
}

#[test]
fn changed_page_is_found_and_taken_over() {
    let workspace = Workspace::new();
    assert_eq!(capture(&workspace, PAGE, &[]).status, 0);
    workspace.edit(MADE, |text| format!("# By hand.\n{text}"));
    let changed = PAGE.replace("### 410 It was gone.", "### 409 It is in use.");
    let run = capture(&workspace, &changed, &["--check"]);
    assert_eq!(run.status, 4, "{}", run.stderr);
    assert!(
        run.stderr.contains("the page has a response 409")
            && run.stderr.contains("the fragment has a response 410")
    );
    assert_eq!(capture(&workspace, &changed, &[]).status, 0);
    let made = workspace.read(MADE);
    assert!(
        made.starts_with("# By hand.\n") && made.contains("\"409\":") && !made.contains("\"410\":"),
        "{made}"
    );
    assert_eq!(capture(&workspace, &changed, &["--check"]).status, 0);
}

#[test]
fn rejected_page_writes_nothing() {
    let workspace = Workspace::new();
    let run = capture(&workspace, PAGE, &["--dry-run"]);
    assert_eq!((run.status, run.stdout.starts_with("paths:\n")), (0, true), "{}", run.stderr);
    let cut = PAGE.replace("[Powered by Bump.sh](https://bump.sh)\n", "");
    let run = capture(&workspace, &cut, &[]);
    assert_eq!((run.status, run.stderr.contains("ends early")), (3, true), "{}", run.stderr);
    for id in ["../escaped", "a/b", ".hidden", ""] {
        assert_eq!(capture(&workspace, PAGE, &["--operation-id", id]).status, 2, "{id}");
    }
    assert_eq!(capture(&workspace, PAGE, &["--retrieved", "2026-02-30"]).status, 2);
    assert_eq!(capture(&workspace, PAGE, &["--check"]).status, 4);
    assert!(!workspace.path(MADE).exists());
    assert_eq!(std::fs::read_dir(workspace.path("spec/sample/paths")).map(Iterator::count).ok(), Some(1));
}

#[test]
fn page_of_another_server_asks_for_its_api() {
    let workspace = Workspace::new();
    let other = PAGE.replace("https://api.example.com/v1", "https://else.example.com");
    let run = capture(&workspace, &other, &[]);
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert!(
        run.stderr.contains("no API under spec has the server https://else.example.com"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("--api") && !workspace.path(MADE).exists());
    let run = capture(&workspace, &other, &["--api", "sample"]);
    assert_eq!(
        (run.status, workspace.read(MADE).contains("https://else.example.com")),
        (0, true),
        "{}",
        run.stderr
    );
}

#[test]
fn extracted_operation_brings_its_schemas() {
    let workspace = Workspace::new();
    let document = r##"{"swagger":"2.0","info":{"title":"All","version":"2"},"host":"api.example.com","basePath":"/v1","schemes":["https"],
        "paths":{"/boxes":{"get":{"operationId":"list-boxes","produces":["application/json"],"responses":{"200":{"description":"All.","schema":{"$ref":"#/definitions/Boxes"}}}}},
        "/lids":{"get":{"operationId":"list-lids","produces":["application/json"],"responses":{"200":{"description":"All.","schema":{"$ref":"#/definitions/Lid"}}}}}},
        "definitions":{"Boxes":{"type":"array","items":{"$ref":"#/definitions/Box"}},"Box":{"type":"object","properties":{"lid":{"$ref":"#/definitions/Lid"}}},
        "Lid":{"type":"object","properties":{"id":{"type":"string"}}},"Other":{"type":"string"}}}"##;
    workspace.write("all.json", document);
    let path = workspace.path("all.json").to_string_lossy().into_owned();
    let extract = |options: &[&str]| {
        workspace.run(&[&["capture", "--from", &path, "--api", "sample", "--operation"], options].concat())
    };
    let run = extract(&["GET /boxes", "--dry-run"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        ["Boxes:", "Box:", "Lid:"].iter().all(|name| run.stdout.contains(name))
            && !run.stdout.contains("Other:")
    );
    assert_eq!(extract(&["list-boxes"]).status, 0);
    let fragment = workspace.read("spec/sample/paths/list-boxes.yaml");
    assert!(fragment.contains("Box:") && !fragment.contains("    Lid:"), "{fragment}");
    assert!(workspace.read("spec/sample/api.yaml").contains("    Lid:"));
    assert_eq!(extract(&["list-boxes"]).status, 0);
    workspace.edit("spec/sample/paths/list-boxes.yaml", |text| text.replace("type: array", "type: object"));
    assert_eq!(extract(&["list-boxes"]).status, 4);
    assert_eq!(extract(&["no-such"]).status, 3);
}

/// A check of several pages, of files by their names.
fn check(workspace: &Workspace, pages: &[&str]) -> Run {
    let paths: Vec<_> =
        pages.iter().map(|page| workspace.path(page).to_string_lossy().into_owned()).collect();
    let arguments: Vec<_> =
        ["capture", "--check"].into_iter().chain(paths.iter().map(String::as_str)).collect();
    workspace.run(&arguments)
}

#[test]
fn worst_of_several_pages_sets_the_status() {
    let workspace = Workspace::new();
    assert_eq!(capture(&workspace, PAGE, &[]).status, 0);
    workspace.write("agrees.md", PAGE);
    workspace.write("differs.md", &PAGE.replace("### 410", "### 409"));
    workspace.write("refused.md", "nothing");
    std::fs::write(workspace.path("bytes.md"), [0xff]).unwrap();
    for (pages, status) in [
        (["agrees.md", "differs.md"], 4),
        (["refused.md", "differs.md"], 3),
        (["differs.md", "bytes.md"], 3),
        (["missing.md", "refused.md"], 1),
        (["differs.md", "missing.md"], 1),
    ] {
        assert_eq!(check(&workspace, &pages).status, status, "{pages:?}");
    }
    let run = check(&workspace, &["missing.md", "bytes.md", "refused.md", "differs.md", "agrees.md"]);
    for words in
        ["reading <workspace>/missing.md", "bytes.md is not UTF-8", "Rejected", "Disagrees", "Agrees"]
    {
        assert!(run.stderr.contains(words), "{words} is not in {}", run.stderr);
    }
}
