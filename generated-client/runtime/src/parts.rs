//! Multipart bodies ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)).

use std::borrow::Cow;
use std::hash::{BuildHasher, Hasher};

use serde::Serialize;
use serde_json::Value;

use crate::body::Body;

/// A file in a multipart body.
#[derive(Debug, Clone)]
pub struct Part {
    content: Body,
    /// What a value is as JSON, until the part has a media type.
    json: Option<String>,
    file_name: Option<Cow<'static, str>>,
    content_type: Option<Cow<'static, str>>,
}

impl Part {
    /// A file with a name.
    pub fn file(name: impl Into<Cow<'static, str>>, content: impl Into<Body>) -> Self {
        Self { file_name: Some(name.into()), ..Self::bytes(content) }
    }

    /// Bytes without a name.
    pub fn bytes(content: impl Into<Body>) -> Self {
        Self { content: content.into(), json: None, file_name: None, content_type: None }
    }

    /// The media type of the file: without it, `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }
}

/// The parts of a body, in order. Generated code makes it.
#[derive(Debug, Default)]
pub struct Parts(Vec<(&'static str, Result<Part, String>)>);

impl Parts {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, if it is given.
    #[must_use]
    pub fn file(mut self, name: &'static str, file: Option<Part>) -> Self {
        self.0.extend(file.map(|file| (name, Ok(file))));
        self
    }

    /// Adds files, each as a part of its own.
    #[must_use]
    pub fn files(self, name: &'static str, files: Vec<Part>) -> Self {
        files.into_iter().fold(self, |parts, file| parts.file(name, Some(file)))
    }

    /// Adds a value, if it is given: text as it is, anything else as JSON.
    #[must_use]
    pub fn value(mut self, name: &'static str, value: Option<impl Serialize>) -> Self {
        let Some(value) = value else { return self };
        let part = serde_json::to_value(value).map_err(|error| error.to_string()).map(|value| match value {
            Value::Object(_) | Value::Array(_) => {
                Part::bytes(value.to_string()).content_type("application/json")
            }
            scalar => Part {
                json: Some(scalar.to_string()),
                ..Part::bytes(crate::style::scalar(&scalar).into_owned())
            },
        });
        self.0.push((name, part));
        self
    }

    /// Adds values, each as a part of its own.
    #[must_use]
    pub fn values(self, name: &'static str, values: Vec<impl Serialize>) -> Self {
        values.into_iter().fold(self, |parts, value| parts.value(name, Some(value)))
    }

    /// The media type of the parts of a name that have none of their own. A value that is to be JSON becomes JSON.
    #[must_use]
    pub fn content_type(mut self, name: &str, media_type: &'static str) -> Self {
        for part in
            self.0.iter_mut().filter(|(known, _)| *known == name).filter_map(|(_, part)| part.as_mut().ok())
        {
            if let Some(json) = part.json.take().filter(|_| media_type.ends_with("json")) {
                part.content = json.into();
            }
            part.content_type.get_or_insert(Cow::Borrowed(media_type));
        }
        self
    }

    /// The body and its boundary.
    pub(crate) fn encode(self) -> Result<(Body, String), String> {
        let parts: Vec<(&str, Part)> =
            self.0.into_iter().map(|(name, part)| Ok((name, part?))).collect::<Result<_, String>>()?;
        let boundary = boundary(&parts);
        let mut body: Vec<Body> = Vec::new();
        for (name, part) in parts {
            let mut head =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name));
            if let Some(file_name) = &part.file_name {
                head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
            }
            // Many servers do not know a file by anything else.
            let unnamed = part.file_name.as_ref().map(|_| Cow::Borrowed("application/octet-stream"));
            if let Some(media_type) = part.content_type.or(unnamed) {
                if media_type.chars().any(char::is_control) {
                    return Err(format!("the media type of `{name}` has a control character in it"));
                }
                head.push_str(&format!("\r\nContent-Type: {media_type}"));
            }
            head.push_str("\r\n\r\n");
            body.extend([head.into(), part.content, Body::from("\r\n")]);
        }
        body.push(format!("--{boundary}--\r\n").into());
        Ok((Body::in_a_row(body)?, boundary))
    }
}

/// A name in quotes, as browsers write it
/// ([HTML, multipart form data](https://html.spec.whatwg.org/#multipart-form-data)).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A line that no part contains. It depends on the parts alone, so that the same body has the same bytes; what a stream
/// will hold nobody knows, so beside one it is a number that nobody guesses.
fn boundary(parts: &[(&str, Part)]) -> String {
    let is_streamed = parts.iter().any(|(_, part)| part.content.whole().is_none());
    let mut number = if is_streamed { std::hash::RandomState::new().build_hasher().finish() } else { 0 };
    loop {
        let boundary = format!("----part-boundary-{number:016x}");
        let stands_in = |part: &Part| {
            let content = part.content.whole().map(AsRef::as_ref).unwrap_or_default();
            <[u8]>::windows(content, boundary.len()).any(|window| window == boundary.as_bytes())
        };
        if !parts.iter().any(|(_, part)| stands_in(part)) {
            return boundary;
        }
        number = number.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_its_parts() {
        let parts = Parts::new()
            .value("title", Some("a \"b\""))
            .value("count", Some(3))
            .value("left_out", None::<&str>)
            .file("file", Some(Part::file("x\".txt", "hello").content_type("text/plain")));
        let (body, boundary) = parts.encode().unwrap();
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\na \"b\"\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n3\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x%22.txt\"\r\n\
             Content-Type: text/plain\r\n\r\nhello\r\n--{boundary}--\r\n"
        );
        assert_eq!(body.whole().unwrap(), expected.as_bytes());
    }

    #[test]
    fn a_value_that_is_to_be_json_stays_of_its_type() {
        let parts = Parts::new().value("a", Some("12345")).value("b", Some(7)).value("c", Some("null"));
        let parts = ["a", "b", "c"]
            .into_iter()
            .fold(parts, |parts, name| parts.content_type(name, "application/json"));
        let (body, _) = parts.encode().unwrap();
        let text = String::from_utf8_lossy(body.whole().unwrap()).into_owned();
        let values: Vec<_> =
            text.lines().filter(|line| !line.is_empty() && !line.contains(['-', ':'])).collect();
        assert_eq!(values, ["\"12345\"", "7", "\"null\""], "{text}");
    }

    #[test]
    fn no_part_contains_the_boundary() {
        let (_, first) = Parts::new().encode().unwrap();
        let (_, second) = Parts::new().file("f", Some(Part::bytes(first.clone()))).encode().unwrap();
        assert_ne!(first, second);
    }
}
