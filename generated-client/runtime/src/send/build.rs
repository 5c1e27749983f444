//! Builds a request from a route, the arguments and options of a call, and the client's credentials.

use std::borrow::Cow;

use bytes::Bytes;
use http::Method;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName,
    HeaderValue, RANGE,
};
use percent_encoding::{percent_decode, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

use super::RequestContext;
use super::refresh_token::Identity;
use crate::auth::credential::{Place, PlacedCredential};
use crate::client::config::Config;
use crate::client::options::{FRAMING, RequestOptions};
use crate::operation::Route;
use crate::platform::IS_BROWSER;
use crate::request::arguments::{Arguments, COOKIE_NAME, QUERY};
use crate::request::body::Body;
use crate::request::error::{LONGEST, RequestError, Shared};
use crate::request::origin::is_private_enough;
use crate::request::path;
use crate::transport::Prepared;

/// The number of headers that most requests have at most, including those that the HTTP client adds.
const HEADERS: usize = 12;

/// The reason that a request cannot be built.
type Reason = Box<dyn std::error::Error + Send + Sync>;

/// Whether the HTTP client requests encodings by itself. A browser does not allow setting `Accept-Encoding`.
const ASKS_FOR_ENCODINGS: bool = cfg!(any(feature = "gzip", feature = "brotli")) && !IS_BROWSER;

/// The parts of a request that credentials are added to.
struct Draft<'a> {
    headers: HeaderMap,
    /// Credentials that are query parameters.
    query: Vec<(&'static str, SecretString)>,
    /// Encoded names and values.
    cookies: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// Builds a request. If `address` is set, it replaces the URL of the route and must be on the API's own origin.
pub(super) fn request(
    config: &Config,
    RequestContext { route, arguments, options, .. }: &RequestContext<'_>,
    identity: Option<&Identity>,
    address: Option<&url::Url>,
) -> Result<Prepared, Reason> {
    if let Some(refused) = &arguments.refused {
        return Err(Box::new(Shared(refused.clone())));
    }
    let mut headers = HeaderMap::with_capacity(HEADERS);
    headers.insert(ACCEPT, fixed("accept", route.accept)?);
    for (name, value) in &arguments.headers {
        let refused = || RequestError::Header { name: (*name).to_owned() };
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
        if FRAMING.contains(&name) {
            return Err(RequestError::Framing { name: name.to_string() }.into());
        }
        let mut value = HeaderValue::from_str(value).map_err(|_| refused())?;
        value.set_sensitive(name == AUTHORIZATION);
        headers.append(name, value);
    }
    let cookies = arguments.cookies.iter();
    let cookies =
        cookies.map(|(name, value)| (Cow::from(name.as_str()), Cow::from(value.as_str()))).collect();
    let mut draft = Draft { headers, query: Vec::new(), cookies };
    let mut url = target(config, route, arguments, address)?;
    if !is_open(config, route, options) {
        if route.server.is_some() && config.is_default_server && !may_see(config, &url) {
            return Err(RequestError::Unencrypted { origin: url.origin().ascii_serialization() }.into());
        }
        authorize(config, route, identity, &mut draft)?;
    }
    let mut headers = draft.headers;
    if !draft.cookies.is_empty() {
        headers.insert(COOKIE, cookie_header(&draft.cookies)?);
    }
    add_secrets(&mut url, &draft.query);
    let length = url.path().len() + url.query().map_or(0, str::len);
    if length > LONGEST {
        return Err(RequestError::TooLong { length }.into());
    }
    let mut sent = Body::from(Bytes::new());
    if let Some(body) = &arguments.body {
        let content_type = match &body.content_type {
            Some(own) => HeaderValue::from_str(own)
                .map_err(|_| RequestError::Header { name: CONTENT_TYPE.to_string() })?,
            None => fixed("content-type", route.content_type.unwrap_or("application/json"))?,
        };
        headers.entry(CONTENT_TYPE).or_insert(content_type);
        sent = body.bytes.take()?;
    }
    if says_empty(&route.method, &sent) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    options.add_headers(&mut headers)?;
    if ASKS_FOR_ENCODINGS && headers.contains_key(RANGE) {
        // A range of an encoded body cannot be decoded.
        headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("identity"));
    }
    Ok(Prepared { method: route.method.clone(), url, headers, body: sent })
}

/// Returns the URL of a request without credentials.
pub(crate) fn target(
    config: &Config,
    route: &Route,
    arguments: &Arguments,
    address: Option<&url::Url>,
) -> Result<url::Url, Reason> {
    match address.or(arguments.address.as_deref()) {
        Some(address) => Ok(address.clone()),
        None => url(config, route, arguments),
    }
}

/// Returns the operation's own server, unless the caller has set another server for the API.
fn own_server(config: &Config, route: &Route) -> Result<Option<url::Url>, url::ParseError> {
    match route.server {
        Some(path) if path.starts_with('/') => Ok(config.takes_paths.then(|| {
            let mut own = config.base_url.clone();
            own.set_path(path);
            own
        })),
        server => server.filter(|_| config.is_default_server).map(url::Url::parse).transpose(),
    }
}

/// Builds the URL from the server and the path template. Fails if the URL parser changes the path.
fn url(config: &Config, route: &Route, arguments: &Arguments) -> Result<url::Url, Reason> {
    let own = own_server(config, route)?;
    let base = own.as_ref().unwrap_or(&config.base_url);
    let length: usize = arguments.path.iter().map(|(_, value)| value.len()).sum();
    let (template, fixed_query) = path::path_and_query(route.path);
    let mut expected = String::with_capacity(base.path().len() + template.len() + length);
    expected.push_str(base.path().trim_end_matches('/'));
    path::expand(template, &arguments.path, &mut expected)?;
    let mut query = fixed_query.to_owned();
    for (name, value, encode) in &arguments.query {
        if !query.is_empty() {
            query.push('&');
        }
        query.extend(utf8_percent_encode(name, QUERY));
        query.push('=');
        query.extend(utf8_percent_encode(value, encode));
    }
    let mut url = own.unwrap_or_else(|| config.roomy.clone());
    url.set_path(&expected);
    url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
    if url.path() == expected {
        Ok(url)
    } else {
        Err(RequestError::Path { expected, found: url.path().to_owned() }.into())
    }
}

/// Returns whether a credential may be sent to an operation's own server: over HTTPS, or to this machine without proxy.
fn may_see(config: &Config, own: &url::Url) -> bool {
    own.scheme() == "https" || (config.is_direct && is_private_enough(own))
}

/// Returns whether a call needs no credential.
pub(super) fn is_open(config: &Config, route: &Route, options: &RequestOptions) -> bool {
    route.security.is_empty() || config.unauthenticated || options.unauthenticated
}

/// Adds the credentials of `identity` or, without one, of the first security requirement whose credentials are all set.
fn authorize(
    config: &Config,
    route: &Route,
    identity: Option<&Identity>,
    draft: &mut Draft<'_>,
) -> Result<(), RequestError> {
    match identity {
        Some(Identity { alternative, credentials }) => show(&[alternative], credentials, draft),
        None => config.credentials.with(|held| show(route.security, held, draft)),
    }
}

fn show(security: &[&[&str]], held: &[PlacedCredential], draft: &mut Draft<'_>) -> Result<(), RequestError> {
    let held = |scheme: &&str| held.iter().find(|credential| credential.scheme == *scheme);
    let complete = |alternative: &&&[&str]| alternative.iter().all(|scheme| held(scheme).is_some());
    let Some(alternative) = security.iter().find(complete) else {
        let sets = security.iter().map(|set| format!("`{}`", set.join("` and `")));
        return Err(RequestError::Credential { needed: sets.collect::<Vec<_>>().join(" or ") });
    };
    alternative.iter().filter_map(held).for_each(|credential| draft.show(credential));
    Ok(())
}

/// Returns a header value from the document without copying it. Fails if it is not a valid header value.
fn fixed(name: &str, text: &'static str) -> Result<HeaderValue, RequestError> {
    let value = HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes()));
    value
        .ok()
        .filter(|_| text.is_ascii())
        .ok_or_else(|| RequestError::Fixed { name: name.to_owned(), value: text })
}

impl Draft<'_> {
    fn show(&mut self, credential: &PlacedCredential) {
        match &credential.place {
            Place::Header(name, value) => drop(self.headers.insert(name.clone(), value.clone())),
            Place::Query(name, secret) => self.query.push((name, secret.clone())),
            // A cookie value is sent back exactly as the server issued it.
            Place::Cookie(name, secret) => {
                let secret = secret.expose_secret().to_owned();
                let name = utf8_percent_encode(name, COOKIE_NAME).into();
                self.cookies.push((name, Cow::Owned(secret)));
            }
        }
    }
}

/// Returns whether a request needs `Content-Length: 0`, because its method usually has a body
/// ([RFC 9110, section 8.6](https://www.rfc-editor.org/rfc/rfc9110#section-8.6)). Without it, some servers
/// respond with 411.
fn says_empty(method: &Method, body: &Body) -> bool {
    let is_empty = body.as_bytes().is_some_and(|bytes| bytes.is_empty());
    is_empty && [Method::POST, Method::PUT, Method::PATCH].contains(method)
}

/// Adds credentials to a query, replacing parameters of the same name: a link to the next page may repeat an old
/// credential.
fn add_secrets(url: &mut url::Url, secrets: &[(&'static str, SecretString)]) {
    for (name, secret) in secrets {
        let is_other = |pair: &&str| {
            let known = pair.split('=').next().unwrap_or_default().as_bytes();
            percent_decode(known).ne(name.bytes())
        };
        let others = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let mut query = others.filter(is_other).collect::<Vec<_>>().join("&");
        if !query.is_empty() {
            query.push('&');
        }
        query.extend(utf8_percent_encode(name, QUERY));
        query.push('=');
        query.extend(utf8_percent_encode(secret.expose_secret(), QUERY));
        url.set_query(Some(&query));
    }
}

fn cookie_header(cookies: &[(Cow<'_, str>, Cow<'_, str>)]) -> Result<HeaderValue, RequestError> {
    let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut value = HeaderValue::from_str(&pairs.join("; "))
        .map_err(|_| RequestError::Header { name: "cookie".to_owned() })?;
    value.set_sensitive(true);
    Ok(value)
}
