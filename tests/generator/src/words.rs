//! Phrases that are never right in plain English, and the places where a text has them.

use std::path::{Path, PathBuf};

/// A phrase, and the words next to it that make it right.
struct Phrase {
    text: &'static str,
    allowed_before: &'static [&'static str],
    allowed_after: &'static [&'static str],
}

const fn phrase(text: &'static str) -> Phrase {
    Phrase { text, allowed_before: &[], allowed_after: &[] }
}

/// `there is no default` and `is no longer read` are right, `x is no number` is not.
const fn negation(text: &'static str) -> Phrase {
    Phrase { text, allowed_before: &["there"], allowed_after: &["longer", "more", "less"] }
}

/// The phrases. A letter or a digit next to one makes it another word.
const PHRASES: [Phrase; 39] = [
    phrase("as long as"),
    phrase("but for"),
    phrase("came of"),
    phrase("carried over"),
    phrase("carry over"),
    phrase("come of"),
    phrase("comes of"),
    phrase("for ever"),
    phrase("heir"),
    phrase("heirs"),
    phrase("in vain"),
    phrase("is none of"),
    phrase("made again"),
    phrase("made of it"),
    phrase("make of it"),
    phrase("makes of"),
    phrase("mend"),
    phrase("mended"),
    phrase("nobody"),
    phrase("of its own accord"),
    phrase("of one's own"),
    phrase("said of"),
    phrase("says of"),
    phrase("stand beside"),
    phrase("standing in"),
    phrase("stands at"),
    phrase("stands beside"),
    phrase("stands in"),
    phrase("tells of"),
    phrase("to be had"),
    phrase("told of"),
    phrase("truth value"),
    phrase("truth values"),
    phrase("what it is made of"),
    phrase("what may be left out"),
    phrase("where it stands"),
    phrase("whoever"),
    negation("are no"),
    negation("is no"),
];

/// A phrase in a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// The line, starting at 1.
    pub line: usize,
    /// The phrase.
    pub phrase: &'static str,
}

/// Returns the phrases in Markdown or Rust, also across the lines of a comment or a paragraph, in the order of lines.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let (joined, starts) = join(text);
    let mut found: Vec<Found> = PHRASES
        .iter()
        .flat_map(|phrase| {
            joined.match_indices(phrase.text).filter(|(at, _)| is_wrong(&joined, *at, phrase)).map(
                |(at, _)| Found { line: starts.partition_point(|start| *start <= at), phrase: phrase.text },
            )
        })
        .collect();
    found.sort_by_key(|found| (found.line, found.phrase));
    found
}

/// Joins lines by one space, in lower case and without comment marks; returns the offset of each line, too.
fn join(text: &str) -> (String, Vec<usize>) {
    let mut joined = String::with_capacity(text.len());
    let mut starts = Vec::new();
    for line in text.lines() {
        starts.push(joined.len());
        let line = line.trim_start();
        let line = ["///", "//!", "//", "> "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
        joined.push_str(&line.trim().trim_end_matches('\\').to_lowercase());
        if !joined.ends_with(' ') {
            joined.push(' ');
        }
    }
    (joined, starts)
}

fn is_wrong(text: &str, at: usize, phrase: &Phrase) -> bool {
    let (before, rest) = text.split_at(at);
    let after = &rest[phrase.text.len()..];
    let is_whole = !before.ends_with(char::is_alphanumeric)
        && !after.starts_with(|letter: char| letter.is_alphanumeric());
    let mut words_before =
        before.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words_after =
        after.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_allowed = |word: Option<&str>, allowed: &[&str]| word.is_some_and(|word| allowed.contains(&word));
    is_whole
        && !is_allowed(words_before.next_back(), phrase.allowed_before)
        && !is_allowed(words_after.next(), phrase.allowed_after)
}

/// Returns the files in a folder and below it that have one of some extensions, sorted.
///
/// # Errors
/// If a folder cannot be read.
pub fn files(folder: &Path, extensions: &[&str]) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() && !is_hidden && !path.ends_with("target") {
                todo.push(path);
            } else if path.extension().is_some_and(|own| extensions.iter().any(|one| own == *one)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
