//! Converts names of a document to Rust identifiers.

mod distinct;
mod fields;
mod modules;
mod types;
mod values;
mod words;

pub use distinct::{Candidates, distinct};
pub use fields::{Wired, fields};
pub(crate) use modules::is_device;
pub use modules::module;
pub use types::{Keyed, types};
pub use values::{Named, in_words, variant, variants};

use any_ascii::any_ascii_char;
use words::{Word, words, words_apart};

/// Keywords of all editions ([reference](https://doc.rust-lang.org/reference/keywords.html)).
const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self",
    "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Types that generated code uses without a path.
const PRELUDE: [&str; 32] = [
    "Any",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Hash",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Vec",
];

/// Whether a word is a keyword.
pub(crate) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Returns a name for a function, a field, an argument or a module.
pub fn snake(text: &str) -> String {
    escaped(joined(words(&letters(text)), "_", |word| word.lower))
}

/// Like [`snake`], with the words of a term such as `OAuth` apart.
fn snake_apart(text: &str) -> String {
    escaped(joined(words_apart(&letters(text)), "_", |word| word.lower))
}

/// Makes a name in snake case valid.
fn escaped(name: String) -> String {
    let name = identifier(&name, "value");
    if KEYWORDS.contains(&name.as_str()) { name + "_" } else { name }
}

/// Removes the underscore that escapes a keyword, to use the name as part of a longer one.
pub fn without_keyword_mark(name: &str) -> &str {
    name.strip_suffix('_').filter(|word| KEYWORDS.contains(word)).unwrap_or(name)
}

/// Returns a name for a type.
pub fn camel(text: &str) -> String {
    let name = camel_variant(text);
    if PRELUDE.contains(&name.as_str()) { name + "Value" } else { name }
}

/// Returns a name for a variant, which can be that of a type.
pub fn camel_variant(text: &str) -> String {
    let name = identifier(&joined(words(&letters(text)), "", |word| word.camel), "Value");
    if KEYWORDS.contains(&name.as_str()) { name + "Value" } else { name }
}

/// Returns a name for a constant.
pub fn shouty(text: &str) -> String {
    identifier(&joined(words(&letters(text)), "_", |word| word.lower.to_ascii_uppercase()), "VALUE")
}

/// Returns a name with hyphens. Empty if the text has no letters and digits.
pub(crate) fn kebab(text: &str) -> String {
    joined(words(&letters(text)), "-", |word| word.lower)
}

/// Returns a name for a cargo feature
/// ([cargo](https://doc.rust-lang.org/cargo/reference/features.html#feature-name-validation)).
pub fn feature(text: &str) -> String {
    snake(text).trim_end_matches('_').replace('_', "-")
}

/// Joins words, each in its casing.
fn joined(words: Vec<Word>, separator: &str, casing: fn(Word) -> String) -> String {
    words.into_iter().map(casing).collect::<Vec<_>>().join(separator)
}

/// Replaces characters that are invalid in identifiers by spaces. Letters beyond ASCII are transliterated: Rust would
/// accept most of them, but they are hard to type.
fn letters(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for letter in text.chars() {
        match any_ascii_char(letter) {
            _ if letter.is_ascii_alphanumeric() => words.push(letter),
            letters if letter.is_alphanumeric() => {
                words.extend(letters.chars().filter(char::is_ascii_alphanumeric))
            }
            // A combining mark is dropped.
            "" => {}
            _ => words.push(' '),
        }
    }
    words
}

/// Makes a cased text a valid identifier.
fn identifier(cased: &str, instead: &str) -> String {
    let separator = if instead.starts_with('V') && !instead.ends_with('E') { "" } else { "_" };
    match cased.chars().next() {
        None => instead.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{instead}{separator}{cased}"),
        Some(_) => cased.to_owned(),
    }
}

/// Allocates unique names. A name that is taken gets a number.
#[derive(Debug, Default)]
pub struct NameAllocator {
    taken: std::collections::BTreeSet<String>,
}

impl NameAllocator {
    /// Creates an allocator with reserved names.
    pub fn without(taken: &[&str]) -> Self {
        Self { taken: taken.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// Whether a name is taken.
    pub fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// Releases a name.
    pub fn release(&mut self, name: &str) {
        self.taken.remove(name);
    }

    /// Returns the name, or the name with the first number from 2 that makes it unique.
    pub fn allocate(&mut self, name: String) -> String {
        let numbered = (2_u64..).map(|number| format!("{name}{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !self.taken.contains(name));
        let free = free.unwrap_or(name);
        self.taken.insert(free.clone());
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_becomes_a_name() {
        for (text, name) in [
            ("organization_id", "organization_id"),
            ("type", "type_"),
            ("x-cloud-error-codes", "x_cloud_error_codes"),
            ("123", "value_123"),
            ("", "value"),
            ("!!!", "value"),
            ("../../x", "x"),
            ("größe", "grosse"),
            ("prénom de l'élève", "prenom_de_l_eleve"),
            ("e\u{301}te\u{301}", "ete"),
            ("Łódź", "lodz"),
            ("имя", "imya"),
            ("名称", "ming_cheng"),
            ("→", "value"),
        ] {
            assert_eq!(snake(text), name, "{text}");
        }
        for (text, name) in [
            ("organization.not_found", "OrganizationNotFound"),
            ("option", "OptionValue"),
            ("7d", "Value7d"),
            ("HTTPError", "HttpError"),
        ] {
            assert_eq!(camel(text), name, "{text}");
        }
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut names = NameAllocator::without(&["new"]);
        let given: Vec<_> = ["new", "new", "old"].map(|name| names.allocate(name.to_owned())).into();
        assert_eq!(given, ["new2", "new3", "old"]);
    }
}
