//! Makes names of paths.

use std::collections::BTreeSet;

use crate::names::{camel, snake};

/// The longest name that is made of several names of the document.
pub(super) const BUDGET: usize = 40;
/// Words that do not identify a type.
const GENERIC: [&str; 13] = [
    "body", "data", "form", "header", "item", "items", "list", "reply", "request", "response", "result",
    "value", "variant",
];
/// Words that stand for an alternative without a name, if a number follows.
const NUMBERED: [&str; 4] = ["list", "object", "value", "variant"];
/// Names that an enum can have, and an object or a union cannot.
const BARE: [&str; 4] = ["Id", "Object", "Role", "Type"];

/// Returns the name that a path makes, and those with fewer of the leading words, if they are not too long. The last
/// element is never cut. Each comes with its path.
pub(super) fn shortened(path: &[String]) -> Vec<(String, Vec<String>)> {
    let Some((last, leading)) = path.split_last() else { return Vec::new() };
    let whole = (camel(&path.join(" ")), path.to_vec());
    // Alternatives that the document does not name go first.
    let leading: Vec<String> =
        words(&camel(&leading.join(" "))).into_iter().filter(|word| !is_numbered(word)).collect();
    let cut = (0..=leading.len()).filter_map(|from| {
        let elements = match leading.get(from..)? {
            [] => vec![last.clone()],
            kept => vec![kept.join(" "), last.clone()],
        };
        Some((camel(&elements.join(" ")), elements))
    });
    let all = std::iter::once(whole).chain(cut.filter(|_| path.len() > 1));
    all.filter(|(name, elements)| name.len() <= BUDGET || elements.len() == 1).collect()
}

/// Returns the words at the end of all paths, if they identify something.
pub(super) fn common_words(paths: &BTreeSet<Vec<String>>) -> Option<String> {
    let mut paths = paths.iter().map(|path| words(&path.join(" ")));
    let first = paths.next()?;
    let shared = |count: usize, words: Vec<String>| {
        first.iter().rev().zip(words.iter().rev()).take(count).take_while(|(one, other)| one == other).count()
    };
    let count = paths.fold(first.len(), shared);
    let name = camel(&first.get(first.len() - count..)?.join(" "));
    (count > 0 && count < first.len() && !is_generic(&name)).then_some(name)
}

/// Returns the words at the beginning of all paths.
pub(super) fn common_start(paths: &BTreeSet<Vec<String>>) -> Option<String> {
    let mut paths = paths.iter().map(|path| words(&path.join(" ")));
    let first = paths.next()?;
    let shared = |count: usize, words: Vec<String>| {
        first.iter().zip(&words).take(count).take_while(|(one, other)| one == other).count()
    };
    let count = paths.fold(first.len().saturating_sub(1), shared);
    let start = first.get(..count)?.join(" ");
    (!is_generic(&start)).then_some(start)
}

pub(super) fn words(text: &str) -> Vec<String> {
    snake(text).split('_').map(str::to_owned).collect()
}

/// Whether a word numbers alternatives, such as `object2`.
fn is_numbered(word: &str) -> bool {
    let stem = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    stem != word && NUMBERED.contains(&stem)
}

/// Whether a word alone says too little about an object or a union.
pub(super) fn is_bare(name: &str) -> bool {
    BARE.contains(&name)
}

pub(super) fn is_generic(name: &str) -> bool {
    let is_generic = |word: &str| word.is_empty() || GENERIC.contains(&word);
    words(name).iter().all(|word| is_generic(word.trim_end_matches(|letter: char| letter.is_ascii_digit())))
}
