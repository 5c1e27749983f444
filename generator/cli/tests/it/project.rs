//! `init`, and `generate` and `check` with a project file.

use crate::folder::Folder;

const TWO: &str = "\
[api.one]
spec = \"api.yaml\"

[api.two]
spec = \"api.yaml\"
out = \"clients/two\"

[api.two.crate]
name = \"second\"

[api.two.rename.operations]
listThings = \"every_thing\"
";

#[test]
fn client_of_a_new_project_is_fresh() {
    let folder = Folder::new();
    let run = folder.run(&["init", "--spec", "api.yaml", "--name", "sample"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let run = folder.run(&["generate"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(folder.path("project/sample/sample/src/lib.rs").exists());
    assert_eq!(folder.run(&["check"]).status, 0);
    folder.write("project/api.yaml", &folder.read("project/api.yaml").replace("listThings", "listAll"));
    let stale = folder.run(&["check"]);
    assert_eq!(stale.status, 4);
    assert!(stale.stdout.contains("+    pub async fn list_all("), "{}", stale.stdout);
}

#[test]
fn existing_project_is_not_replaced() {
    let folder = Folder::with(TWO);
    let run = folder.run(&["init", "--spec", "api.yaml", "--name", "sample"]);
    assert_eq!((run.status, folder.read("project/clientwright.toml")), (3, TWO.to_owned()));
    assert!(run.stderr.contains("[api.sample]\nspec = \"api.yaml\"\n"), "{}", run.stderr);
}

#[test]
fn each_api_has_its_own_settings() {
    let folder = Folder::with(TWO);
    let run = folder.run(&["generate"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(folder.read("project/one/one/src/client.rs").len() > 1);
    let (one, two) = (folder.files(), "project/clients/two/second/src/");
    let has = |start: &str, text: &str| {
        one.iter().any(|(path, code)| path.starts_with(start) && code.contains(text))
    };
    assert!(has("project/one/one/src/", "fn list_things(") && has(two, "fn every_thing("));
    assert!(!has(two, "fn list_things("));
}

#[test]
fn selected_api_is_generated_alone() {
    let folder = Folder::with(TWO);
    assert_eq!(folder.run(&["generate", "two"]).status, 0);
    assert!(folder.path("project/clients/two").exists() && !folder.path("project/one").exists());
    assert_eq!((folder.run(&["check", "two"]).status, folder.run(&["check"]).status), (0, 4));
    let run = folder.run(&["check", "twoo"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("no API `twoo`; use `two`"), "{}", run.stderr);
}

#[test]
fn project_of_a_folder_above_is_found() {
    let folder = Folder::with(TWO);
    folder.write("project/src/deep/main.rs", "");
    folder.write("elsewhere/file", "");
    assert_eq!(folder.run_in("project/src/deep", &["generate", "one"], "").status, 0);
    assert!(folder.path("project/one/report.json").exists());
    let arguments = ["check", "one", "--project", "../project/clientwright.toml"];
    let run = folder.run_in("elsewhere", &arguments, "");
    assert_eq!(run.status, 0, "{}", run.stderr);
}

#[test]
fn unknown_key_is_located() {
    let wrong = [
        ("overlay = []", "3:1", "unknown key `overlay`", "use `overlays`"),
        ("[api.one.crate]\nlicence = \"MIT\"", "4:1", "unknown key `licence`", "use `license`"),
        ("[apis.two]", "3:2", "unknown key `apis`", "use `api`"),
        ("tags = \"a\"", "3:8", "invalid type", ""),
        ("[api.two]", "3:6", "the key `spec` is missing", ""),
    ];
    for (line, place, message, help) in wrong {
        let folder = Folder::with(&format!("[api.one]\nspec = \"api.yaml\"\n{line}\n"));
        let run = folder.run(&["generate"]);
        assert_eq!(run.status, 3, "{line}: {}", run.stderr);
        for expected in [&format!("clientwright.toml:{place}"), message, help] {
            assert!(run.stderr.contains(expected), "{line}: {expected} is not in {}", run.stderr);
        }
        assert!(!folder.path("project/one").exists(), "{line}");
    }
}

#[test]
fn name_of_nothing_is_located_in_its_own_table() {
    let settings = TWO
        .replace("[api.two]", "[api.one.rename.operations]\nlistThings = \"x\"\nother = \"y\"\n\n[api.two]");
    let folder = Folder::with(&settings.replace("listThings = \"every_thing\"", "other = \"z\""));
    let run = folder.run(&["generate"]);
    assert!(run.stderr.contains("clientwright.toml:6:1"), "{}", run.stderr);
    assert!(run.stderr.contains("clientwright.toml:16:1"), "{}", run.stderr);
}

#[test]
fn nothing_is_written_outside_of_the_project() {
    let outs =
        ["..", "../other", "a/../../other", "/tmp/clientwright-other", "link", "link/below", "dangling", ""];
    for out in outs {
        let folder = Folder::with(&format!("[api.one]\nspec = \"api.yaml\"\nout = \"{out}\"\n"));
        folder.write("outside/file", "");
        #[cfg(unix)]
        for (link, target) in [("link", "outside"), ("dangling", "missing")] {
            std::os::unix::fs::symlink(folder.path(target), folder.path("project").join(link)).unwrap();
        }
        let before = folder.files();
        for command in ["generate", "check"] {
            let run = folder.run(&[command]);
            assert_eq!(run.status, 3, "{out}: {}", run.stderr);
            assert!(run.stderr.contains("clientwright.toml: `out` of `one`"), "{}", run.stderr);
        }
        std::fs::remove_file(folder.path("project/clientwright.toml")).unwrap();
        let run = folder.run(&["init", "--spec", "api.yaml", "--name", "one", "--out", out]);
        assert_eq!(run.status, 3, "{out}: {}", run.stderr);
        folder.write("project/clientwright.toml", &before["project/clientwright.toml"]);
        assert!(folder.files() == before, "{out}");
    }
}

#[test]
fn overlapping_folders_are_rejected() {
    for out in ["one", "./one", "one/inner", "."] {
        let folder = Folder::with(&TWO.replace("clients/two", out));
        let run = folder.run(&["generate"]);
        assert_eq!(run.status, 3, "{out}: {}", run.stderr);
        assert!(run.stderr.contains("overlaps with `out` of `one`"), "{}", run.stderr);
    }
}

#[test]
fn files_beside_generated_code_survive() {
    let folder = Folder::with(TWO);
    assert_eq!(folder.run(&["generate", "one"]).status, 0);
    let own = ["NOTES.md", "one/tests/own.rs", "one/examples/own.rs", "own/Cargo.toml", "own/src/lib.rs"];
    own.iter().for_each(|path| folder.write(&format!("project/one/{path}"), "// own\n"));
    folder.write("project/api.yaml", &folder.read("project/api.yaml").replace("listThings", "listAll"));
    assert_eq!((folder.run(&["generate", "one"]).status, folder.run(&["check", "one"]).status), (0, 0));
    assert!(own.iter().all(|path| folder.read(&format!("project/one/{path}")) == "// own\n"));
    // A generated `src` has no other files.
    folder.write("project/one/one/src/own.rs", "// own\n");
    assert_eq!((folder.run(&["generate", "one"]).status, folder.run(&["check", "one"]).status), (3, 4));
    assert_eq!(folder.read("project/one/one/src/own.rs"), "// own\n");
}
