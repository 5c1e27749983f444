//! Credentials: which security scheme, and the secret.

use reqwest::header::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::api::{Placement, SecurityScheme};
use crate::redact::redact;

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
        // Blanks around a secret come from files and shells, and no header carries them to the server.
        let bare = secret.expose_secret().trim();
        let (header, text) = match scheme.placement {
            Placement::Authorization(word) => (reqwest::header::AUTHORIZATION, format!("{word} {bare}")),
            Placement::Header(name) => (HeaderName::from_bytes(name.as_bytes()).ok()?, bare.to_owned()),
        };
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(Self { scheme: scheme.name, header, value, secret: SecretString::from(bare) })
    }

    /// A text without the secret; nothing when it has none.
    pub(crate) fn redact(&self, text: &[u8]) -> Option<Vec<u8>> {
        redact(&self.secret, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEME: SecurityScheme =
        SecurityScheme { name: "ApiKey", placement: Placement::Authorization("ApiKey") };

    #[test]
    fn the_secret_stands_in_the_header_and_is_not_shown() {
        let credential = PlacedCredential::new(&SCHEME, &" k3y\n".to_owned().into()).unwrap();
        assert_eq!(credential.value, "ApiKey k3y");
        assert!(!format!("{:?}", credential.value).contains("k3y"));
    }

    #[test]
    fn a_line_break_makes_no_header() {
        assert!(PlacedCredential::new(&SCHEME, &"a\r\nx: y".to_owned().into()).is_none());
    }
}
