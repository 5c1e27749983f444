//! The arguments of a call, encoded as they arrive, and the request that they make.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Request;
use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use serde::Serialize;
use serde_json::Value;

use crate::body::Body;
use crate::client::Inner;
use crate::credential::Place;
use crate::operation::Route;
use crate::parts::Parts;
use crate::route;
use crate::style::{self, Style};

/// The longest path and query that the HTTP library sends, in bytes, with room for the rest of the URL.
const LONGEST: usize = 64_500;
/// Everything but the unreserved characters of a query's names and values, and what servers read as it is.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b':')
    .remove(b'/');

/// The same with the reserved characters that neither separate names and values nor end the query
/// ([OpenAPI 3.0, `allowReserved`](https://spec.openapis.org/oas/v3.0.3#parameter-object)).
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

/// Arguments so far.
#[derive(Default, Clone)]
pub(crate) struct Arguments {
    path: Vec<(&'static str, String)>,
    /// Names and values, and what of a value is encoded.
    query: Vec<(String, String, Encode)>,
    headers: Vec<(&'static str, String)>,
    cookies: Vec<(String, String)>,
    body: Option<Encoded>,
    /// A whole address, in place of what path and query make.
    address: Option<url::Url>,
    refused: Option<Arc<Refused>>,
}

/// The characters of a value that are encoded.
type Encode = &'static AsciiSet;

/// A body, and its media type where it is not the operation's own.
#[derive(Clone)]
struct Encoded {
    bytes: Body,
    content_type: Option<String>,
}

/// A call that cannot be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("the arguments make `{expected}`, which a URL parser reads as `{found}`")]
    Path { expected: String, found: String },
    #[error("the arguments make a path and a query of {length} bytes, and {LONGEST} are the most")]
    TooLong { length: usize },
    #[error("the operation needs {needed}, and the client has no such credential")]
    Credential { needed: String },
    #[error(
        "the header `{name}` cannot hold its argument: it has a line break or another control character in it"
    )]
    Header { name: String },
    #[error("`{name}` could not be written")]
    Value {
        name: &'static str,
        #[source]
        source: serde_json::Error,
    },
    #[error("the body could not be written as JSON")]
    Body(#[source] serde_json::Error),
    #[error("the body could not be written: {0}")]
    Parts(String),
    #[error("the body is no object, and a form is one")]
    Form,
}

impl std::fmt::Debug for Arguments {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Arguments").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Arguments {
    /// Notes why the call cannot be made; the first reason counts.
    fn refuse(&mut self, refused: Refused) {
        if self.refused.is_none() {
            self.refused = Some(Arc::new(refused));
        }
    }

    fn value(&mut self, name: &'static str, value: &impl Serialize) -> Option<Value> {
        match serde_json::to_value(value) {
            Ok(value) => Some(value),
            Err(source) => {
                self.refuse(Refused::Value { name, source });
                None
            }
        }
    }

    pub(crate) fn path(&mut self, style: Style, name: &'static str, value: &impl Serialize) {
        if let Some(value) = self.value(name, value) {
            // An empty text stays empty here, so that the route refuses it, whatever would stand around it.
            let is_empty = matches!(&value, Value::String(text) if text.is_empty()) || value.is_null();
            let text =
                if is_empty { String::new() } else { style::in_path(style, name, &value, route::encode) };
            self.path.push((name, text));
        }
    }

    pub(crate) fn query(&mut self, style: Style, name: &'static str, value: &impl Serialize) {
        if let Some(value) = self.value(name, value).filter(|value| !value.is_null()) {
            self.add_query(style, name, &value, QUERY);
        }
    }

    pub(crate) fn query_reserved(&mut self, style: Style, name: &'static str, value: &impl Serialize) {
        if let Some(value) = self.value(name, value).filter(|value| !value.is_null()) {
            self.add_query(style, name, &value, RESERVED);
        }
    }

    /// Whether the same can be sent twice.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.body.as_ref().is_none_or(|body| body.bytes.whole().is_some())
    }

    /// Gives a parameter of the query another value than it had.
    pub(crate) fn set_query(&mut self, name: &str, value: &str) {
        self.query.retain(|(known, ..)| known != name);
        self.query.push((name.to_owned(), value.to_owned(), QUERY));
    }

    /// Goes to an address as a whole, with everything else as it is. It has to be on the API's own origin.
    pub(crate) fn go_to(&mut self, address: url::Url) {
        self.address = Some(address);
    }

    fn add_query(&mut self, style: Style, name: &str, value: &Value, encode: Encode) {
        let pairs = style::in_query(style, name, value);
        self.query.extend(pairs.into_iter().map(|(name, value)| (name, value, encode)));
    }

    pub(crate) fn header(&mut self, style: Style, name: &'static str, value: &impl Serialize) {
        if let Some(value) = self.value(name, value).filter(|value| !value.is_null()) {
            self.headers.push((name, style::in_header(style, &value)));
        }
    }

    pub(crate) fn cookie(&mut self, style: Style, name: &'static str, value: &impl Serialize) {
        if let Some(value) = self.value(name, value).filter(|value| !value.is_null()) {
            self.cookies.extend(style::in_query(style, name, &value));
        }
    }

    pub(crate) fn json(&mut self, body: &impl Serialize) {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.bytes(bytes.into()),
            Err(error) => self.refuse(Refused::Body(error)),
        }
    }

    /// A form ([URL Standard](https://url.spec.whatwg.org/#application/x-www-form-urlencoded)): lists repeat the name.
    ///
    /// Properties whose style is given are written in it, whatever else they are.
    pub(crate) fn form(&mut self, body: &impl Serialize, styles: &[(&str, Style)]) {
        let fields = match serde_json::to_value(body) {
            Ok(Value::Object(fields)) => fields,
            Ok(_) => return self.refuse(Refused::Form),
            Err(error) => return self.refuse(Refused::Body(error)),
        };
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
            let style = styles.iter().find(|(styled, _)| styled == name).map(|(_, style)| *style);
            match (style, value) {
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
            Err(reason) => self.refuse(Refused::Parts(reason)),
        }
    }

    pub(crate) fn bytes(&mut self, bytes: Body) {
        self.body = Some(Encoded { bytes, content_type: None });
    }
}

/// Whatever refuses a call.
type Reason = Box<dyn std::error::Error + Send + Sync>;

impl Inner {
    /// The request that a route and its arguments make.
    pub(crate) fn request(&self, route: &Route, mut arguments: Arguments) -> Result<Request, Reason> {
        if let Some(refused) = arguments.refused.take() {
            // Nobody else holds a call that is made once; one of many pages is refused at its first.
            return Err(
                Arc::try_unwrap(refused).map_or_else(|refused| refused.to_string().into(), Into::into)
            );
        }
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(route.accept));
        for (name, value) in &arguments.headers {
            let refused = || Refused::Header { name: (*name).to_owned() };
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
            headers.append(name, HeaderValue::from_str(value).map_err(|_| refused())?);
        }
        self.authorize(route, &mut headers, &mut arguments)?;
        if !arguments.cookies.is_empty() {
            headers.insert(COOKIE, cookies(&arguments.cookies)?);
        }
        let url = self.url(route, &arguments)?;
        let mut request = Request::new(route.method.clone(), url);
        if let Some(body) = arguments.body {
            let content_type =
                body.content_type.as_deref().or(route.content_type).unwrap_or("application/json");
            headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_str(content_type)?);
            *request.body_mut() = Some(body.bytes.into_request()?);
        }
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// The base URL and the filled template. The parser must leave the path as it was written.
    fn url(&self, route: &Route, arguments: &Arguments) -> Result<url::Url, Reason> {
        if let Some(address) = &arguments.address {
            return Ok(address.clone());
        }
        let base = self.server(route)?;
        let path = base.path().trim_end_matches('/');
        let expected = format!("{path}{}", route::expand(route.path, &arguments.path)?);
        let mut query = route.path.split_once('?').map(|(_, fixed)| fixed.to_owned()).unwrap_or_default();
        for (name, value, encode) in &arguments.query {
            if !query.is_empty() {
                query.push('&');
            }
            query.extend(utf8_percent_encode(name, QUERY));
            query.push('=');
            query.extend(utf8_percent_encode(value, encode));
        }
        let length = expected.len() + query.len();
        if length > LONGEST {
            return Err(Refused::TooLong { length }.into());
        }
        let mut url = base;
        url.set_path(&expected);
        url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
        if url.path() == expected {
            Ok(url)
        } else {
            Err(Refused::Path { expected, found: url.path().to_owned() }.into())
        }
    }

    /// Where the operation is: its own server, unless the caller has named another for the API.
    fn server(&self, route: &Route) -> Result<url::Url, Reason> {
        match route.server.filter(|_| self.is_default_server) {
            Some(server) => Ok(url::Url::parse(server)?),
            None => Ok(self.base_url.clone()),
        }
    }

    /// Takes the first alternative for which there is a credential for every scheme.
    fn authorize(
        &self,
        route: &Route,
        headers: &mut HeaderMap,
        arguments: &mut Arguments,
    ) -> Result<(), Refused> {
        let credentials = self.held();
        let held = |scheme: &&str| credentials.iter().find(|credential| credential.scheme == *scheme);
        let complete = |alternative: &&&[&str]| alternative.iter().all(|scheme| held(scheme).is_some());
        match route.security.iter().find(complete) {
            Some(alternative) => {
                for credential in alternative.iter().filter_map(held) {
                    match &credential.place {
                        Place::Header(name, value) => drop(headers.insert(name.clone(), value.clone())),
                        Place::Query(name, secret) => {
                            arguments.query.push((
                                (*name).to_owned(),
                                secret.expose_secret().to_owned(),
                                QUERY,
                            ));
                        }
                        Place::Cookie(name, secret) => {
                            arguments.cookies.push(((*name).to_owned(), secret.expose_secret().to_owned()));
                        }
                    }
                }
                Ok(())
            }
            None if route.security.is_empty() => Ok(()),
            None => {
                let sets = route.security.iter().map(|set| format!("`{}`", set.join("` and `")));
                Err(Refused::Credential { needed: sets.collect::<Vec<_>>().join(" or ") })
            }
        }
    }
}

fn cookies(cookies: &[(String, String)]) -> Result<HeaderValue, Refused> {
    let pairs: Vec<_> =
        cookies.iter().map(|(name, value)| format!("{name}={}", encode_cookie(value))).collect();
    let mut value = HeaderValue::from_str(&pairs.join("; "))
        .map_err(|_| Refused::Header { name: "cookie".to_owned() })?;
    value.set_sensitive(true);
    Ok(value)
}

/// What a cookie's value cannot hold is encoded ([RFC 6265, section 4.1.1][rfc]).
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1
fn encode_cookie(value: &str) -> String {
    const COOKIE_VALUE: &AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b';').add(b'\\').add(b'%');
    utf8_percent_encode(value, COOKIE_VALUE).to_string()
}
