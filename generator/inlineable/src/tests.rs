//! Types written by hand with the macros, as codegen writes them.

#![allow(unreachable_pub, dead_code, reason = "the macros write what a crate would export")]

mod bytes;
mod dates;
mod enums;
mod formats;
mod limits;
mod objects;
mod paths;
mod tagged;
mod unions;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Decodes a text as a response is decoded.
fn decode<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

/// Decodes a value and encodes it again.
fn round_trip<T: DeserializeOwned + Serialize>(json: Value) -> Value {
    serde_json::to_value(decode::<T>(&json.to_string()).unwrap()).unwrap()
}
