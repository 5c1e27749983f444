//! Decodes text bodies in any known charset.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use http::header::{CONTENT_TYPE, HeaderMap};

use crate::response::RawResponse;
use crate::response::decode::{DecodeError, expect_media_type, expect_unpacked, is_json};

/// The number of bytes at the start of a document that are searched for an XML declaration.
const LONGEST_DECLARATION: usize = 256;

/// Decodes a body as text by its byte order mark, its `charset` parameter or its XML declaration, otherwise as UTF-8.
///
/// If the media type is JSON and the body is a JSON string, returns the decoded string.
///
/// # Errors
/// Fails if the charset is unknown, the body is not text in it, or the body is compressed, which was not requested.
pub fn read_text(response: &RawResponse) -> Result<String, DecodeError> {
    expect_unpacked(&response.headers, "text; no encoding was requested")?;
    let says_json = response.headers.contains_key(CONTENT_TYPE)
        && expect_media_type(&response.headers, "JSON", is_json).is_ok();
    if let Some(Ok(text)) = says_json.then(|| serde_json::from_slice(&response.body)) {
        return Ok(text);
    }
    decode(&response.body, charset(&response.headers).as_deref())
}

fn decode(body: &[u8], charset: Option<&str>) -> Result<String, DecodeError> {
    let (encoding, body) = match (Encoding::for_bom(body), charset) {
        (Some((encoding, mark)), _) => (encoding, body.get(mark..).unwrap_or_default()),
        (None, Some(charset)) => (labelled(charset, body)?, body),
        (None, None) => (declared(body)?, body),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(body);
    let named = || charset.unwrap_or(encoding.name()).to_owned();
    Ok(text.ok_or_else(|| DecodeError::Text { charset: named() })?.into_owned())
}

/// Returns the `charset` parameter of the media type.
fn charset(headers: &HeaderMap) -> Option<String> {
    let media_type = String::from_utf8_lossy(headers.get(CONTENT_TYPE)?.as_bytes());
    let mut parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    let value = value.trim().trim_matches('"');
    (!value.is_empty()).then(|| value.to_owned())
}

/// Returns the encoding of a label ([Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels)).
fn labelled(label: &str, body: &[u8]) -> Result<&'static Encoding, DecodeError> {
    if label.eq_ignore_ascii_case("utf-16") {
        return Ok(utf_16_order(body));
    }
    let encoding = Encoding::for_label_no_replacement(label.as_bytes());
    encoding.ok_or_else(|| DecodeError::Charset { charset: label.to_owned() })
}

/// Guesses the byte order of UTF-16 without a byte order mark: the one with more Latin-1 characters.
fn utf_16_order(body: &[u8]) -> &'static Encoding {
    let zeros = |at: usize| body.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    if zeros(0) > zeros(1) { UTF_16BE } else { UTF_16LE }
}

/// Returns the encoding of a document from its XML declaration, or UTF-8
/// ([XML 1.0, appendix F](https://www.w3.org/TR/xml/#sec-guessing)).
fn declared(body: &[u8]) -> Result<&'static Encoding, DecodeError> {
    let start = body.get(..LONGEST_DECLARATION).unwrap_or(body);
    let declaration = start.strip_prefix(b"<?xml").map(String::from_utf8_lossy).unwrap_or_default();
    let declaration = declaration.split_once("?>").map_or("", |(declaration, _)| declaration);
    let Some((_, value)) = declaration.split_once("encoding") else { return Ok(UTF_8) };
    let label = value.trim_start_matches(|letter: char| letter == '=' || letter.is_ascii_whitespace());
    let label = label.split(['"', '\'']).nth(1).unwrap_or_default();
    // A declaration that is readable as ASCII is not in UTF-16, even if it claims to be.
    match labelled(label, body)? {
        encoding if encoding == UTF_16LE || encoding == UTF_16BE => Ok(UTF_8),
        encoding => Ok(encoding),
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use http::header::{CONTENT_ENCODING, HeaderName};

    use super::*;

    fn read(headers: &[(HeaderName, &str)], body: &[u8]) -> Result<String, String> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        let response = RawResponse { status: StatusCode::OK, headers, body: body.to_vec().into() };
        read_text(&response).map_err(|error| error.to_string())
    }

    fn typed(media_type: &str, body: &[u8]) -> Result<String, String> {
        read(&[(CONTENT_TYPE, media_type)], body)
    }

    #[test]
    fn text_is_read_by_its_charset() {
        for (media_type, body, text) in [
            ("text/plain", &b"Gr\xc3\xbc\xc3\x9fe"[..], "Gr\u{fc}\u{df}e"),
            ("text/plain; charset=UTF-8", b"\xef\xbb\xbfx", "x"),
            ("text/plain; charset=iso-8859-1", b"Gr\xfc\xdfe", "Gr\u{fc}\u{df}e"),
            ("text/csv;header=present;Charset=\"windows-1252\"", b"\x80", "\u{20ac}"),
            ("text/plain; charset=utf-16", b"\xfe\xff\0a\0b", "ab"),
            ("text/plain; charset=utf-16", b"\0a\0b", "ab"),
            ("text/plain; charset=utf-16le", b"a\0b\0", "ab"),
            ("text/plain; charset=shift_jis", b"\x83\x65", "\u{30c6}"),
            (
                "application/xml",
                b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xfc</a>",
                "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u{fc}</a>",
            ),
            (
                "text/xml",
                b"<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>",
                "<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>",
            ),
        ] {
            assert_eq!(typed(media_type, body).as_deref(), Ok(text), "{media_type}");
        }
        assert_eq!(read(&[], b"").as_deref(), Ok(""));
    }

    #[test]
    fn text_that_is_none_is_an_error() {
        let found = |media_type, body| typed(media_type, body).unwrap_err();
        assert_eq!(found("text/plain", b"Gr\xfc\xdfe"), "the response is not text in `UTF-8`");
        assert_eq!(found("text/plain; charset=utf-16le", b"abc"), "the response is not text in `utf-16le`");
        let unknown = "the response is text in `hieroglyphs`, which is not a known charset";
        assert_eq!(found("text/plain; charset=hieroglyphs", b"x"), unknown);
        let packed = read(&[(CONTENT_ENCODING, "gzip")], b"x").unwrap_err();
        assert_eq!(packed, "the response is `encoded as gzip`, not text; no encoding was requested");
        assert!(read(&[(CONTENT_ENCODING, "identity")], b"x").is_ok());
    }

    #[test]
    fn string_of_json_is_the_text_it_stands_for() {
        assert_eq!(typed("application/json", b" \"po\\ng\" ").as_deref(), Ok("po\ng"));
        assert_eq!(typed("application/json", b"{\"a\": 1}").as_deref(), Ok("{\"a\": 1}"));
        assert_eq!(typed("text/plain", b"\"pong\"").as_deref(), Ok("\"pong\""));
        assert_eq!(read(&[], b"\"pong\"").as_deref(), Ok("\"pong\""));
    }
}
