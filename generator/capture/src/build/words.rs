//! Splits a response's description into error codes and other text.

use std::collections::HashMap;

use crate::page::Response;
use clientwright::document::openapi::codes_in_description;

/// The maximum length of a quoted text, in characters.
const SHOWN: usize = 120;

/// A description in pieces.
pub(super) struct Words {
    /// Each code, once, with its meaning.
    pub(super) codes: Vec<(String, String)>,
    /// The other text, and further meanings of a repeated code.
    pub(super) others: Vec<String>,
}

/// Splits a response's description. Both lists are empty if it has no codes.
pub(super) fn read(response: &Response, pattern: Option<&str>) -> Words {
    let mut words = Words { codes: Vec::new(), others: Vec::new() };
    let text = response.description.as_ref().map_or("", |text| text.text.as_str());
    let Some(pattern) = pattern else { return words };
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let found = codes_in_description(text, pattern);
    for (code, meaning) in found.iter().filter(|(code, _)| !code.is_empty()) {
        // Text before the bullet of a code belongs to something else.
        let (before, meaning) = meaning.rsplit_once(" * ").unwrap_or(("", meaning));
        words.others.extend((!before.trim().is_empty()).then(|| quoted(before)));
        let meaning = meaning.trim();
        match seen.insert(code, meaning) {
            None => words.codes.push(((*code).to_owned(), meaning.to_owned())),
            Some(said) if said == meaning => {}
            Some(_) => words.others.push(quoted(&format!("{meaning} ({code})"))),
        }
    }
    let last = found.last().map(|(code, _)| pattern.replace("{code}", code));
    let end = last.and_then(|last| Some(text.rfind(&last)? + last.len()));
    let rest = end.and_then(|end| text.get(end..)).unwrap_or_default().trim_matches([' ', '*', '-', '.']);
    words.others.extend((!rest.is_empty()).then(|| quoted(rest)));
    words
}

fn quoted(text: &str) -> String {
    let short: String = text.chars().take(SHOWN).collect();
    let end = if short.len() < text.len() { " ..." } else { "" };
    format!("\"{short}{end}\"")
}
