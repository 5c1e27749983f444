//! Redaction of documented errors, which changes only their strings.

use std::fmt::Debug;

use super::Redactor;
use super::document::{Edit, apply, edits};
use crate::response::RawResponse;
use crate::response::decode::DecodeError;

/// The maximum number of times a response is decoded to find the strings that must stay. Bisection finds a few among
/// many.
const MOST: usize = 64;

/// The maximum number of bytes that are decoded for this.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Redacts a documented error, or returns `None` if the search takes too long.
///
/// A string that decides what is decoded, such as a discriminator or a documented enum value, stays unchanged.
pub(super) fn redact_model<E: Debug>(
    documented: E,
    decode: impl Fn(&RawResponse) -> Result<E, DecodeError>,
    response: &RawResponse,
    redactor: &Redactor<'_>,
) -> Option<E> {
    let edits = edits(&response.body, redactor);
    if edits.is_empty() {
        return Some(documented);
    }
    let mut trial =
        Trial { decode, response, debug: format!("{documented:?}"), tried: 0, harmless: Vec::new() };
    trial.add(&edits)?;
    Some(trial.decoded(&[]).unwrap_or(documented))
}

/// A search for the replacements that change only strings.
struct Trial<'r, F> {
    decode: F,
    response: &'r RawResponse,
    /// The decoded error as `Debug` shows it.
    debug: String,
    tried: usize,
    /// The replacements found so far.
    harmless: Vec<Edit>,
}

impl<E: Debug, F: Fn(&RawResponse) -> Result<E, DecodeError>> Trial<'_, F> {
    /// Adds the replacements that change only strings. Returns `None` if the search takes too long.
    fn add(&mut self, edits: &[Edit]) -> Option<()> {
        self.tried += 1;
        if self.tried > MOST || self.tried * self.response.body.len() > MOST_BYTES {
            return None;
        }
        if self.decoded(edits).is_some() {
            self.harmless.extend_from_slice(edits);
            return Some(());
        }
        if let [edit] = edits {
            if let Some((edit, text, zeros)) = edit.zeroed() {
                let debug = self.debug.replace(&text, &zeros);
                let debug = std::mem::replace(&mut self.debug, debug);
                match self.decoded(std::slice::from_ref(&edit)) {
                    Some(_) => self.harmless.push(edit),
                    None => self.debug = debug,
                }
            }
            return Some(());
        }
        let (first, second) = edits.split_at(edits.len() / 2);
        self.add(first)?;
        self.add(second)
    }

    /// Decodes the error with more replacements. Returns `None` if it differs in more than strings.
    fn decoded(&self, more: &[Edit]) -> Option<E> {
        let all = self.harmless.iter().chain(more);
        let body = apply(&self.response.body, all).into();
        let response =
            RawResponse { status: self.response.status, headers: self.response.headers.clone(), body };
        (self.decode)(&response).ok().filter(|error| is_alike(&self.debug, &format!("{error:?}")))
    }
}

/// Returns whether two `Debug` outputs differ only within quotes.
fn is_alike(one: &str, other: &str) -> bool {
    outside_of_quotes(one).eq(outside_of_quotes(other))
}

fn outside_of_quotes(text: &str) -> impl Iterator<Item = char> + use<'_> {
    let (mut is_inside, mut is_escaped) = (false, false);
    text.chars().filter(move |letter| {
        let was_inside = is_inside;
        if !is_escaped && *letter == '"' {
            is_inside = !is_inside;
        }
        is_escaped = was_inside && !is_escaped && *letter == '\\';
        !was_inside
    })
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use serde::Deserialize;
    use serde::de::Error as _;

    use super::*;
    use crate::api::{Placement, SecurityScheme};
    use crate::auth::credential::PlacedCredential;
    use crate::response::decode::read_json;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Problem {
        Code { code: Code, message: String },
        Test { values: Vec<String>, id: Option<Id> },
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Code {
        NotFound,
        True,
    }

    /// Accepts only strings of a UUID's length, and shows them without quotes.
    #[derive(PartialEq)]
    struct Id(String);

    impl Debug for Id {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str(&self.0)
        }
    }

    impl<'de> Deserialize<'de> for Id {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            if text.len() == 36 { Ok(Self(text)) } else { Err(D::Error::custom("not a UUID")) }
        }
    }

    fn redacted(secret: &str, body: &str) -> Option<Problem> {
        let scheme = SecurityScheme { name: "k", placement: Placement::Header("x-key") };
        let credential = PlacedCredential::new(&scheme, &secret.to_owned().into()).unwrap();
        let response = RawResponse::json(StatusCode::BAD_REQUEST, body.to_owned());
        redact_model(read_json(&response).unwrap(), read_json, &response, &Redactor(&[credential]))
    }

    #[test]
    fn words_of_the_api_stay_and_texts_go() {
        let body = |word: &str| format!(r#"{{"kind":"code","code":"not_found","message":"{word}"}}"#);
        for secret in ["code", "kind", "message", "not_found", "true", "1"] {
            let expected = Problem::Code { code: Code::NotFound, message: "[redacted]".to_owned() };
            assert_eq!(redacted(secret, &body(secret)), Some(expected), "{secret}");
        }
        let expected = Problem::Code { code: Code::NotFound, message: "a code".to_owned() };
        assert_eq!(redacted("code", &body("a code")), Some(expected));
        let expected = Problem::Code { code: Code::True, message: "[redacted] ist".to_owned() };
        let body = r#"{"kind":"code","code":"true","message":"not_found ist"}"#;
        assert_eq!(redacted("not_found", body), Some(expected));
    }

    #[test]
    fn uuid_key_is_zeroed_where_a_uuid_is_needed() {
        let key = "67E55044-10b1-426f-9247-bb680e5fe0c8";
        let body = format!(r#"{{"kind":"test","values":["a {key}"],"id":"{}"}}"#, key.to_lowercase());
        let id = Some(Id("00000000-0000-0000-0000-000000000000".to_owned()));
        let expected = Problem::Test { values: vec!["a [redacted]".to_owned()], id };
        assert_eq!(redacted(&key.to_lowercase(), &body.replace(key, &key.to_lowercase())), Some(expected));
    }

    #[test]
    fn many_repetitions_make_no_error_with_secrets() {
        let values = |word: &str, count: usize| vec![format!("\"{word}\""); count].join(",");
        let body = format!(r#"{{"kind":"test","values":[{}]}}"#, values("test", 1000));
        let expected = Problem::Test { values: vec!["[redacted]".to_owned(); 1000], id: None };
        assert_eq!(redacted("test", &body), Some(expected));
    }

    #[test]
    fn shapes_are_compared_without_texts() {
        assert!(is_alike(r#"A("x\"y", B)"#, r#"A("", B)"#));
        assert!(is_alike(r#"A("x\\", B)"#, r#"A("z", B)"#));
        assert!(!is_alike(r#"A("x", B)"#, r#"A("x", C)"#));
        assert!(!is_alike(r#"A("x")"#, r#"A(B)"#));
    }
}
