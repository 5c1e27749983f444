//! The origin of a fragment.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::changes::Change;
use clientwright::document::Node;

/// The known origin of a page or document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// The URL, if known.
    pub url: Option<String>,
    /// The date of retrieval, as `YYYY-MM-DD`.
    pub retrieved: Option<String>,
    /// The SHA-256 hash in hex.
    pub sha256: String,
}

/// The message for an unknown date.
pub(super) const OPEN_DATE: &str = "the day of retrieval is unknown: set it with `--retrieved`";

/// Whether a text is a date, as `YYYY-MM-DD`.
pub fn is_day(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |text: &str, width: usize| {
        (text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

impl Provenance {
    /// Returns an entry of `x-provenance`.
    pub(super) fn entry(&self, title: &str) -> Value {
        let mut entry = Map::new();
        let mut put = |key: &str, value: &str| drop(entry.insert(key.to_owned(), value.into()));
        put("source", self.url.as_deref().unwrap_or(title));
        if let Some(day) = &self.retrieved {
            put("retrieved", day);
        }
        put("sha256", &self.sha256);
        put("facts", "All facts, as captured.");
        Value::Object(entry)
    }

    /// Returns the changes that update `x-provenance`, and whether the date is known: the entry of the same source gets
    /// the new date and hash, or a new entry is appended.
    pub(super) fn changes(&self, operation: &Node, title: &str) -> (Vec<Change>, bool) {
        let Some(list) = operation.get("x-provenance") else {
            let change = Change::append(operation, "x-provenance", self.entry(title));
            return (vec![change], self.retrieved.is_some());
        };
        let entries = list.as_array().unwrap_or_default();
        // Without a URL, only the hash identifies a listed copy.
        if self.url.is_none() && self.retrieved.is_none() && entries.iter().any(|entry| self.is_of(entry)) {
            return (Vec::new(), true);
        }
        let Some(entry) = self.known(entries, title) else {
            return (vec![Change::push(list, self.entry(title))], self.retrieved.is_some());
        };
        let mut changes = Vec::new();
        changes.extend(self.url.as_ref().map(|url| Change::set(entry, "source", url.as_str().into())));
        // A date belongs to the copy that was retrieved then.
        match &self.retrieved {
            Some(day) => changes.push(Change::set(entry, "retrieved", day.as_str().into())),
            None if !self.is_of(entry) => changes.push(Change::remove(entry, "retrieved")),
            None => {}
        }
        changes.push(Change::set(entry, "sha256", self.sha256.as_str().into()));
        (changes, self.retrieved.is_some() || self.is_of(entry))
    }

    /// Returns the entry for this source. Without a URL, it is the only entry, if there is just one.
    fn known<'t>(&self, entries: &'t [Node], title: &str) -> Option<&'t Node> {
        let is_source = |entry: &&Node, text: &str| entry.get_str("source") == Some(text);
        let by_url = self.url.as_deref().and_then(|url| entries.iter().find(|entry| is_source(entry, url)));
        let only = || match entries {
            [only] if self.url.is_none() => Some(only),
            _ => None,
        };
        by_url
            .or_else(|| entries.iter().find(|entry| is_source(entry, title)))
            .or_else(|| entries.iter().find(|entry| self.is_of(entry)))
            .or_else(only)
    }

    fn is_of(&self, entry: &Node) -> bool {
        entry.get_str("sha256") == Some(self.sha256.as_str())
    }
}
