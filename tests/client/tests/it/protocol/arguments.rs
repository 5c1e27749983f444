//! Arguments of a case, as a method takes them.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use runtime::{Body, Part};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Arguments by name, each of which is taken once.
pub(crate) struct Arguments(pub(crate) Map<String, Value>);

impl Arguments {
    /// An argument as a value. One that is not given is null.
    pub(crate) fn take<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, String> {
        let value = self.0.shift_remove(name).unwrap_or(Value::Null);
        serde_json::from_value(value).map_err(|error| format!("the argument `{name}`: {error}"))
    }

    /// Whether the method took all of them.
    pub(crate) fn finish(self, method: &str) -> Result<(), String> {
        let names: Vec<String> = self.0.into_iter().map(|(name, _)| name).collect();
        if names.is_empty() {
            return Ok(());
        }
        Err(format!(
            "`{method}` takes no argument `{}`, as far as its line of calls! knows",
            names.join("`, `")
        ))
    }
}

/// Bytes of a case: whole, or as a stream.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
pub(crate) enum Bytes {
    Text(String),
    Base64(String),
    Streamed(String),
}

impl Bytes {
    pub(crate) fn body(self) -> Result<Body, String> {
        Ok(match self {
            Self::Text(text) => text.into(),
            Self::Base64(text) => STANDARD.decode(text).map_err(|error| error.to_string())?.into(),
            Self::Streamed(text) => Body::reader(Cursor::new(text.into_bytes())),
        })
    }
}

/// A part of a case: with a name it is a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartArgument {
    file_name: Option<String>,
    content_type: Option<String>,
    content: Bytes,
}

impl PartArgument {
    pub(crate) fn part(self) -> Result<Part, String> {
        let content = self.content.body()?;
        let part = match self.file_name {
            Some(name) => Part::file(name, content),
            None => Part::bytes(content),
        };
        Ok(match self.content_type {
            Some(media_type) => part.content_type(media_type),
            None => part,
        })
    }
}
