//! Credentials: which security scheme, and the secret.

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::api::{Placement, SecurityScheme};
use crate::auth::redact::Secrets;

/// A secret for one security scheme of the API. Generated crates make it from a type of their own.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The scheme's name in the document.
    pub scheme: &'static str,
    /// The secret. `Debug` shows `[REDACTED]`.
    pub secret: SecretString,
}

impl Credential {
    /// A user name and a password, for HTTP basic authentication. Both are sent as they are, blanks included; line breaks
    /// at the end are removed, which come from files and shells.
    pub fn basic(scheme: &'static str, user: &str, password: &str) -> Self {
        Self { scheme, secret: format!("{user}:{password}").into() }
    }
}

/// A credential as it stands in a request.
#[derive(Clone)]
pub(crate) struct PlacedCredential {
    pub(crate) scheme: &'static str,
    pub(crate) place: Place,
    /// The token, if a source gave it.
    pub(crate) token: Option<SecretString>,
    /// What is redacted.
    pub(crate) secrets: Secrets,
}

/// Where a credential goes, ready to be sent.
#[derive(Clone)]
pub(crate) enum Place {
    /// A header, marked sensitive: `Debug` of a request shows `Sensitive`.
    Header(HeaderName, HeaderValue),
    /// A parameter of the query.
    Query(&'static str, SecretString),
    /// A cookie.
    Cookie(&'static str, SecretString),
}

impl PlacedCredential {
    /// `None` when the secret is empty, or holds what no header may hold: a line break, or another control character.
    pub(crate) fn new(scheme: &SecurityScheme, secret: &SecretString) -> Option<Self> {
        // Blanks around a secret come from files and shells, and no header carries them to the server. In base64 it does.
        let bare = match scheme.placement {
            Placement::Basic => secret.expose_secret().trim_end_matches(['\r', '\n']),
            _ => secret.expose_secret().trim(),
        };
        if bare.trim().is_empty() {
            return None;
        }
        let mut secrets = Secrets::new(bare);
        let place = match scheme.placement {
            Placement::Authorization(word) => {
                Place::Header(http::header::AUTHORIZATION, sensitive(&format!("{word} {bare}"))?)
            }
            Placement::Basic => {
                let encoded = BASE64_STANDARD.encode(bare);
                secrets = Secrets::pair(bare, &encoded);
                Place::Header(http::header::AUTHORIZATION, sensitive(&format!("Basic {encoded}"))?)
            }
            Placement::Header(name) => {
                Place::Header(HeaderName::from_bytes(name.as_bytes()).ok()?, sensitive(bare)?)
            }
            Placement::Query(name) => Place::Query(name, bare.into()),
            Placement::Cookie(name) => {
                let may_stand = |byte: u8| byte.is_ascii_graphic() && byte != b';';
                bare.bytes().all(may_stand).then(|| Place::Cookie(name, bare.into()))?
            }
        };
        Some(Self { scheme: scheme.name, place, token: None, secrets })
    }

    /// Remembers the secrets of the credential that it replaces.
    pub(crate) fn after(self, old: &Self) -> Self {
        Self { secrets: self.secrets.after(&old.secrets), ..self }
    }
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEME: SecurityScheme =
        SecurityScheme { name: "ApiKey", placement: Placement::Authorization("ApiKey") };

    #[test]
    fn the_secret_stands_in_the_header_and_is_not_shown() {
        let credential = PlacedCredential::new(&SCHEME, &" k3y\n".to_owned().into()).unwrap();
        let Place::Header(name, value) = &credential.place else { panic!("it stands in a header") };
        assert_eq!((name.as_str(), value.to_str().unwrap()), ("authorization", "ApiKey k3y"));
        assert!(!format!("{value:?}").contains("k3y"));
    }

    #[test]
    fn a_user_and_a_password_are_sent_as_base64_and_redacted_in_every_form() {
        let scheme = SecurityScheme { name: "b", placement: Placement::Basic };
        let credential = PlacedCredential::new(&scheme, &"Aladdin:open sesame".to_owned().into()).unwrap();
        let Place::Header(_, value) = &credential.place else { panic!("it stands in a header") };
        assert_eq!(value, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        for text in ["a QWxhZGRpbjpvcGVuIHNlc2FtZQ== b", "a open sesame b", "a Aladdin:open sesame b"] {
            let shown = String::from_utf8(credential.secrets.redact(text.as_bytes()).unwrap()).unwrap();
            assert!(!shown.contains("sesame") && !shown.contains("QWxh"), "{shown}");
        }
    }

    #[test]
    fn a_password_keeps_its_blanks() {
        let scheme = SecurityScheme { name: "b", placement: Placement::Basic };
        for (secret, encoded) in
            [("u:p ", "Basic dTpwIA=="), ("u: p \r\n", "Basic dTogcCA="), (" u:\tp", "Basic IHU6CXA=")]
        {
            let credential = PlacedCredential::new(&scheme, &secret.to_owned().into()).unwrap();
            let Place::Header(_, value) = &credential.place else { panic!("it stands in a header") };
            assert_eq!(value, encoded, "{secret:?}");
        }
    }

    #[test]
    fn a_line_break_makes_no_header() {
        assert!(PlacedCredential::new(&SCHEME, &"a\r\nx: y".to_owned().into()).is_none());
    }
}
