//! Folders import each other in one direction only, as ARCHITECTURE.md says.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use generator_tests::imports::{self, Imports};

fn planted(files: &[(&str, &str)]) -> Imports {
    let files: BTreeMap<String, String> =
        files.iter().map(|(module, text)| (module.to_string(), text.to_string())).collect();
    imports::of(&files).unwrap()
}

fn named(imports: &Imports, folder: &str) -> Vec<String> {
    imports[folder].iter().cloned().collect()
}

#[test]
fn import_in_any_form_is_found() {
    for text in [
        "use crate::send::execute;",
        "use crate::{send, own::x};",
        "fn f() { crate::send::execute() }",
        "fn f() { println!(\"{}\", crate::send::NAME) }",
        "struct S(crate::send::T);",
        "use super::super::send;",
        "use super::super::{send, own};",
        "mod inner { use super::super::super::send::X; }",
        "#[cfg(not(test))] mod inner { use crate::send; }",
    ] {
        let found = planted(&[("own::file", text), ("send", "")]);
        assert_eq!(named(&found, "own"), ["send"], "{text}");
    }
    for text in [
        "use super::send;",
        "#[cfg(test)] mod tests { use crate::send; }",
        "//! [`crate::send`]",
        "use send::x;",
        "fn item() -> Item { parse_quote! { use crate::send::x; } }",
    ] {
        assert_eq!(named(&planted(&[("own::file", text)]), "own"), [""; 0], "{text}");
    }
}

#[test]
fn planted_circle_is_found() {
    let straight = [("a", "use crate::b;"), ("b", "use crate::c;"), ("c", "")];
    assert_eq!(imports::circle(&planted(&straight)), None);
    let round = [("a", "use crate::b;"), ("b::x", "use crate::c;"), ("c", "fn f() { crate::b::g() }")];
    assert_eq!(imports::circle(&planted(&round)).unwrap(), ["b", "c"]);
}

#[test]
fn planted_import_differs_from_the_table() {
    let text = "# Imports of x\n\n| folder | imports |\n|---|---|\n| `a` | `b` |\n| `b` | |\n\n# Other\n\n| `c` | `a` |\n";
    let table = imports::table(text, "Imports of x");
    let found = planted(&[("a", "use crate::b;"), ("b", "")]);
    assert_eq!(imports::differences(&found, &table), [""; 0]);
    let found = planted(&[("a", ""), ("b", "use crate::a;"), ("c", "")]);
    let expected =
        ["`b` imports `a`, which the table lacks", "`a` does not import `b`", "`c` is not in the table"];
    assert_eq!(imports::differences(&found, &table), expected);
}

/// The imports of a crate are those of its table, and there is no circle.
fn check(src: &str, heading: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let architecture = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let found = imports::of(&imports::files(&root.join(src)).unwrap()).unwrap();
    let differences = imports::differences(&found, &imports::table(&architecture, heading));
    let rows = found.iter().map(|(folder, all)| {
        let all: Vec<String> = all.iter().map(|name| format!("`{name}`")).collect();
        format!("| `{folder}` | {} |\n", all.join(" "))
    });
    let rows: String = rows.collect();
    assert!(differences.is_empty(), "{differences:#?}\nthe table as the code is:\n{rows}");
    assert_eq!(imports::circle(&found), None);
}

#[test]
fn runtime_folders_import_in_one_direction() {
    check("generated-client/runtime/src", "Imports of the runtime");
}

#[test]
fn generator_folders_import_in_one_direction() {
    check("generator/src", "Imports of the generator");
}

#[test]
fn generator_phases_import_shared_data_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = imports::of(&imports::files(&root.join("generator/src")).unwrap()).unwrap();
    const PHASES: [&str; 7] = ["load", "validate", "resolve", "coverage", "engine", "emit", "render"];
    for phase in PHASES {
        let others: Vec<_> = found[phase].iter().filter(|name| PHASES.contains(&name.as_str())).collect();
        assert_eq!(others, Vec::<&String>::new(), "{phase}");
    }
}

/// Folders of `generator/src` that the page lacks, and names on the page that are not there.
fn page_differences(page: &str, src: &Path) -> Vec<String> {
    let exists = |name: &str| src.join(name).is_dir() || src.join(format!("{name}.rs")).is_file();
    let path = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase() || b"_/".contains(&byte));
    let words: BTreeSet<&str> = page.split('`').skip(1).step_by(2).filter(|word| path(word)).collect();
    let first = |word: &str| word.split('/').next().unwrap_or_default().to_owned();
    let known: Vec<String> =
        imports::files(src).unwrap().keys().map(|module| module.replace("::", "/")).collect();
    let folders: BTreeSet<String> = known.iter().map(|module| first(module)).collect();
    let lacking = folders.iter().filter(|folder| !words.contains(folder.as_str()));
    let gone =
        words.iter().filter(|word| word.contains('/') && !word.starts_with("generator/") && !exists(word));
    lacking.cloned().chain(gone.map(ToString::to_string)).collect()
}

#[test]
fn pipeline_page_names_every_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/pipeline.md")).unwrap();
    let src = root.join("generator/src");
    assert_eq!(page_differences(&page.replace("```mermaid", "").replace("```", ""), &src), [""; 0]);
    let planted = page.replace("`load/select`", "`load/choose`").replace("`coverage`", "coverage");
    assert_eq!(
        page_differences(&planted.replace("```mermaid", "").replace("```", ""), &src),
        ["coverage", "load/choose"]
    );
}

#[test]
fn lifecycle_of_a_call_names_folders_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join("docs/request-lifecycle.md")).unwrap();
    let found = imports::of(&imports::files(&root.join("generated-client/runtime/src")).unwrap()).unwrap();
    let prose = text.split("```").step_by(2).collect::<String>();
    let named: Vec<&str> = prose.split('`').skip(1).step_by(2).collect();
    let is_folder = |name: &&&str| name.chars().all(|letter| letter.is_ascii_lowercase());
    let missing: Vec<_> = named.iter().filter(is_folder).filter(|name| !found.contains_key(**name)).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    assert!(named.iter().filter(is_folder).count() > 10);
}
