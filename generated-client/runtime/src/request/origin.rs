//! The origin of a URL, and whether credentials may be sent to it.

use url::Url;

/// Returns whether a credential may be sent to a URL.
pub(crate) fn is_private_enough(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

/// Returns whether a URL is on this machine.
///
/// Names below `localhost` should be too ([RFC 6761, section 6.3][rfc]), but some resolvers query the network for
/// them.
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

/// Returns whether two URLs have the same scheme, host and port ([RFC 6454, section
/// 4](https://www.rfc-editor.org/rfc/rfc6454#section-4)).
pub(crate) fn is_same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host_str() == other.host_str()
        && one.port_or_known_default() == other.port_or_known_default()
}

/// Returns the same origin with a long path, which can be replaced without allocating.
///
/// Parsing a whole URL for each call would parse the host again, and allocations slow down concurrent calls.
pub(crate) fn with_room(base: &Url) -> Url {
    let mut url = base.clone();
    url.set_path(&"x".repeat(256));
    url
}
