//! `names.lock`: where it is, and when it is out of date.

use crate::folder::{DOCUMENT, Folder};

fn folder(settings: Option<&str>) -> Folder {
    let folder = settings.map_or_else(Folder::new, Folder::with);
    let inline =
        DOCUMENT.replace("items: {type: string}", "items: {type: object, properties: {a: {type: string}}}");
    folder.write("project/api.yaml", &inline);
    folder
}

fn check_kept(folder: &Folder, options: &[&str], file: &str) {
    let run = |command: &str| folder.run(&[&[command], options].concat()).status;
    assert_eq!(run("check"), 4);
    assert_eq!(run("generate"), 0);
    let text = folder.read(file);
    assert!(text.contains("type ListThingsReplyItem "), "{text}");
    assert_eq!(run("check"), 0);
    folder.write(file, &text.replace("ListThingsReplyItem", "Thing"));
    assert_eq!(run("check"), 4, "the code has another name");
    assert_eq!(run("generate"), 0);
    assert_eq!(run("check"), 0);
    folder.write(file, &(text + "words\n"));
    assert_eq!(run("generate"), 3);
}

#[test]
fn names_are_kept_where_the_options_say() {
    let one = ["--spec", "api.yaml", "--out", "out", "--name", "sample"];
    let folder = folder(None);
    assert_eq!(folder.run(&[&["generate"], &one[..]].concat()).status, 0);
    assert!(!folder.path("project/names.lock").exists());
    folder.write("project/settings/api.toml", "");
    let with = |option, value| [&one[..], &[option, value]].concat();
    assert_eq!(folder.run(&[&["generate"], &with("--config", "settings/api.toml")[..]].concat()).status, 0);
    assert!(!folder.path("project/settings/names.lock").exists(), "it is used only if it exists");
    folder.write("project/settings/names.lock", "");
    check_kept(&folder, &with("--config", "settings/api.toml"), "project/settings/names.lock");
    check_kept(&folder, &with("--names", "kept.lock"), "project/kept.lock");
}

#[test]
fn each_api_of_a_project_has_its_names() {
    let folder = folder(Some("[api.one]\nspec = \"api.yaml\"\n[api.two]\nspec = \"api.yaml\"\n"));
    check_kept(&folder, &["one"], "project/one.names.lock");
    assert!(!folder.path("project/two.names.lock").exists());
}
