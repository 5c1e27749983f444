//! The arguments of a call, encoded when they are added.

use std::borrow::Cow;
use std::sync::Arc;

use http::header::HeaderName;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use crate::request::body::Body;
use crate::request::error::RequestError;
use crate::request::json;
use crate::request::multipart::Parts;
use crate::request::path;
use crate::request::style::{self, Style};

/// The characters encoded in names and values of a query: all except unreserved ones and those that servers accept as
/// they are.
pub(crate) const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b':')
    .remove(b'/');

/// The same, except the reserved characters that neither separate names and values nor end the query ([OpenAPI 3.0,
/// `allowReserved`](https://spec.openapis.org/oas/v3.0.3#parameter-object)).
const RESERVED: &AsciiSet = &QUERY
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';');

/// The characters encoded in an item if commas separate items. `NOTHING` is for values whose items are already
/// encoded.
const ITEM: &AsciiSet = &QUERY.add(b',');
const RESERVED_ITEM: &AsciiSet = &RESERVED.add(b',');
const NOTHING: &AsciiSet = &AsciiSet::EMPTY;

/// The characters that the value of a cookie cannot contain ([RFC 6265, section
/// 4.1.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1)).
const COOKIE: &AsciiSet = &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b';').add(b'\\').add(b'%');
/// The characters that an item cannot contain if commas separate items, and those that a name cannot contain: the keys
/// of an object may be names.
pub(crate) const COOKIE_ITEM: &AsciiSet = &COOKIE.add(b',');
pub(crate) const COOKIE_NAME: &AsciiSet = &COOKIE_ITEM.add(b'=');

/// The arguments of a call, encoded.
#[derive(Default, Clone)]
pub(crate) struct Arguments {
    pub(crate) path: Vec<(&'static str, String)>,
    /// Names and values, and which characters of the value to encode.
    pub(crate) query: Vec<(String, String, Encode)>,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Names and values, encoded.
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) body: Option<Encoded>,
    /// A whole URL that replaces path and query.
    pub(crate) address: Option<Box<url::Url>>,
    pub(crate) refused: Option<Arc<RequestError>>,
}

/// The characters of a value to encode.
pub(crate) type Encode = &'static AsciiSet;

/// A body, and its media type if it is not the one of the operation.
#[derive(Clone)]
pub(crate) struct Encoded {
    pub(crate) bytes: Body,
    pub(crate) content_type: Option<String>,
}

impl std::fmt::Debug for Arguments {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Arguments").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Arguments {
    /// Records why the call cannot be sent. Only the first reason is kept.
    fn refuse(&mut self, refused: RequestError) {
        if self.refused.is_none() {
            self.refused = Some(Arc::new(refused));
        }
    }

    fn value(&mut self, name: &'static str, value: &impl Serialize) -> Option<Value> {
        match json::to_value(value) {
            Ok(value) => Some(value),
            Err(source) => {
                self.refuse(RequestError::Value { name, source });
                None
            }
        }
    }

    pub(crate) fn path(&mut self, style: Style, name: &'static str, value: &impl Serialize) {
        if let Some(value) = self.value(name, value) {
            // Items are encoded one by one, but a dot is not encoded.
            if style == (Style::Label { explode: true }) && self.is_ambiguous(style, name, &value) {
                return;
            }
            // An empty string stays empty in any style, so that the route rejects it.
            let is_empty = matches!(&value, Value::String(text) if text.is_empty()) || value.is_null();
            let text =
                if is_empty { String::new() } else { style::in_path(style, name, &value, path::encode) };
            self.path.push((name, text));
        }
    }

    pub(crate) fn query(&mut self, style: Style, name: &'static str, value: &impl Serialize) {
        if let Some(value) = self.value(name, value).filter(|value| !value.is_null()) {
            self.add_query(style, name, &value, (QUERY, ITEM));
        }
    }

    pub(crate) fn query_reserved(&mut self, style: Style, name: &'static str, value: &impl Serialize) {
        if let Some(value) = self.value(name, value).filter(|value| !value.is_null()) {
            self.add_query(style, name, &value, (RESERVED, RESERVED_ITEM));
        }
    }

    /// Returns whether the call can be sent twice. It cannot if the body is a stream.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.body.as_ref().is_none_or(|body| body.bytes.as_bytes().is_some())
    }

    /// Returns whether a header has an argument.
    pub(crate) fn names_header(&self, name: &HeaderName) -> bool {
        self.headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name.as_str()))
    }

    /// Replaces the value of a query parameter.
    pub(crate) fn set_query(&mut self, name: &str, value: &str) {
        self.query.retain(|(known, ..)| known != name);
        self.query.push((name.to_owned(), value.to_owned(), QUERY));
    }

    /// Sets a whole URL on the origin of the API, which replaces path and query.
    pub(crate) fn go_to(&mut self, address: url::Url) {
        self.address = Some(Box::new(address));
    }

    /// Returns whether an item contains the separator of items; if so, rejects the call.
    fn is_ambiguous(&mut self, style: Style, name: &str, value: &Value) -> bool {
        let delimiter = style::ambiguous(style, value);
        if let Some(delimiter) = delimiter {
            self.refuse(RequestError::Delimiter { name: name.to_owned(), delimiter });
        }
        delimiter.is_some()
    }

    /// Adds a query parameter. A separator inside of an item is encoded, or the call is rejected, so an item never
    /// becomes two.
    fn add_query(&mut self, style: Style, name: &str, value: &Value, (encode, item): (Encode, Encode)) {
        if let Some(joined) =
            style::with_commas(style, value, |text| utf8_percent_encode(text, item).to_string())
        {
            return self.query.push((name.to_owned(), joined, NOTHING));
        }
        if !self.is_ambiguous(style, name, value) {
            let pairs = style::in_query(style, name, value);
            self.query.extend(pairs.into_iter().map(|(name, value)| (name, value, encode)));
        }
    }

    pub(crate) fn header(&mut self, style: Style, name: &'static str, value: &impl Serialize) {
        let value = self.value(name, value).filter(|value| !value.is_null());
        if let Some(value) = value.filter(|value| !self.is_ambiguous(style, name, value)) {
            self.headers.push((name, style::in_header(style, &value)));
        }
    }

    pub(crate) fn cookie(&mut self, style: Style, name: &'static str, value: &impl Serialize) {
        let Some(value) = self.value(name, value).filter(|value| !value.is_null()) else { return };
        let encode = |text: &str, set| utf8_percent_encode(text, set).to_string();
        match style::with_commas(style, &value, |text| encode(text, COOKIE_ITEM)) {
            Some(joined) => self.cookies.push((encode(name, COOKIE_NAME), joined)),
            None => {
                let pairs = style::in_query(style, name, &value).into_iter();
                let encoded = pairs.map(|(name, value)| (encode(&name, COOKIE_NAME), encode(&value, COOKIE)));
                self.cookies.extend(encoded);
            }
        }
    }

    pub(crate) fn json(&mut self, body: &impl Serialize) {
        match json::to_vec(body) {
            Ok(bytes) => self.bytes(bytes.into()),
            Err(error) => self.refuse(RequestError::Body(error)),
        }
    }

    /// Sets a form body ([URL Standard](https://url.spec.whatwg.org/#application/x-www-form-urlencoded)). Each item of
    /// an array repeats the name.
    ///
    /// Properties with a style are serialized in it.
    pub(crate) fn form(&mut self, body: &impl Serialize, styles: &[(&str, Style)]) {
        let fields = match json::to_value(body) {
            Ok(Value::Object(fields)) => fields,
            Ok(_) => return self.refuse(RequestError::Form),
            Err(error) => return self.refuse(RequestError::Body(error)),
        };
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
            let style = styles.iter().find(|(styled, _)| styled == name).map(|(_, style)| *style);
            match (style, value) {
                (Some(style), value) if self.is_ambiguous(style, name, value) => return,
                (Some(style), value) => drop(form.extend_pairs(style::in_query(style, name, value))),
                (None, Value::Array(_)) => {
                    form.extend_pairs(style::in_query(Style::Form { explode: true }, name, value));
                }
                (None, other) => drop(form.append_pair(name, &style::scalar(other))),
            }
        }
        self.bytes(form.finish().into());
    }

    pub(crate) fn multipart(&mut self, parts: Parts) {
        match parts.encode() {
            Ok((bytes, boundary)) => {
                let content_type = Some(format!("multipart/form-data; boundary={boundary}"));
                self.body = Some(Encoded { bytes, content_type });
            }
            Err(refused) => self.refuse(refused),
        }
    }

    pub(crate) fn bytes(&mut self, mut bytes: Body) {
        let content_type = bytes.take_media_type().map(Cow::into_owned);
        self.body = Some(Encoded { bytes, content_type });
    }
}
