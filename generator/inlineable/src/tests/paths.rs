//! Scalars, types of other crates, and the paths in errors.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use super::decode;
use crate::decode::Whole;

foreign!(Ipv4Addr);
by_format!(IpAddr, "an IP address");

#[derive(Clone, Debug, PartialEq)]
struct Host {
    address: IpAddr,
    aliases: Option<Vec<Ipv4Addr>>,
}

object! {
    Host {
        "address" => address: required,
        "aliases" => aliases: optional,
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Hosts {
    by_name: BTreeMap<String, Vec<Host>>,
}

object! {
    Hosts {
        "by-name" => by_name: required,
    }
}

fn error(host: &str) -> String {
    decode::<Hosts>(&format!(r#"{{"by-name":{{"a.b":[{{"address":"::1"}},{host}]}}}}"#)).unwrap_err()
}

#[test]
fn error_path_names_fields_keys_and_items() {
    let message = error(r#"{"address":"x"}"#);
    assert!(message.starts_with("at `by-name.a.b[1].address`: "), "{message}");
    assert!(message.contains("expected an IP address"), "{message}");
}

#[test]
fn error_path_reaches_items_of_foreign_types() {
    let message = error(r#"{"address":"::1","aliases":["127.0.0.1","y"]}"#);
    assert!(message.starts_with("at `by-name.a.b[1].aliases[1]`: "), "{message}");
}

#[test]
fn error_long_wrong_string_is_not_repeated() {
    let message = error(&format!(r#"{{"address":"{}"}}"#, "s".repeat(65)));
    assert!(message.contains("string of 65 bytes") && !message.contains("sss"), "{message}");
}

#[test]
fn error_path_is_empty_after_a_failure() {
    assert!(error("3").starts_with("at `by-name"));
    assert_eq!(decode::<Whole<i64>>("true").map(Whole::into_inner).unwrap_err().find("at `"), None);
}

#[test]
fn integer_written_as_float_is_read() {
    assert_eq!(decode::<Whole<u8>>("2e1").unwrap().into_inner(), 20);
    assert!(decode::<Whole<u8>>("2.5").is_err());
    assert!(decode::<Whole<u8>>("256").unwrap_err().contains("expected u8"));
}

#[test]
fn list_of_nullable_values_keeps_nulls() {
    let list: Vec<Option<bool>> = decode::<Whole<_>>("[null,true]").unwrap().into_inner();
    assert_eq!(list, [None, Some(true)]);
}
