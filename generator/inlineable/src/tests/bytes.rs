//! Base64, with the crate `base64` as the judge.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::json;

use super::{decode, round_trip};
use crate::base64::{Base64, Base64Url};

/// Bytes of each length up to 70, with every value among them.
fn samples() -> impl Iterator<Item = Vec<u8>> {
    let mut state: u32 = 1;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..70).map(move |length| (0..length).map(|_| next()).collect()).chain([(0..=255).collect()])
}

#[test]
fn base64_is_written_as_the_judge_does() {
    for bytes in samples() {
        assert_eq!(Base64::from(bytes.clone()).to_string(), STANDARD.encode(&bytes));
        assert_eq!(Base64Url::from(bytes.clone()).to_string(), URL_SAFE_NO_PAD.encode(&bytes));
    }
}

#[test]
fn base64_of_any_alphabet_is_read_and_kept() {
    for bytes in samples() {
        for judge in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
            let text = judge.encode(&bytes);
            let value: Base64 = decode(&json!(text).to_string()).unwrap();
            assert_eq!(value.as_bytes(), Some(&bytes[..]), "{text}");
            assert_eq!(json!(value), json!(text));
            assert_eq!(Base64Url::from_text(&text).into_bytes().unwrap(), bytes);
        }
    }
}

#[test]
fn text_that_is_not_base64_is_kept() {
    for text in [
        "A", "AAAAA", "A=", "=", "====", "A===", "AA=A", "AAA=AAAA", "AAAA====", "AA=", "AA AA", "ü",
        "AAAA\n", "AA*A",
    ] {
        assert!(STANDARD.decode(text).is_err(), "{text}");
        let value: Base64 = decode(&json!(text).to_string()).unwrap();
        assert_eq!((value.as_bytes(), &*value.as_text()), (None, text));
        assert_eq!(round_trip::<Base64>(json!(text)), json!(text));
        assert_eq!(value.into_bytes().unwrap_err(), text);
    }
}

#[test]
fn base64_with_stray_last_bits_is_kept() {
    let value = Base64::from_text("YR==");
    assert_eq!((value.as_bytes(), &*value.as_text()), (Some(&b"a"[..]), "YR=="));
    assert_ne!(value, Base64::from(b"a"), "it is written otherwise");
}

#[test]
fn base64_of_other_json_is_rejected() {
    assert!(decode::<Base64>("[1,2]").unwrap_err().contains("expected a string"));
}

#[test]
fn debug_of_base64_shows_no_content() {
    assert_eq!(format!("{:?}", Base64::from(vec![0; 1 << 20])), "Base64(1048576 bytes)");
    assert_eq!(format!("{:?}", Base64::from_text("what?")), "Base64(\"what?\")");
    assert_eq!(format!("{:?}", Base64::from_text(&"?".repeat(100))), "Base64(invalid)");
}
