//! The address of an API: what may be one, and how private it is.

use url::Url;

use crate::api::Api;
use crate::client::error::BuildError;

/// Where the caller says that the API is.
pub(crate) struct Given {
    pub(crate) url: String,
    /// Whether it is taken as it is, also without a path.
    pub(crate) is_exact: bool,
}

impl Given {
    /// Whether the document says at which paths of it the API is.
    pub(crate) fn is_origin(&self) -> bool {
        !self.is_exact && Url::parse(&self.url).is_ok_and(|url| matches!(url.path(), "" | "/"))
    }
}

/// Where the API is: at its document's server, or where the caller says. An address without a path gets that of the
/// document's server.
pub(crate) fn resolve(api: &Api, given: Option<&Given>) -> Result<Url, BuildError> {
    let server = api.server.filter(|server| !server.starts_with('/')).map(parse).transpose()?;
    let Some(given) = given else { return server.ok_or(BuildError::NoServer { api: api.title }) };
    let mut url = parse(&given.url)?;
    if !given.is_exact && matches!(url.path(), "" | "/") {
        url.set_path(server.as_ref().map_or(api.server.unwrap_or_default(), Url::path));
    }
    Ok(url)
}

/// Reads an address that requests can go to.
fn parse(text: &str) -> Result<Url, BuildError> {
    let wrong = |reason: &str| BuildError::BaseUrl { reason: reason.to_owned() };
    let url = Url::parse(text).map_err(|error| wrong(&format!("cannot be read ({error})")))?;
    match url.scheme() {
        "http" | "https" => {}
        other => return Err(wrong(&format!("has the scheme `{other}`"))),
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("has a query or a fragment"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("has a user name or a password in it"));
    }
    Ok(url)
}

/// Whether a credential may go there.
pub(crate) fn is_private_enough(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

/// Whether it is this machine. A name below `localhost` should be ([RFC 6761, section 6.3][rfc]), and there are resolvers that
/// ask the network for it.
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether two addresses are of one origin: scheme, host and port
/// ([RFC 6454, section 4](https://www.rfc-editor.org/rfc/rfc6454#section-4)).
pub(crate) fn is_same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host_str() == other.host_str()
        && one.port_or_known_default() == other.port_or_known_default()
}

/// The same origin with a path of some length, in place of which another can be set without getting more memory. Parsing a
/// whole address for each call would read the host again; what threads allocate and free for each other is what
/// many calls at once wait for.
pub(crate) fn with_room(base: &Url) -> Url {
    let mut url = base.clone();
    url.set_path(&"x".repeat(256));
    url
}
