//! Dates of the crates that settings choose: what is decoded, and how it is encoded.

use serde_json::json;

use super::{decode, round_trip};
use crate::date_time::{Date, DateTime};
use crate::decode::{Decode, Whole};

by_format!(jiff::Timestamp, "a date-time");
by_format!(jiff::civil::Date, "a date", exact);

fn read<T: Decode>(text: &str) -> Result<T, String> {
    decode::<Whole<T>>(&json!(text).to_string()).map(Whole::into_inner)
}

#[test]
fn jiff_timestamp_is_written_in_utc() {
    for (text, written) in [
        ("2020-01-31T12:00:00Z", "2020-01-31T12:00:00Z"),
        ("2020-01-31T12:00:00.5+01:00", "2020-01-31T11:00:00.5Z"),
        ("2020-01-31T12:00:00.123456789Z", "2020-01-31T12:00:00.123456789Z"),
    ] {
        assert_eq!(json!(read::<jiff::Timestamp>(text).unwrap()), json!(written));
    }
    assert!(read::<jiff::Timestamp>("2020-01-31T12:00:00").is_err(), "no offset");
}

#[test]
fn jiff_date_with_a_time_is_rejected() {
    assert_eq!(json!(read::<jiff::civil::Date>("2020-01-31").unwrap()), json!("2020-01-31"));
    for text in ["2020-01-31T12:00:00", "2020-01-31T12:00:00Z", "20200131"] {
        assert!(read::<jiff::civil::Date>(text).is_err(), "{text}");
    }
}

#[test]
fn time_keeps_offset_and_fraction() {
    for text in ["2020-01-31T12:00:00Z", "2020-01-31T12:00:00.5+01:00", "2020-01-31T12:00:00.123456789-23:59"]
    {
        assert_eq!(round_trip::<DateTime>(json!(text)), json!(text));
    }
    assert_eq!(round_trip::<DateTime>(json!("2020-01-31t12:00:00.500z")), json!("2020-01-31T12:00:00.5Z"));
}

#[test]
fn time_of_no_offset_is_rejected() {
    for text in ["2020-01-31T12:00:00", "2020-01-31", "", "yesterday"] {
        let error = decode::<DateTime>(&json!(text).to_string()).unwrap_err();
        assert!(error.contains("expected an RFC 3339 date-time with an offset"), "{error}");
    }
}

#[test]
fn date_is_read_and_written_as_full_date() {
    assert_eq!(round_trip::<Date>(json!("2020-01-31")), json!("2020-01-31"));
    for text in ["2020-1-31", "20200131", "2020-031", "2020-01-31T12:00:00Z", "2020-02-30"] {
        let error = decode::<Date>(&json!(text).to_string()).unwrap_err();
        assert!(error.contains("expected an RFC 3339 full-date"), "{text}: {error}");
    }
}
