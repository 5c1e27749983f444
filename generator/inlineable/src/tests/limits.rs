//! The limits of one decode: memory, stack and steps.

use serde_json::Value;

use super::decode;
use crate::decode::{Whole, begin, end};

#[derive(Debug)]
struct Link {
    next: Option<Box<Link>>,
}

object! {
    Link {
        "next" => next: optional,
    }
    is { recursive }
}

fn nested(levels: usize) -> String {
    format!("{}null{}", r#"{"next":"#.repeat(levels), "}".repeat(levels))
}

/// Decodes with a limit on memory.
fn within(bytes: usize, json: &str) -> Result<Vec<String>, String> {
    begin(bytes);
    let read = decode::<Whole<_>>(json).map(Whole::into_inner);
    end();
    read
}

#[test]
fn memory_over_the_limit_is_error() {
    let json = format!("[{}\"a\"]", r#""a","#.repeat(1000));
    assert!(within(1024, &json).unwrap_err().contains("more than 1024 bytes of memory"));
    assert_eq!(within(1024 * 1024, &json).map(|list| list.len()), Ok(1001));
}

#[test]
fn memory_limit_ends_with_its_decode() {
    assert!(within(8, r#"["abcdefgh"]"#).is_err());
    assert!(decode::<Whole<Vec<String>>>(r#"["abcdefgh"]"#).is_ok());
}

#[test]
fn nesting_over_the_limit_is_error() {
    assert!(decode::<Link>(&nested(10)).unwrap().next.is_some());
    assert!(decode::<Link>(&nested(120)).unwrap_err().contains("nested too deep"));
}

#[test]
fn any_json_pays_for_its_nodes() {
    begin(4096);
    let read = decode::<Whole<Value>>(&format!("[{}0]", "0,".repeat(1000)));
    end();
    assert!(read.unwrap_err().contains("bytes of memory"));
}
