//! The strings of a document that hold secrets, and their replacements.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::Redactor;

/// One replacement in a document.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    /// The bytes that are replaced.
    pub(super) range: Range<usize>,
    /// The string there, without quotes and escapes.
    pub(super) text: Option<String>,
    /// The replacement.
    pub(super) written: Vec<u8>,
}

impl Edit {
    /// Returns the edit with a UUID of zeros if the string is a UUID, and both UUIDs as `Debug` shows them.
    ///
    /// A type that accepts only UUIDs rejects other replacements.
    pub(super) fn zeroed(&self) -> Option<(Self, String, String)> {
        const HYPHENS: [usize; 4] = [8, 13, 18, 23];
        let text = self.text.as_ref().filter(|text| text.len() == 36)?;
        let is_uuid = text.bytes().enumerate().all(|(at, byte)| match byte {
            b'-' => HYPHENS.contains(&at),
            _ => byte.is_ascii_hexdigit() && !HYPHENS.contains(&at),
        });
        let zeros = text.replace(|letter| letter != '-', "0");
        is_uuid.then(|| {
            let written = format!("\"{zeros}\"").into_bytes();
            (Self { written, ..self.clone() }, text.to_ascii_lowercase(), zeros)
        })
    }
}

/// Returns the replacements that remove all secrets, in order: strings and keys of JSON, or the whole of another text.
pub(super) fn edits(document: &[u8], redactor: &Redactor<'_>) -> Vec<Edit> {
    if redactor.0.is_empty() {
        return Vec::new();
    }
    if serde_json::from_slice::<IgnoredAny>(document).is_err() {
        let written = redactor.without(document, crate::auth::redact::Secrets::redact);
        return written
            .map(|written| Edit { range: 0..document.len(), text: None, written })
            .into_iter()
            .collect();
    }
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(range) = next_string(document, at) {
        at = range.end;
        let token = document.get(range.clone()).unwrap_or_default();
        // A JSON string may contain an unpaired surrogate.
        let text =
            serde_json::from_slice(token).unwrap_or_else(|_| String::from_utf8_lossy(token).into_owned());
        let after = document.get(at..).unwrap_or_default().trim_ascii_start();
        let redacted = if after.starts_with(b":") { redactor.name(&text) } else { redactor.text(&text) };
        if redacted != text {
            let written = serde_json::to_vec(&redacted).unwrap_or_default();
            edits.push(Edit { range, text: Some(text), written });
        }
    }
    edits
}

/// Returns the range of the next string in a JSON document, with its quotes.
fn next_string(json: &[u8], from: usize) -> Option<Range<usize>> {
    let start = from + json.get(from..)?.iter().position(|byte| *byte == b'"')?;
    let mut at = start + 1;
    loop {
        match json.get(at)? {
            b'"' => return Some(start..at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Applies replacements, which must be in order.
pub(super) fn apply<'e>(document: &[u8], edits: impl Iterator<Item = &'e Edit>) -> Vec<u8> {
    let mut out = Vec::with_capacity(document.len());
    let mut at = 0;
    for Edit { range, written, .. } in edits {
        out.extend_from_slice(document.get(at..range.start).unwrap_or_default());
        out.extend_from_slice(written);
        at = range.end;
    }
    out.extend_from_slice(document.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use crate::api::{Placement, SecurityScheme};
    use crate::auth::credential::PlacedCredential;
    use crate::response::redacted::Redactor;

    fn check(secret: &str, document: &str, expected: &str) {
        let scheme = SecurityScheme { name: "k", placement: Placement::Header("x-key") };
        let credential = PlacedCredential::new(&scheme, &secret.to_owned().into()).unwrap();
        assert_eq!(Redactor(&[credential]).document(document), expected);
    }

    #[test]
    fn only_strings_are_replaced() {
        let document = r#"{ "code" : "code", "a": ["x", "a code", 1, true, "c\u006fde"], "b": "\"" }"#;
        let expected = r#"{ "code" : "[redacted]", "a": ["x", "a code", 1, true, "[redacted]"], "b": "\"" }"#;
        check("code", document, expected);
        check("1", r#"{"1":1,"b":"1","c":"11"}"#, r#"{"1":1,"b":"[redacted]","c":"11"}"#);
        check("description", r#"{"description":"no description"}"#, r#"{"description":"no [redacted]"}"#);
        check("k3yk3yk3y=", r#"{"k3yk3yk3y=":["\u006b3yk3yk3y\u003d"]}"#, r#"{"[redacted]":["[redacted]"]}"#);
    }

    #[test]
    fn what_is_not_json_is_one_text() {
        check("password", "<p>no \"password\"", "<p>no \"[redacted]\"");
        check("code", "{\"a\": \"code\"", "{\"a\": \"code\"");
        check("code", " code\n", "[redacted]");
    }
}
