//! Removes a client's own secrets from what a server sends.
//!
//! Servers echo what they received, and may escape it: a serializer for HTML writes `=` as `\u003d` or `&#61;`, and a
//! redirect writes it as `%3D`. Escapes can be nested. A text with an escaped secret is replaced as a whole.

mod escapes;
mod pieces;

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};

use escapes::unescape;
use pieces::{Pieces, is_key};

const REDACTED: &str = "[redacted]";

/// A secret with fewer characters may be any word, so it is redacted only if it is the whole text.
const SHORT: usize = 8;

/// A secret with at least this many characters cannot be a name in the API.
const LONG: usize = 16;

/// The maximum number of secrets that a credential remembers, the newest first.
const REMEMBERED: usize = 16;

/// The secrets of a credential, in all forms in which they are sent. They include those of replaced tokens, because
/// responses to earlier requests may still arrive.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    all: Vec<Secret>,
    pieces: Pieces,
}

#[derive(Clone)]
struct Secret {
    text: SecretString,
    /// Whether a piece of it is secret. A piece of a pair may be the user name.
    is_own: bool,
}

impl Secrets {
    pub(crate) fn new(secret: &str) -> Self {
        Self::default().with(secret, true)
    }

    /// Returns the secrets of a user name and a password. The user name is a secret only if there is no password.
    pub(crate) fn pair(pair: &str, encoded: &str) -> Self {
        let (user, password) = pair.split_once(':').unwrap_or((pair, ""));
        let own = if password.is_empty() { user } else { password };
        Self::default().with(own, true).with(pair, false).with(encoded, true)
    }

    fn with(mut self, secret: &str, is_own: bool) -> Self {
        if !secret.is_empty() {
            self.all.push(Secret { text: secret.into(), is_own });
            self.find_pieces();
        }
        self
    }

    /// Adds the secrets of the credential that this one replaces.
    pub(crate) fn after(mut self, old: &Self) -> Self {
        let kept = REMEMBERED.saturating_sub(self.all.len());
        self.all.extend(old.all.iter().take(kept).cloned());
        self.find_pieces();
        self
    }

    fn find_pieces(&mut self) {
        self.pieces = Pieces::default();
        let own = self.all.iter().filter(|secret| secret.is_own).map(|secret| secret.text.expose_secret());
        own.filter(|secret| !is_short(secret)).for_each(|secret| self.pieces.add(secret));
    }

    /// Redacts the secrets in a text. Returns `None` if there are none.
    pub(crate) fn redact(&self, text: &[u8]) -> Option<Vec<u8>> {
        self.redact_those(text, |_| true)
    }

    /// Redacts the secrets in a name, such as the key of an object or an error code. Only secrets that look like API
    /// keys or are long are removed, because a password may be a word of the API.
    pub(crate) fn redact_name(&self, name: &[u8]) -> Option<Vec<u8>> {
        self.redact_those(name, |secret| is_key(secret) || secret.chars().count() >= LONG)
    }

    fn redact_those(&self, text: &[u8], is_sought: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
        let secrets =
            self.all.iter().map(|secret| secret.text.expose_secret()).filter(|secret| is_sought(secret));
        let whole = secrets.fold(None, |found: Option<Vec<u8>>, secret| {
            redact(secret, found.as_deref().unwrap_or(text)).or(found)
        });
        self.pieces.redact(whole.as_deref().unwrap_or(text)).or(whole)
    }

    /// Returns the short secrets, which are redacted if a message quotes them.
    pub(crate) fn short(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|secret| secret.text.expose_secret()).filter(|secret| is_short(secret))
    }
}

fn is_short(secret: &str) -> bool {
    secret.chars().nth(SHORT - 1).is_none()
}

/// Removes one secret from a text. Returns `None` if the text does not contain it.
fn redact(secret: &str, text: &[u8]) -> Option<Vec<u8>> {
    // An escaped secret is never shorter.
    if text.len() < secret.trim_ascii().len() {
        return None;
    }
    let (is_short, secret) = (is_short(secret), secret.as_bytes());
    if is_short {
        let is_secret = is_nothing_but(text, secret) || spells(text, secret, is_nothing_but);
        return is_secret.then(|| REDACTED.into());
    }
    let replaced = contains(text, secret).then(|| replace(text, secret));
    let rest = replaced.as_deref().unwrap_or(text);
    if spells(rest, secret, contains) { Some(REDACTED.into()) } else { replaced }
}

fn replace(text: &[u8], secret: &[u8]) -> Vec<u8> {
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
    out
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    !part.is_empty() && text.windows(part.len()).any(|window| window == part)
}

fn is_nothing_but(text: &[u8], part: &[u8]) -> bool {
    let part = part.trim_ascii();
    !part.is_empty() && text.trim_ascii() == part
}

/// The maximum number of nested escapes, such as JSON in a JSON string, or a form in a URL.
const ROUNDS: usize = 3;

/// Whether a text holds a secret once its escapes are decoded. What looks like an escape may belong to the secret.
fn spells(text: &[u8], secret: &[u8], is_spelled: fn(&[u8], &[u8]) -> bool) -> bool {
    let (mut text, mut secrets) = (Cow::from(text), vec![Cow::from(secret)]);
    for _ in 0..ROUNDS {
        if !text.iter().any(|byte| matches!(byte, b'\\' | b'%' | b'&' | b'+')) {
            return false;
        }
        let plain = unescape(&text);
        if plain == *text {
            return false;
        }
        secrets.extend(secrets.last().map(|secret| Cow::from(unescape(secret))));
        if secrets.iter().any(|secret| is_spelled(&plain, secret)) {
            return true;
        }
        text = plain.into();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(secrets: &Secrets, text: &str) -> Option<String> {
        secrets.redact(text.as_bytes()).map(|text| String::from_utf8(text).unwrap())
    }

    #[test]
    fn the_secret_is_taken_out() {
        let secrets = Secrets::new("k3y=====");
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(shown(&secrets, text).as_deref(), expected, "{text}");
        };
        check("bad key k3y=====, k3y=====!", Some("bad key [redacted], [redacted]!"));
        check("bad key", None);
        check("https://a.b/?k3y%3D%3d%3D%3D%3D", Some("[redacted]"));
        check(r"half a body {k3y\u003d\u003d===", Some("[redacted]"));
        check("100% \\ fine", None);
    }

    #[test]
    fn short_secret_is_redacted_only_if_alone() {
        for secret in ["code", "1", "true", "p&w", "\u{e9}t\u{e9}"] {
            let secrets = Secrets::new(secret);
            assert_eq!(shown(&secrets, secret).as_deref(), Some("[redacted]"), "{secret}");
            assert_eq!(shown(&secrets, &format!("a {secret} b")), None, "{secret}");
            assert_eq!(shown(&secrets, &format!("{secret}s")), None, "{secret}");
        }
        assert_eq!(shown(&Secrets::new("p&w"), "p&amp;w").as_deref(), Some("[redacted]"));
        assert_eq!(shown(&Secrets::new("p&w"), "a p&amp;w"), None);
    }

    #[test]
    fn user_name_is_redacted_only_without_a_password() {
        let pair = |user, password| Secrets::pair(&format!("{user}:{password}"), "ZW5jb2RlZA==");
        let user = "Administrator-99x7";
        assert_eq!(shown(&pair(user, "pass"), &format!("user {user}")), None);
        assert_eq!(shown(&pair(user, ""), &format!("user {user}")).as_deref(), Some("user [redacted]"));
        assert_eq!(shown(&pair(user, "pass"), &format!("{user}:pass")).as_deref(), Some("[redacted]"));
        assert_eq!(shown(&pair(user, "pass"), "Basic ZW5jb2RlZA==").as_deref(), Some("Basic [redacted]"));
    }

    #[test]
    fn names_lose_keys_and_keep_words() {
        let name = |secret: &str, text: &str| {
            Secrets::new(secret).redact_name(text.as_bytes()).map(|text| String::from_utf8(text).unwrap())
        };
        assert_eq!(name("not_found", "not_found"), None);
        assert_eq!(name("code", "code"), None);
        assert_eq!(name("essu_Q0FOQVJZ", "essu_Q0FOQVJZ").as_deref(), Some("[redacted]"));
        assert_eq!(name("correct-horse-battery", "correct-horse-battery").as_deref(), Some("[redacted]"));
    }

    #[test]
    fn a_secret_of_words_is_found_however_it_is_escaped() {
        let secrets = Secrets::new("open sesame & <please> a=b/c+d \u{1f600}");
        for text in [
            "open+sesame+%26+%3Cplease%3E+a%3Db%2Fc%2Bd+%F0%9F%98%80",
            "open%2520sesame%2520%2526%2520%253Cplease%253E%2520a%253Db%252Fc%252Bd%2520%25F0%259F%2598%2580",
            "open sesame &amp; &lt;please&gt; a&#61;b/c+d &#x1F600;",
            r#"{"a":"{\"b\":\"open sesame \\u0026 \\u003cplease\\u003e a\\u003db/c+d \\ud83d\\ude00\"}"}"#,
            r#"{"a":"open sesame & <please> a=b\/c+d \ud83d\ude00"}"#,
        ] {
            let found = shown(&secrets, text).unwrap();
            assert!(found.contains("[redacted]") && !found.contains("sesame"), "{text}: {found}");
        }
        assert_eq!(shown(&secrets, "open+sesame &amp; &lt;thanks&gt;"), None);
    }
}
