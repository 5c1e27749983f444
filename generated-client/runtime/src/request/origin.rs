//! The origin of a URL, and how private it is.

use url::Url;

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
