//! Multipart bodies ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)).

use std::borrow::Cow;
use std::hash::{BuildHasher, Hasher};

use serde::Serialize;
use serde_json::Value;

use crate::request::body::Body;
use crate::request::error::RequestError;
use crate::request::json;
use crate::request::style::{self, Style};

/// A file in a multipart body.
#[derive(Debug, Clone)]
pub struct Part {
    content: Body,
    /// The value as JSON, until the part has a media type.
    json: Option<String>,
    file_name: Option<Cow<'static, str>>,
    content_type: Option<Cow<'static, str>>,
}

impl Part {
    /// Creates a file with a name.
    pub fn file(name: impl Into<Cow<'static, str>>, content: impl Into<Body>) -> Self {
        Self { file_name: Some(name.into()), ..Self::bytes(content) }
    }

    /// Creates a part of bytes without a file name.
    pub fn bytes(content: impl Into<Body>) -> Self {
        let mut content = content.into();
        let content_type = content.take_media_type();
        Self { content, json: None, file_name: None, content_type }
    }

    /// Sets the media type of the file. The default is `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }
}

/// The parts of a body, in order. Generated code creates them.
#[derive(Debug, Default)]
pub struct Parts(Vec<(Cow<'static, str>, Result<Part, RequestError>)>);

impl Parts {
    /// Returns a body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, if there is one.
    #[must_use]
    pub fn file(mut self, name: &'static str, file: Option<Part>) -> Self {
        self.0.extend(file.map(|file| (name.into(), Ok(file))));
        self
    }

    /// Adds files, each as a separate part.
    #[must_use]
    pub fn files(self, name: &'static str, files: Vec<Part>) -> Self {
        files.into_iter().fold(self, |parts, file| parts.file(name, Some(file)))
    }

    /// Adds a value, if there is one: a string as it is, an array as one part for each item, anything else as JSON.
    /// Null is omitted.
    #[must_use]
    pub fn value(mut self, name: &'static str, value: Option<impl Serialize>) -> Self {
        match value.map(|value| json::to_value(&value)) {
            None => {}
            Some(Ok(Value::Array(items))) => items.into_iter().for_each(|item| self.push(name, item)),
            Some(Ok(value)) => self.push(name, value),
            Some(Err(source)) => self.0.push((name.into(), Err(RequestError::Value { name, source }))),
        }
        self
    }

    /// Adds a value, if there is one, serialized in a style: an array may be one part with commas between items.
    #[must_use]
    pub fn value_as(mut self, style: Style, name: &'static str, value: Option<impl Serialize>) -> Self {
        let Some(value) = value else { return self };
        match json::to_value(&value) {
            Ok(Value::Null) => {}
            Ok(value) => match style::ambiguous(style, &value) {
                Some(delimiter) => {
                    let refused = RequestError::Delimiter { name: name.to_owned(), delimiter };
                    self.0.push((name.into(), Err(refused)));
                }
                None => {
                    let pairs = style::in_query(style, name, &value).into_iter();
                    self.0.extend(pairs.map(|(name, text)| (name.into(), Ok(Part::bytes(text)))));
                }
            },
            Err(source) => self.0.push((name.into(), Err(RequestError::Value { name, source }))),
        }
        self
    }

    fn push(&mut self, name: &'static str, value: Value) {
        let part = match value {
            Value::Null => return,
            Value::Object(_) | Value::Array(_) => {
                Part::bytes(value.to_string()).content_type("application/json")
            }
            scalar => {
                Part { json: Some(scalar.to_string()), ..Part::bytes(style::scalar(&scalar).into_owned()) }
            }
        };
        self.0.push((name.into(), Ok(part)));
    }

    /// Sets the media type of the parts with a name that have none. For JSON, the value is serialized as JSON.
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

    /// Returns the body and its boundary.
    pub(crate) fn encode(self) -> Result<(Body, String), RequestError> {
        let parts = self.0.into_iter().map(|(name, part)| Ok((name, part?)));
        let parts: Vec<(Cow<'static, str>, Part)> = parts.collect::<Result<_, RequestError>>()?;
        let boundary = boundary(&parts);
        let mut body: Vec<Body> = Vec::new();
        for (name, part) in parts {
            let mut head =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&name));
            if let Some(file_name) = &part.file_name {
                head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
            }
            // Many servers recognize a file only by its media type.
            let unnamed = part.file_name.as_ref().map(|_| Cow::Borrowed("application/octet-stream"));
            if let Some(media_type) = part.content_type.or(unnamed) {
                if media_type.chars().any(char::is_control) {
                    let reason = format!("the media type of `{name}` has a control character in it");
                    return Err(RequestError::Parts(reason));
                }
                head.push_str(&format!("\r\nContent-Type: {media_type}"));
            }
            head.push_str("\r\n\r\n");
            body.extend([head.into(), part.content, Body::from("\r\n")]);
        }
        body.push(format!("--{boundary}--\r\n").into());
        let body = Body::concat(body).map_err(|reason| RequestError::Parts(reason.to_owned()))?;
        Ok((body, boundary))
    }
}

/// Escapes a name for quotes, as browsers do ([HTML, multipart form
/// data](https://html.spec.whatwg.org/#multipart-form-data)).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns a boundary that no part contains.
///
/// It depends only on the parts, so that the same body has the same bytes. If a part is a stream, whose bytes are not
/// known yet, it is random.
fn boundary(parts: &[(Cow<'static, str>, Part)]) -> String {
    let is_streamed = parts.iter().any(|(_, part)| part.content.as_bytes().is_none());
    let mut number = if is_streamed { std::hash::RandomState::new().build_hasher().finish() } else { 0 };
    loop {
        let boundary = format!("----part-boundary-{number:016x}");
        let stands_in = |part: &Part| {
            let content = part.content.as_bytes().map(AsRef::as_ref).unwrap_or_default();
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
        assert_eq!(body.as_bytes().unwrap(), expected.as_bytes());
    }

    #[test]
    fn a_value_that_is_to_be_json_stays_of_its_type() {
        let parts = Parts::new().value("a", Some("12345")).value("b", Some(7)).value("c", Some("null"));
        let parts = ["a", "b", "c"]
            .into_iter()
            .fold(parts, |parts, name| parts.content_type(name, "application/json"));
        let (body, _) = parts.encode().unwrap();
        let text = String::from_utf8_lossy(body.as_bytes().unwrap()).into_owned();
        let values: Vec<_> =
            text.lines().filter(|line| !line.is_empty() && !line.contains(['-', ':'])).collect();
        assert_eq!(values, ["\"12345\"", "7", "\"null\""], "{text}");
    }

    #[test]
    fn an_array_is_a_part_for_each_item() {
        let parts = Parts::new()
            .value("a", Some([Some("x,y"), None, Some("z")]))
            .value("b", Some(None::<i32>))
            .value_as(Style::Form { explode: false }, "c", Some([3, 4]))
            .value_as(Style::Form { explode: false }, "d", None::<Vec<i32>>);
        let (body, _) = parts.encode().unwrap();
        let text = String::from_utf8_lossy(body.as_bytes().unwrap()).into_owned();
        let lines: Vec<_> = text.lines().filter(|line| !line.is_empty() && !line.starts_with("--")).collect();
        let named = |name: &str| format!("Content-Disposition: form-data; name=\"{name}\"");
        assert_eq!(lines, [&*named("a"), "x,y", &*named("a"), "z", &*named("c"), "3,4"], "{text}");
    }

    #[test]
    fn what_no_part_can_hold_is_refused() {
        let commas = Parts::new().value_as(Style::Form { explode: false }, "a", Some(["x,y", "z"]));
        assert!(matches!(commas.encode(), Err(RequestError::Delimiter { delimiter: ',', .. })));
        assert!(matches!(Parts::new().value("a", Some(f64::NAN)).encode(), Err(RequestError::Value { .. })));
    }

    #[test]
    fn no_part_contains_the_boundary() {
        let (_, first) = Parts::new().encode().unwrap();
        let (_, second) = Parts::new().file("f", Some(Part::bytes(first.clone()))).encode().unwrap();
        assert_ne!(first, second);
    }
}
