//! What a reply's description says of error codes, and what else it says.

use std::collections::HashMap;

use crate::page::Reply;
use clientwright::document::openapi::codes_in_description;

/// How many letters of a text are shown.
const SHOWN: usize = 120;

/// A description in pieces.
pub(super) struct Words {
    /// Each code, once, with what it means.
    pub(super) codes: Vec<(String, String)>,
    /// What stands around them, or says something else of a code a second time.
    pub(super) others: Vec<String>,
}

/// Reads a reply's description. One without codes has neither.
pub(super) fn read(reply: &Reply, pattern: Option<&str>) -> Words {
    let mut words = Words { codes: Vec::new(), others: Vec::new() };
    let text = reply.description.as_ref().map_or("", |text| text.text.as_str());
    let Some(pattern) = pattern else { return words };
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let found = codes_in_description(text, pattern);
    for (code, meaning) in found.iter().filter(|(code, _)| !code.is_empty()) {
        // What stands before the bullet of a code is about something else.
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
