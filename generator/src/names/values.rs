//! Allocates names for enum values, each derived from its value alone unless two would collide.
//!
//! A sign is spelled out: `-created` is `MinusCreated`, `A+` is `APlus`. Every other character that an identifier
//! cannot hold separates words, or digits by an underscore: `1.10` is `Value1_10`. A hyphen between two letters or
//! digits separates (`us-east-1` is `UsEast1`), except in an offset from `GMT` or `UTC`, and so does a dash between
//! words (`a - b`, `a--b`). Anywhere else it is a minus.

use super::distinct::{Candidates, distinct};
use super::{any_ascii_char, camel_variant};

/// Signs that are always spelled out.
const SIGNS: [(char, &str); 9] = [
    ('+', "plus"),
    ('<', "less"),
    ('>', "greater"),
    ('*', "star"),
    ('#', "hash"),
    ('%', "percent"),
    ('!', "not"),
    ('~', "tilde"),
    ('^', "caret"),
];
/// Separators, which are spelled out only to disambiguate two values.
const SEPARATORS: [(char, &str); 23] = [
    (' ', "space"),
    ('-', "hyphen"),
    ('_', "underscore"),
    ('.', "dot"),
    (',', "comma"),
    (':', "colon"),
    (';', "semicolon"),
    ('/', "slash"),
    ('\\', "backslash"),
    ('=', "equal"),
    ('&', "and"),
    ('|', "or"),
    ('@', "at"),
    ('$', "dollar"),
    ('?', "question"),
    ('\'', "apostrophe"),
    ('"', "quote"),
    ('`', "backtick"),
    ('(', "open"),
    (')', "close"),
    ('[', "left"),
    (']', "right"),
    ('\t', "tab"),
];
/// The variant for undocumented values.
const OTHER: &str = "Other";

/// An enum value, and the name that an extension gives it.
#[derive(Debug, Clone, Copy)]
pub struct Named<'v> {
    /// The value as a string.
    pub value: &'v str,
    /// The name in the document.
    pub given: Option<&'v str>,
}

/// Returns the variant names, in order.
pub fn variants<'v>(values: impl IntoIterator<Item = Named<'v>>) -> Vec<String> {
    let candidates = values.into_iter().map(|Named { value, given }| {
        let text = given.unwrap_or(value);
        let plain = reserved(given.map_or_else(|| camel_value(value, false), camel_variant));
        let exact = reserved(camel_value(text, true));
        let cased = format!("{exact}{}", case(text));
        let hashed = format!("{plain}X{:08x}", hash(value));
        let rank = usize::from(plain != text && plain.strip_suffix("Value") != Some(text));
        Candidates::new(vec![plain, exact, cased, hashed], rank)
    });
    distinct(&candidates.collect::<Vec<_>>())
}

/// Returns the variant name of a single value.
pub fn variant(value: &str) -> String {
    reserved(camel_value(value, false))
}

fn reserved(name: String) -> String {
    if name == OTHER { name + "Value" } else { name }
}

fn camel_value(value: &str, is_exact: bool) -> String {
    let spelled = spelled(value, is_exact);
    // Digits stay separated: `1.10` is not `11.0`.
    let mut pieces = spelled.split('\0').map(|piece| piece.trim());
    let first = pieces.next().unwrap_or_default();
    let mut name = if first.is_empty() { camel_variant("empty") } else { camel_variant(first) };
    for piece in pieces {
        name.push('_');
        name.push_str(camel_variant(piece).trim_start_matches("Value"));
    }
    name
}

/// Spells out the signs of a value, and puts U+0000 between separated digits.
fn spelled(value: &str, is_exact: bool) -> String {
    let letters: Vec<char> = value.chars().collect();
    let has_name = has_name(value);
    let mut text = String::with_capacity(value.len() + 8);
    for (index, letter) in letters.iter().enumerate() {
        let before = letters.get(..index).unwrap_or_default();
        let after = letters.get(index + 1..).unwrap_or_default();
        let is_mark = !letter.is_ascii() && any_ascii_char(*letter).is_empty();
        if is_nameable(*letter) || is_mark && has_name {
            text.push(*letter);
        } else if let Some((_, word)) = SIGNS.iter().find(|(sign, _)| sign == letter) {
            push_word(&mut text, word);
        } else if *letter == '-' && is_minus(before, after) {
            push_word(&mut text, "minus");
        } else if *letter == '=' && is_comparison(before, after) {
            push_word(&mut text, "equal");
        } else if is_exact || !has_name {
            match SEPARATORS.iter().find(|(separator, _)| separator == letter) {
                Some((_, word)) => push_word(&mut text, word),
                None => push_word(&mut text, &format!("u{:x}", u32::from(*letter))),
            }
        } else if is_digit(before.last()) && is_digit(after.first()) {
            text.push('\0');
        } else {
            text.push(' ');
        }
    }
    text
}

/// Spells out the signs of a text, as part of a name.
pub fn in_words(text: &str) -> String {
    spelled(text, false).replace('\0', " ")
}

/// Spells out every character that an identifier cannot hold.
pub(super) fn separated(text: &str) -> String {
    if text.is_empty() { "empty".to_owned() } else { spelled(text, true) }
}

fn push_word(text: &mut String, word: &str) {
    text.push(' ');
    text.push_str(word);
    text.push(' ');
}

fn is_digit(letter: Option<&char>) -> bool {
    letter.is_some_and(char::is_ascii_digit)
}

/// Whether a text has letters or digits for a name.
pub(super) fn has_name(text: &str) -> bool {
    text.chars().any(is_nameable)
}

/// Whether a letter, or its ASCII transliteration, is valid in an identifier.
fn is_nameable(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || (letter.is_alphanumeric() && !any_ascii_char(letter).is_empty())
}

/// Whether a hyphen is a minus sign.
fn is_minus(before: &[char], after: &[char]) -> bool {
    let is_word = |letter: Option<&char>| letter.is_some_and(|letter| is_nameable(*letter));
    let is_any = |letters: &[char]| letters.iter().any(|letter| is_nameable(*letter));
    let is_offset = is_digit(after.first())
        && [['G', 'M', 'T'], ['U', 'T', 'C']].iter().any(|zone| before.ends_with(zone));
    let (left, right) = (before.last(), after.first());
    let is_dash = match (left, right) {
        (Some('-' | '_'), _) | (_, Some('-' | '_')) | (Some(' '), Some(' ')) => {
            is_any(before) && is_any(after)
        }
        _ => is_word(left) && is_word(right),
    };
    is_offset || !is_dash
}

/// Whether `=` is a comparison, not a separator of name and value.
fn is_comparison(before: &[char], after: &[char]) -> bool {
    let is_sign = |letter: Option<&char>| matches!(letter, Some('<' | '>' | '=' | '!' | '~'));
    is_sign(before.last()) || is_sign(after.first())
}

/// Returns the casing style of a text.
pub(super) fn case(text: &str) -> &'static str {
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    match (letters().any(char::is_lowercase), letters().any(char::is_uppercase)) {
        (true, true) => "Mixed",
        (false, true) => "Upper",
        _ => "Lower",
    }
}

/// Returns the FNV-1a hash, which is stable across machines and versions.
pub(super) fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(values: &[&str]) -> Vec<String> {
        variants(values.iter().map(|value| Named { value, given: None }))
    }

    #[test]
    fn sign_in_value_is_spelled_out() {
        for (value, name) in [
            ("-created", "MinusCreated"),
            ("created", "Created"),
            ("+name", "PlusName"),
            ("A+", "APlus"),
            ("A-", "AMinus"),
            ("A", "A"),
            ("Etc/GMT-1", "EtcGmtMinus1"),
            ("Etc/GMT+12", "EtcGmtPlus12"),
            ("UTC-05:00", "UtcMinus05_00"),
            ("us-east-1", "UsEast1"),
            ("gpt-4-0314", "Gpt4_0314"),
            ("2020-01-02", "Value2020_01_02"),
            ("application/ld+json", "ApplicationLdPlusJson"),
            ("new - old", "NewOld"),
            ("a--b", "AB"),
            ("a, -b", "AMinusB"),
            ("-1", "Minus1"),
            ("1", "Value1"),
            ("1.10", "Value1_10"),
            ("-1.5", "Minus1_5"),
            ("1-5", "Value1_5"),
            (">=", "GreaterEqual"),
            ("!=", "NotEqual"),
            ("==", "EqualEqual"),
            ("&&", "AndAnd"),
            ("C++", "CPlusPlus"),
            ("50%", "Value50Percent"),
            ("-", "Minus"),
            ("--verbose", "MinusMinusVerbose"),
            ("", "Empty"),
            (" ", "Space"),
            ("→", "U2192"),
            ("e\u{301}te\u{301}", "Ete"),
            ("other", "OtherValue"),
            ("error", "Error"),
            ("err", "Err"),
            ("none", "None"),
            ("default", "Default"),
            ("string", "String"),
            ("debug", "Debug"),
            ("self", "SelfValue"),
            ("x=y", "XY"),
            ("北", "Bei"),
        ] {
            assert_eq!(variant(value), name, "{value}");
        }
    }

    #[test]
    fn colliding_values_are_named_by_what_differs() {
        assert_eq!(all(&["a-b", "a b", "a_b"]), ["AHyphenB", "ASpaceB", "AUnderscoreB"]);
        assert_eq!(all(&["asc", "ASC"]), ["AscLower", "AscUpper"]);
        assert_eq!(all(&["open", "Open"]), ["OpenLower", "Open"]);
        assert_eq!(all(&["self", "Self"]), ["SelfValueLower", "SelfValue"]);
        assert_eq!(all(&["a1", "a-1"]), ["A1Lower", "AHyphen1"]);
        assert_eq!(all(&["1.0", "1-0", "10"]), ["Value1Dot0", "Value1Hyphen0", "Value10"]);
    }

    #[test]
    fn order_of_values_decides_no_name() {
        let values = ["a-b", "AB", "aB", "ab", "a b", "Ab", "-a", "+a", "a", "A", "USERid", "userID"];
        let names = all(&values);
        let mut reversed = values;
        reversed.reverse();
        let mut again = all(&reversed);
        again.reverse();
        assert_eq!(names, again);
        let unique: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(unique.len(), values.len(), "{names:?}");
    }

    #[test]
    fn added_value_moves_no_other_name() {
        assert_eq!(all(&["A+", "A-"]), ["APlus", "AMinus"]);
        assert_eq!(all(&["A+", "A", "A-"]), ["APlus", "A", "AMinus"]);
    }
}
