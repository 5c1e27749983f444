//! Decimal numbers, Unix times, and integers or strings.

use serde_json::json;

use super::{decode, round_trip};
use crate::decimal::{Decimal, DecimalNumber};
use crate::int_or_string::IntOrString;
use crate::unix_time::UnixTime;

unix_time!(jiff::Timestamp, |seconds| jiff::Timestamp::from_second(seconds).ok(), |time| time.as_second());

#[test]
fn decimal_in_a_string_keeps_its_digits() {
    for text in ["0.10", "-12345678901234567890.12345678", "79228162514264337593543950335", "0"] {
        assert_eq!(round_trip::<Decimal>(json!(text)), json!(text));
    }
    assert_eq!(round_trip::<Decimal>(json!("1.5e3")), json!("1500"));
    for text in ["0.00000000000000000000000000001", "79228162514264337593543950336", "a", ""] {
        let error = decode::<Decimal>(&json!(text).to_string()).unwrap_err();
        assert!(error.contains("expected a decimal number of at most 28 digits"), "{text}: {error}");
    }
}

#[test]
fn decimal_number_is_exact_or_not_sent() {
    for text in ["0.1", "-3.141592653589793", "12345678.9", "9007199254740993", "0.000001", "5"] {
        let number: DecimalNumber = decode(text).unwrap();
        assert_eq!(number.to_string(), text);
        assert_eq!(serde_json::to_string(&number).unwrap().parse(), Ok(number));
    }
    assert_eq!(serde_json::to_string(&DecimalNumber("1.10".parse().unwrap())).unwrap(), "1.1");
    for text in ["0.1234567890123456789", "12345678901234567890123.5"] {
        let number: DecimalNumber = text.parse().unwrap();
        let error = serde_json::to_string(&number).unwrap_err().to_string();
        assert!(error.contains("more digits than a JSON number carries"), "{error}");
    }
    assert!(decode::<DecimalNumber>("1e300").is_err());
}

#[test]
fn unix_time_converts_and_keeps_any_number() {
    let time: UnixTime = decode("1580472000").unwrap();
    assert_eq!(time.datetime().unwrap().to_string(), "2020-01-31T12:00:00Z");
    assert_eq!(UnixTime::from(time.datetime().unwrap()), time);
    assert_eq!(round_trip::<UnixTime>(json!(i64::MAX)), json!(i64::MAX));
    assert_eq!(UnixTime(i64::MAX).datetime(), None);
    assert!(decode::<UnixTime>("1.5").unwrap_err().contains("expected seconds since 1970"));
}

#[test]
fn int_or_string_keeps_which_of_them_it_is() {
    assert_eq!(decode("80"), Ok(IntOrString::Integer(80)));
    assert_eq!(decode("\"80\""), Ok(IntOrString::from("80")));
    for value in [json!(80), json!("80"), json!("http"), json!(-1)] {
        assert_eq!(round_trip::<IntOrString>(value.clone()), value);
    }
    for text in ["1.5", "true", "null", "[]"] {
        let error = decode::<IntOrString>(text).unwrap_err();
        assert!(error.contains("expected an integer or a string"), "{error}");
    }
}
