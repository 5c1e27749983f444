//! The guides: every link in Markdown leads somewhere, every page of `docs/` is in its table of contents, and the recipes for CI
//! are valid YAML.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the checkout fails")]

use std::path::{Path, PathBuf};

use generator_tests::words;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The Markdown files of the project that are written by hand.
fn pages() -> Vec<PathBuf> {
    let top =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "spec/README.md"];
    let docs = words::files(&root().join("docs"), &["md"]).unwrap();
    top.iter().map(|name| root().join(name)).chain(docs).collect()
}

/// The targets of links outside of code blocks.
fn links(text: &str) -> Vec<&str> {
    let mut in_code = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    });
    lines
        .flat_map(|line| line.match_indices("](").map(|(at, _)| &line[at + 2..]))
        .filter_map(|rest| rest.split(')').next())
        .collect()
}

/// The anchors of a page, as forges make them from headings.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let slug = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        words
            .chars()
            .filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter))
            .collect::<String>()
            .replace(' ', "-")
    };
    headings.map(slug).collect()
}

#[test]
fn link_leads_to_file_and_heading() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for link in links(&text).into_iter().filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.clone() } else { page.with_file_name("").join(path) };
            let is_found = target.exists()
                && (anchor.is_empty()
                    || anchors(&std::fs::read_to_string(&target).unwrap()).iter().any(|own| own == anchor));
            if !is_found {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn page_of_docs_is_in_table_of_contents() {
    let summary = std::fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let listed = links(&summary);
    for page in words::files(&root().join("docs"), &["md"]).unwrap() {
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        assert!(name == "SUMMARY.md" || listed.contains(&name.as_str()), "{name} is not in docs/SUMMARY.md");
    }
}

#[test]
fn recipe_for_ci_is_valid_and_checks() {
    for name in ["github.yml", "gitlab.yml"] {
        let text = std::fs::read_to_string(root().join("docs/ci").join(name)).unwrap();
        let recipe: serde_yaml::Mapping = serde_yaml::from_str(&text).unwrap();
        assert!(!recipe.is_empty(), "{name}");
        assert!(text.contains("clientwright check") && text.contains("clientwright generate"), "{name}");
    }
}
