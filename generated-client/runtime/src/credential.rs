//! Credentials: which security scheme, and the secret.

use reqwest::header::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::api::{Placement, SecurityScheme};

/// A secret for one security scheme of the API. Generated crates make it from a type of their own.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The scheme's name in the document.
    pub scheme: &'static str,
    /// The secret. `Debug` shows `[REDACTED]`.
    pub secret: SecretString,
}

/// A credential as it stands in a request.
#[derive(Clone)]
pub(crate) struct PlacedCredential {
    pub(crate) scheme: &'static str,
    pub(crate) header: HeaderName,
    /// Marked sensitive: `Debug` of a request shows `Sensitive`.
    pub(crate) value: HeaderValue,
    secret: SecretString,
}

impl PlacedCredential {
    /// `None` when the secret holds what no header may hold: a line break, or another control character.
    pub(crate) fn new(scheme: &SecurityScheme, secret: &SecretString) -> Option<Self> {
        let (header, text) = match scheme.placement {
            Placement::Authorization(word) => {
                (reqwest::header::AUTHORIZATION, format!("{word} {}", secret.expose_secret()))
            }
            Placement::Header(name) => {
                (HeaderName::from_bytes(name.as_bytes()).ok()?, secret.expose_secret().to_owned())
            }
        };
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(Self { scheme: scheme.name, header, value, secret: secret.clone() })
    }

    /// Replaces the secret, where a text repeats it.
    pub(crate) fn redact(&self, text: &[u8]) -> Option<Vec<u8>> {
        let secret = self.secret.expose_secret().as_bytes();
        if secret.is_empty() || !contains(text, secret) {
            return None;
        }
        let mut out = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some(head) = rest.first() {
            match rest.strip_prefix(secret) {
                Some(after) => {
                    out.extend_from_slice(b"[redacted]");
                    rest = after;
                }
                None => {
                    out.push(*head);
                    rest = rest.get(1..).unwrap_or_default();
                }
            }
        }
        Some(out)
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEME: SecurityScheme =
        SecurityScheme { name: "ApiKey", placement: Placement::Authorization("ApiKey") };

    #[test]
    fn the_secret_is_taken_out_of_a_text() {
        let credential = PlacedCredential::new(&SCHEME, &"k3y".to_owned().into()).unwrap();
        assert_eq!(credential.value, "ApiKey k3y");
        assert_eq!(credential.redact(b"bad key k3y, k3y!").unwrap(), b"bad key [redacted], [redacted]!");
        assert_eq!(credential.redact(b"bad key"), None);
        assert!(!format!("{:?}", credential.value).contains("k3y"));
    }

    #[test]
    fn a_line_break_makes_no_header() {
        assert!(PlacedCredential::new(&SCHEME, &"a\r\nx: y".to_owned().into()).is_none());
    }
}
