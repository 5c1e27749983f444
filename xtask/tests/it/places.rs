//! Where commands write, and where they do not: folders that another run holds, links, folders of somebody else's.

use crate::workspace::{Run, Workspace};

const PAGE: &str = "\
# Drop a thing **DELETE /things/{thing_id}/parts** Drops it. ## Servers \
- https://api.example.com/v1: https://api.example.com/v1 () ## Parameters ### Path parameters \
- **thing_id** (string) Its id. ## Responses ### 204 It is gone. \
[Powered by Bump.sh](https://bump.sh)\n";
const MADE: &str = "spec/sample/paths/drop-a-thing.yaml";

fn capture(workspace: &Workspace, page: &str) -> Run {
    workspace.write("page.md", page);
    let path = workspace.path("page.md").to_string_lossy().into_owned();
    workspace.run(&["capture", &path])
}

#[test]
fn locked_folder_is_not_written() {
    let workspace = Workspace::new();
    for (folder, command) in [("spec/sample", "capture"), ("generated-client", "codegen")] {
        let held = std::fs::File::open(workspace.path(folder)).unwrap();
        held.lock().unwrap();
        let run = if command == "capture" { capture(&workspace, PAGE) } else { workspace.codegen(&[]) };
        assert_eq!(run.status, 1, "{}", run.stderr);
        let words = format!("error: another run is writing {folder}; nothing was written");
        assert!(run.stderr.contains(&words), "{}", run.stderr);
    }
    assert!(!workspace.path(MADE).exists() && workspace.files().is_empty());
    // What writes nothing waits for no one.
    let held = std::fs::File::open(workspace.path("generated-client")).unwrap();
    held.lock().unwrap();
    assert_eq!(workspace.codegen(&["--dry-run"]).status, 0);
    drop(held);
    assert_eq!((capture(&workspace, PAGE).status, workspace.codegen(&[]).status), (0, 0));
}

#[test]
fn captures_at_one_time_lose_nothing() {
    let workspace = Workspace::new();
    let ids = ["aa", "bb", "cc", "dd"];
    let mut document = "openapi: 3.0.3\ninfo: {title: All, version: '1'}\nservers: [{url: https://api.example.com/v1}]\npaths:\n".to_owned();
    for id in ids {
        let content =
            format!("content: {{application/json: {{schema: {{$ref: '#/components/schemas/{id}'}}}}}}");
        let reply = format!("responses: {{'200': {{description: One., {content}}}}}");
        document.push_str(&format!(
            "  /{id}: {{get: {{operationId: {id}, {reply}}}, put: {{operationId: put-{id}, {reply}}}}}\n"
        ));
    }
    document.push_str("components:\n  schemas:\n");
    ids.iter().for_each(|id| {
        document.push_str(&format!("    {id}: {{type: object, properties: {{n: {{type: string}}}}}}\n"))
    });
    workspace.write("all.yaml", &document);
    let path = workspace.path("all.yaml").to_string_lossy().into_owned();
    let extract = |id: &str| workspace.run(&["capture", "--from", &path, "--operation", id]).status;
    let statuses: Vec<i32> = std::thread::scope(|scope| {
        let runs: Vec<_> = ids.iter().map(|id| scope.spawn(move || extract(id))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let shared = workspace.read("spec/sample/api.yaml");
    for (id, status) in ids.iter().zip(statuses) {
        assert_eq!(
            shared.contains(&format!("    {id}:\n")),
            status == 0,
            "{id} ended with {status}:\n{shared}"
        );
        assert!(matches!(status, 0 | 1), "{id} ended with {status}");
    }
}

#[test]
fn foreign_staging_folder_is_kept() {
    let workspace = Workspace::new();
    workspace.write("spec/sample/.codegen-staging/notes.txt", "mine");
    let run = capture(&workspace, PAGE);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("error: spec/sample/.codegen-staging was not generated and is in the way"),
        "{}",
        run.stderr
    );
    assert_eq!(workspace.read("spec/sample/.codegen-staging/notes.txt"), "mine");
    assert!(!workspace.path(MADE).exists());
}

#[cfg(unix)]
#[test]
fn link_is_not_written_through() {
    for link in ["spec", "spec/sample", "spec/sample/paths", "generated-client"] {
        let workspace = Workspace::new();
        let outside = workspace.path("outside");
        std::fs::rename(workspace.path(link), &outside).unwrap();
        std::os::unix::fs::symlink(&outside, workspace.path(link)).unwrap();
        let run = if link.starts_with("spec") { capture(&workspace, PAGE) } else { workspace.codegen(&[]) };
        assert_eq!(run.status, 1, "{link}: {}", run.stderr);
        let words = format!("error: {link} is a symbolic link; nothing was written");
        assert!(run.stderr.contains(&words), "{}", run.stderr);
        assert!(!workspace.path(MADE).exists() && workspace.files().is_empty());
    }
}

#[cfg(unix)]
#[test]
fn advice_can_be_typed_as_it_stands() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = Workspace::new();
    assert_eq!(capture(&workspace, PAGE).status, 0);
    std::fs::set_permissions(workspace.path(MADE), std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = capture(&workspace, &PAGE.replace("### 204", "### 202"));
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(run.stderr.contains(&format!("run `chmod u+w {MADE}`, then run this again")), "{}", run.stderr);
}
