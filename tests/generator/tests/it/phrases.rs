//! Diagnostics, doc comments and guides keep to plain English: the phrases that CONTRIBUTING rules out do not come back.

use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// What is checked. Widen it when another folder is clean.
const CLEAN: [&str; 10] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "docs",
    "generator",
    "generated-client/wire-models/src",
    "generated-client/elastic-cloud/src",
    "xtask/src",
];

const PHRASES: [&str; 25] = [
    "as long as",
    "come of",
    "comes of",
    "ends with status",
    "for ever",
    "is none",
    "made again",
    "made of it",
    "make of",
    "makes of",
    "mended",
    "nobody",
    "not carried over",
    "of one's own",
    "say of",
    "says of",
    "stands",
    "stands at",
    "stands for",
    "stands in",
    "stands on",
    "truth value",
    "what may be left out",
    "whoever",
    "is no",
];

/// The phrases in a text, each with the words around it.
fn phrases(text: &str) -> Vec<String> {
    // Code is not English: "is `None`".
    let prose: Vec<&str> = text.split('`').step_by(2).collect();
    let text = prose.join(" code ").to_lowercase();
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for phrase in PHRASES {
        let parts: Vec<&str> = phrase.split(' ').collect();
        for (at, window) in words.windows(parts.len()).enumerate() {
            let before = at.checked_sub(1).and_then(|at| words.get(at)).copied();
            let after = words.get(at + parts.len()).copied();
            // "There is no file" and "is no longer" are plain.
            let is_plain = parts.first() == Some(&"is")
                && (before == Some("there") || matches!(after, Some("longer" | "more")));
            if window == parts && !is_plain {
                found.push(words[at.saturating_sub(4)..words.len().min(at + parts.len() + 4)].join(" "));
            }
        }
    }
    found
}

/// The words of a Rust file for people: doc comments, a block a text, and strings.
fn texts_of_rust(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in text.lines().map(str::trim) {
        match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            Some(words) => blocks.last_mut().unwrap().push_str(&format!("{words} ")),
            None => blocks.push(String::new()),
        }
    }
    let tokens: TokenStream = text.parse().unwrap();
    strings(tokens, &mut blocks);
    blocks
}

fn strings(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => strings(group.stream(), found),
            TokenTree::Literal(literal) if literal.to_string().contains('"') => {
                found.push(literal.to_string())
            }
            _ => {}
        }
    }
}

fn files(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() && !path.ends_with("target") {
        let mut entries: Vec<_> =
            std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| files(entry, found));
    } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "md") {
        found.push(path.to_owned());
    }
}

#[test]
fn clean_folders_have_no_ruled_out_phrase() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    CLEAN.iter().for_each(|path| files(&root.join(path), &mut paths));
    assert!(paths.len() > 200, "only {} files", paths.len());
    let mut found = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        let texts = if is_rust { texts_of_rust(&text) } else { vec![text] };
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        found.extend(texts.iter().flat_map(|text| phrases(text)).map(|words| format!("{name}: {words}")));
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn planted_phrase_is_found() {
    assert_eq!(phrases("The file is no\nname."), ["the file is no name"]);
    assert_eq!(phrases("There is no file, and it is no longer read."), Vec::<String>::new());
    let text = "/// What nobody\n/// reads.\nfn f() { g(\"a value that comes of it\") }";
    let found: Vec<String> = texts_of_rust(text).iter().flat_map(|text| phrases(text)).collect();
    assert!(found.len() >= 2, "{found:?}");
}
