//! The public surface of the runtime and of the generated crates: what a caller can name is as reviewed, and what changed
//! is named, breaking or not.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

mod plants;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator_tests::{changes, spec, surface};

/// The crates that callers build against, by their folders.
const CRATES: [&str; 3] = ["runtime", "elastic-cloud", "elastic-cloud-models"];

fn folder(name: &str) -> PathBuf {
    spec::workspace().join("generated-client").join(name)
}

/// The files of a crate by module name.
fn files(source: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![source.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(source).unwrap().with_extension("");
                let name = name.to_string_lossy().replace('\\', "/");
                found.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn surface(name: &str) -> String {
    let folder = folder(name);
    let code = surface::of_crate(&files(&folder.join("src"))).unwrap();
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    format!("{}\n{code}", surface::of_manifest(&manifest).unwrap())
}

/// The surface that was reviewed, without the snapshot's head.
fn reviewed(name: &str) -> String {
    let path = spec::workspace().join(format!("tests/generator/tests/it/snapshots/surface__{name}.snap"));
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.splitn(3, "---\n").nth(2).unwrap_or_default().to_owned()
}

#[test]
fn surface_is_as_reviewed() {
    let mut differing = Vec::new();
    for name in CRATES {
        let (before, now) = (reviewed(name), surface(name));
        let same = std::panic::catch_unwind(|| {
            insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
                insta::assert_snapshot!(format!("surface__{name}"), now);
            });
        });
        if same.is_err() {
            let changes = changes::between(&before, &now).into_iter().map(|change| format!("  {change}\n"));
            differing.push(format!("{name}:\n{}", changes.collect::<String>()));
        }
    }
    assert!(
        differing.is_empty(),
        "the public surface is not as reviewed; see CONTRIBUTING, \"Accept snapshots\"\n\n{}",
        differing.join("\n")
    );
}

#[test]
fn planted_change_of_the_runtime_is_named() {
    let before = files(&folder("runtime").join("src"));
    let mut after = before.clone();
    for (module, text, planted) in [
        ("client", "#[derive(Clone)]\npub struct Client", "pub struct Client"),
        ("error", "pub fn kind(&self)", "fn kind(&self)"),
        ("error/kind", "pub enum ErrorKind {", "pub enum ErrorKind { Planted,"),
        ("request/style", "pub enum Style {", "pub enum Style { Planted,"),
        (
            "transport",
            "pub trait Transport: Send + Sync + 'static {",
            "pub trait Transport: Send + Sync + 'static { fn planted();",
        ),
    ] {
        let source = after.get_mut(module).unwrap();
        assert!(source.contains(text), "`{module}` has no `{text}` any more: plant something else");
        *source = source.replacen(text, planted, 1);
    }
    let changes = changes::between(&surface::of_crate(&before).unwrap(), &surface::of_crate(&after).unwrap());
    let named: Vec<String> =
        changes.iter().map(|change| format!("{:?}: {}", change.effect, change.what)).collect();
    let expected = [
        "Breaking: added method `Transport::planted`",
        "Breaking: added variant `Style::Planted`",
        "Breaking: removed `Clone` of `Client`",
        "Breaking: removed method `Error::kind`",
        "Compatible: added variant `ErrorKind::Planted`",
    ];
    assert_eq!(named, expected);
}
