//! Bodies of cases to bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::case::Content;

impl Content {
    /// The bytes of a body that is not multipart.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, String> {
        let lines = |items: &[Value], before: &str, after: &str| -> Vec<u8> {
            items.iter().flat_map(|item| format!("{before}{item}{after}").into_bytes()).collect()
        };
        match self {
            Self {
                json: Some(json),
                text: None,
                base64: None,
                events: None,
                lines: None,
                parts: None,
                ..
            } => Ok(json.to_string().into_bytes()),
            Self {
                json: None,
                text: Some(text),
                base64: None,
                events: None,
                lines: None,
                parts: None,
                ..
            } => Ok(text.clone().into_bytes()),
            Self {
                json: None,
                text: None,
                base64: Some(text),
                events: None,
                lines: None,
                parts: None,
                ..
            } => STANDARD.decode(text).map_err(|error| format!("`base64`: {error}")),
            Self {
                json: None,
                text: None,
                base64: None,
                events: Some(items),
                lines: None,
                parts: None,
                ..
            } => Ok(lines(items, "data: ", "\n\n")),
            Self {
                json: None,
                text: None,
                base64: None,
                events: None,
                lines: Some(items),
                parts: None,
                ..
            } => Ok(lines(items, "", "\n")),
            _ => Err("a body has one of `json`, `text`, `base64`, `events`, `lines`".to_owned()),
        }
    }

    /// The JSON values in it, each of which has the shape that the description gives.
    pub(crate) fn values(&mut self) -> Vec<&mut Value> {
        let lists = [&mut self.events, &mut self.lines].into_iter().flatten().flatten();
        self.json.iter_mut().chain(lists).collect()
    }
}
