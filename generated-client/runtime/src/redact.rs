//! Takes a client's own secrets out of what a server says.
//!
//! Servers repeat what they were told, and not always letter by letter: a serializer that thinks of HTML writes `=` as
//! `\u003d` or `&#61;`, a redirect writes it as `%3D`, and each of them may escape what the other wrote. A text that spells a secret in such a way is taken apart if it is JSON, and
//! withheld if it is not.

mod escapes;

use std::borrow::Cow;
use std::collections::HashSet;

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use escapes::unescape;

const REDACTED: &str = "[redacted]";

/// The text without the secret; nothing when it has none.
pub(crate) fn redact(secret: &SecretString, text: &[u8]) -> Option<Vec<u8>> {
    let secret = secret.expose_secret().as_bytes();
    if secret.is_empty() {
        return None;
    }
    let replaced = replace(text, secret);
    let rest = replaced.as_deref().unwrap_or(text);
    if !spells(rest, secret) {
        return replaced;
    }
    let Ok(mut value) = serde_json::from_slice::<Value>(rest) else { return Some(REDACTED.into()) };
    redact_value(&mut value, secret);
    let written = serde_json::to_vec(&value).unwrap_or_default();
    Some(if spells(&written, secret) { REDACTED.into() } else { written })
}

fn replace(text: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    if !contains(text, secret) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_first() {
        match rest.strip_prefix(secret) {
            Some(after) => {
                out.extend_from_slice(REDACTED.as_bytes());
                rest = after;
            }
            None => {
                out.push(*head);
                rest = tail;
            }
        }
    }
    Some(out)
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// How many times over a text may be escaped: JSON in a text of JSON, a form in a URL.
const ROUNDS: usize = 3;

/// Whether a text holds a secret once its escapes are read. What reads as an escape may be the secret's own.
fn spells(text: &[u8], secret: &[u8]) -> bool {
    let (mut text, mut secrets) = (Cow::from(text), vec![secret.to_vec()]);
    for _ in 0..ROUNDS {
        let plain = unescape(&text);
        if plain == *text {
            return false;
        }
        secrets.extend(secrets.last().map(|secret| unescape(secret)));
        if secrets.iter().any(|secret| contains(&plain, secret)) {
            return true;
        }
        text = plain.into();
    }
    false
}

fn redact_value(value: &mut Value, secret: &[u8]) {
    match value {
        Value::String(text) => redact_string(text, secret),
        Value::Array(items) => items.iter_mut().for_each(|item| redact_value(item, secret)),
        Value::Object(fields) => {
            for (mut key, mut field) in std::mem::take(fields) {
                redact_string(&mut key, secret);
                redact_value(&mut field, secret);
                fields.insert(key, field);
            }
        }
        _ => {}
    }
}

fn redact_string(text: &mut String, secret: &[u8]) {
    if let Some(redacted) = replace(text.as_bytes(), secret) {
        *text = String::from_utf8_lossy(&redacted).into_owned();
    }
    if spells(text.as_bytes(), secret) {
        *text = REDACTED.to_owned();
    }
}

/// Pieces of secrets: servers cut them short, wrap them, or write what stands around them in some other way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces(HashSet<[u8; PIECE]>);

/// How long a piece is that gives a secret away, in bytes.
const PIECE: usize = 8;

impl Pieces {
    /// Takes in a secret, and what it is in base64, wherever in a text that begins.
    pub(crate) fn add(&mut self, secret: &SecretString) {
        let secret = secret.expose_secret();
        self.add_text(secret);
        for before in ["", "x", "xx"] {
            let encoded = BASE64_STANDARD_NO_PAD.encode(format!("{before}{secret}"));
            // The first letters are those of what stands before it.
            self.add_text(encoded.get(before.len() + 1..).unwrap_or_default());
        }
    }

    fn add_text(&mut self, text: &str) {
        let pieces = text.as_bytes().windows(PIECE).filter_map(|piece| <[u8; PIECE]>::try_from(piece).ok());
        self.0.extend(
            pieces.filter(|piece| is_telling(piece)).map(|piece| piece.map(|byte| byte.to_ascii_lowercase())),
        );
    }

    /// The text without any of them, whatever their case; nothing when it has none.
    pub(crate) fn redact(&self, text: &[u8]) -> Option<Vec<u8>> {
        let is_piece = |window: &[u8]| {
            let piece = <[u8; PIECE]>::try_from(window).ok();
            piece.is_some_and(|piece| self.0.contains(&piece.map(|byte| byte.to_ascii_lowercase())))
        };
        if self.0.is_empty() || !text.windows(PIECE).any(is_piece) {
            return None;
        }
        let mut out = Vec::with_capacity(text.len());
        let (mut at, mut hidden_to) = (0, 0);
        while let Some(byte) = text.get(at) {
            if text.get(at..at + PIECE).is_some_and(is_piece) {
                if at >= hidden_to {
                    out.extend_from_slice(REDACTED.as_bytes());
                }
                hidden_to = at + PIECE;
            }
            if at >= hidden_to {
                out.push(*byte);
            }
            at += 1;
        }
        Some(out)
    }
}

/// Whether a piece is like nothing but a key: letters and digits, or letters of both cases. A word of a password is also a word of
/// a server's messages.
fn is_telling(piece: &[u8]) -> bool {
    let any = |is: fn(&u8) -> bool| piece.iter().any(is);
    let plain = piece.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_+/=.~".contains(byte));
    let (lower, upper) = (any(u8::is_ascii_lowercase), any(u8::is_ascii_uppercase));
    plain && ((any(u8::is_ascii_digit) && (lower || upper)) || (lower && upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let found = redact(&"k3y==".to_owned().into(), text.as_bytes());
        assert_eq!(found.map(|bytes| String::from_utf8(bytes).unwrap()).as_deref(), expected, "{text}");
    }

    #[test]
    fn the_secret_is_taken_out() {
        check("bad key k3y==, k3y==!", Some("bad key [redacted], [redacted]!"));
        check("bad key", None);
    }

    #[test]
    fn other_spellings_are_found() {
        check(r#"{"a":["k3y\u003d="],"b":1}"#, Some(r#"{"a":["[redacted]"],"b":1}"#));
        check(r#"{"\u006b3y==":0}"#, Some(r#"{"[redacted]":0}"#));
        check("https://a.b/?k3y%3D%3d", Some("[redacted]"));
        check(r"half a body {k3y\u003d\u003d", Some("[redacted]"));
        check("100% \\ fine", None);
    }

    #[test]
    fn a_secret_of_words_is_found_however_it_is_escaped() {
        let secret: SecretString = "open sesame & <please> a=b/c+d \u{1f600}".to_owned().into();
        for text in [
            "open+sesame+%26+%3Cplease%3E+a%3Db%2Fc%2Bd+%F0%9F%98%80",
            "open%2520sesame%2520%2526%2520%253Cplease%253E%2520a%253Db%252Fc%252Bd%2520%25F0%259F%2598%2580",
            "open sesame &amp; &lt;please&gt; a&#61;b/c+d &#x1F600;",
            r#"{"a":"{\"b\":\"open sesame \\u0026 \\u003cplease\\u003e a\\u003db/c+d \\ud83d\\ude00\"}"}"#,
            r#"{"a":"open sesame & <please> a=b\/c+d \ud83d\ude00"}"#,
        ] {
            let found = String::from_utf8(redact(&secret, text.as_bytes()).unwrap()).unwrap();
            assert!(found.contains("[redacted]") && !found.contains("sesame"), "{text}: {found}");
        }
        assert_eq!(redact(&secret, b"open+sesame &amp; &lt;thanks&gt;"), None);
    }

    #[test]
    fn pieces_of_a_key_are_found_and_words_are_left() {
        const KEY: &str = "essu_Q0FOQVJZLWluLWEtbWluZQ==";
        let mut pieces = Pieces::default();
        pieces.add(&KEY.to_owned().into());
        let shown = |text: &str| pieces.redact(text.as_bytes()).map(|text| String::from_utf8(text).unwrap());
        for text in [
            "key essu_Q0FOQVJZLWluLWEtbWluZQ&#61;&#61; is bad",
            "key essu_Q0FOQVJ... is bad",
            "key ESSU_Q0FOQVJZLWLULWETBWLUZQ== is bad",
            "key essu_Q0FOQVJZ\r\n LWluLWEtbWluZQ%253D%253D is bad",
        ] {
            let text = shown(text).unwrap();
            assert!(text.starts_with("key [redacted]") && text.ends_with(" is bad"), "{text}");
            assert!(!text.to_lowercase().contains("q0fo") && !text.contains("mluZ"), "{text}");
        }
        for before in ["", "k:", "ApiKey "] {
            let encoded = BASE64_STANDARD_NO_PAD.encode(format!("{before}{KEY}"));
            let text = shown(&encoded).unwrap();
            assert!(text.len() < before.len() * 2 + 20, "{encoded}: {text}");
        }
        assert_eq!(shown("essu is in words, LWlu is short"), None);
        let mut pieces = Pieces::default();
        pieces.add(&"organization-administrator-1".to_owned().into());
        assert_eq!(pieces.redact(b"organization.not_found: ask an administrator"), None);
    }
}
