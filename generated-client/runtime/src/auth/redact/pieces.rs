//! Redacts pieces of keys, because servers truncate or wrap keys, or encode them with the text around them.

use std::collections::HashSet;

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine};

use super::REDACTED;

/// Pieces of secrets, in lower case.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces(HashSet<[u8; PIECE]>);

/// The length in bytes of a piece that is redacted.
const PIECE: usize = 8;

impl Pieces {
    /// Adds the pieces of a secret, and of its base64 encoding at each of the three possible offsets.
    pub(super) fn add(&mut self, secret: &str) {
        self.add_text(secret);
        for before in ["", "x", "xx"] {
            let encoded = BASE64_STANDARD_NO_PAD.encode(format!("{before}{secret}"));
            // The first letters depend on the prefix.
            self.add_text(encoded.get(before.len() + 1..).unwrap_or_default());
        }
    }

    fn add_text(&mut self, text: &str) {
        let pieces = text.as_bytes().windows(PIECE).filter_map(|piece| <[u8; PIECE]>::try_from(piece).ok());
        self.0.extend(
            pieces.filter(|piece| is_telling(piece)).map(|piece| piece.map(|byte| byte.to_ascii_lowercase())),
        );
    }

    /// Redacts the pieces in a text, ignoring case. Returns `None` if there are none.
    pub(super) fn redact(&self, text: &[u8]) -> Option<Vec<u8>> {
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

/// Returns whether a secret looks like an API key, because one of its pieces does.
pub(super) fn is_key(secret: &str) -> bool {
    secret.as_bytes().windows(PIECE).any(is_telling)
}

/// Returns whether a piece looks like part of a key: it has letters and digits, or letters of both cases. Words are
/// excluded, because a word of a password may also be in messages of the server.
fn is_telling(piece: &[u8]) -> bool {
    let any = |is: fn(&u8) -> bool| piece.iter().any(is);
    let plain = piece.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_+/=.~".contains(byte));
    let (lower, upper) = (any(u8::is_ascii_lowercase), any(u8::is_ascii_uppercase));
    plain && ((any(u8::is_ascii_digit) && (lower || upper)) || (lower && upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_key_are_found_and_words_are_left() {
        const KEY: &str = "essu_Q0FOQVJZLWluLWEtbWluZQ==";
        let mut pieces = Pieces::default();
        pieces.add(KEY);
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
        pieces.add("organization-administrator-1");
        assert_eq!(pieces.redact(b"organization.not_found: ask an administrator"), None);
    }
}
