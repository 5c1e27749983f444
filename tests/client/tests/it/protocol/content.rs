//! Bodies of cases to bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::protocol::case::Content;

impl Content {
    /// The bytes of a body that is not multipart.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, String> {
        let each = |items: &Vec<Value>, before: &str, after: &str| {
            items.iter().map(|item| format!("{before}{item}{after}")).collect::<String>().into_bytes()
        };
        let given = [
            self.json.as_ref().map(|json| Ok(json.to_string().into_bytes())),
            self.text.as_ref().map(|text| Ok(text.clone().into_bytes())),
            self.base64
                .as_ref()
                .map(|text| STANDARD.decode(text).map_err(|error| format!("`base64`: {error}"))),
            self.events.as_ref().map(|items| Ok(each(items, "data: ", "\n\n"))),
            self.lines.as_ref().map(|items| Ok(each(items, "", "\n"))),
        ];
        let mut given = given.into_iter().flatten();
        match (given.next(), given.next(), &self.parts) {
            (Some(bytes), None, None) => bytes,
            _ => Err("a body has one of `json`, `text`, `base64`, `events`, `lines`".to_owned()),
        }
    }

    /// The JSON values in it, each of which has the shape that the description gives.
    pub(crate) fn values(&mut self) -> Vec<&mut Value> {
        let lists = [&mut self.events, &mut self.lines].into_iter().flatten().flatten();
        self.json.iter_mut().chain(lists).collect()
    }
}
