//! Credentials: a security scheme and its secret.

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::api::{Placement, SecurityScheme};
use crate::auth::redact::Secrets;

/// The secret for one security scheme of the API. Generated crates convert their own credential types to it.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The name of the scheme in the document.
    pub scheme: &'static str,
    /// The secret. `Debug` shows `[REDACTED]`.
    pub secret: SecretString,
}

impl Credential {
    /// Creates a credential for HTTP basic authentication.
    ///
    /// User name and password are sent unchanged, including blanks, except that trailing line breaks are removed.
    pub fn basic(scheme: &'static str, user: &str, password: &str) -> Self {
        Self { scheme, secret: format!("{user}:{password}").into() }
    }
}

/// A credential in the form in which it is sent.
#[derive(Clone)]
pub(crate) struct PlacedCredential {
    pub(crate) scheme: &'static str,
    pub(crate) place: Place,
    /// The token, if a token source returned it.
    pub(crate) token: Option<SecretString>,
    /// The secrets to redact.
    pub(crate) secrets: Secrets,
}

/// Where a credential goes in a request, with the value to send.
#[derive(Clone)]
pub(crate) enum Place {
    /// A header, marked as sensitive: `Debug` of a request shows `Sensitive`.
    Header(HeaderName, HeaderValue),
    /// A query parameter.
    Query(&'static str, SecretString),
    /// A cookie.
    Cookie(&'static str, SecretString),
}

impl PlacedCredential {
    /// Returns `None` if the secret is empty or has a control character, such as a line break.
    pub(crate) fn new(scheme: &SecurityScheme, secret: &SecretString) -> Option<Self> {
        // Secrets from files and shells may have blanks around them, which headers cannot transmit. Base64 can.
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

    /// Adds the secrets of the credential that this one replaces.
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
        let Place::Header(name, value) = &credential.place else { panic!("it is in a header") };
        assert_eq!((name.as_str(), value.to_str().unwrap()), ("authorization", "ApiKey k3y"));
        assert!(!format!("{value:?}").contains("k3y"));
    }

    #[test]
    fn a_user_and_a_password_are_sent_as_base64_and_redacted_in_every_form() {
        let scheme = SecurityScheme { name: "b", placement: Placement::Basic };
        let credential = PlacedCredential::new(&scheme, &"Aladdin:open sesame".to_owned().into()).unwrap();
        let Place::Header(_, value) = &credential.place else { panic!("it is in a header") };
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
            let Place::Header(_, value) = &credential.place else { panic!("it is in a header") };
            assert_eq!(value, encoded, "{secret:?}");
        }
    }

    #[test]
    fn a_line_break_makes_no_header() {
        assert!(PlacedCredential::new(&SCHEME, &"a\r\nx: y".to_owned().into()).is_none());
    }
}
