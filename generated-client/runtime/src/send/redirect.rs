//! Redirects: where a reply points, and whether to go there.

use reqwest::{Method, StatusCode};
use url::Url;

use crate::request::origin::is_same_origin;

/// Redirects that are followed, unless set otherwise.
pub(crate) const MOST: usize = 5;

/// Whether a status sends the client elsewhere ([RFC 9110, section 15.4][rfc]). 300 and 304 do not.
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc9110#section-15.4
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Why a redirect is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stay {
    #[error("the server redirects without saying where")]
    Nowhere,
    #[error("that is no address")]
    Unreadable,
    #[error("the body that would be sent there is a stream, which has been sent already")]
    Body,
    #[error("only GET and HEAD follow redirects")]
    Method,
    #[error("it is on another origin, where no credential goes")]
    Origin,
    #[error("{0} redirects have been followed, which are the most")]
    TooMany(usize),
    #[error("redirects are not followed")]
    Never,
}

/// Where to go from an address. The credential goes along, so only on the same origin.
pub(crate) fn next(
    from: &Url,
    location: Option<&[u8]>,
    method: &Method,
    (followed, most): (usize, usize),
) -> Result<Url, Stay> {
    let location = std::str::from_utf8(location.ok_or(Stay::Nowhere)?).map_err(|_| Stay::Unreadable)?;
    let mut to = from.join(location).map_err(|_| Stay::Unreadable)?;
    if !is_same_origin(&to, from) {
        return Err(Stay::Origin);
    }
    if ![Method::GET, Method::HEAD].contains(method) {
        return Err(Stay::Method);
    }
    if followed >= most {
        return Err(if most == 0 { Stay::Never } else { Stay::TooMany(most) });
    }
    to.set_fragment(None);
    // A user and a password in an address would be a credential of the server's choice.
    if to.set_username("").is_err() || to.set_password(None).is_err() {
        return Err(Stay::Origin);
    }
    Ok(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_origin_is_gone_to() {
        let from = Url::parse("https://a.example/v1/x?q=1").unwrap();
        let go = |location: &str, method| {
            next(&from, Some(location.as_bytes()), &method, (0, 5)).map(|url| url.to_string())
        };
        for (location, expected) in [
            ("/y", Ok("https://a.example/y")),
            ("z?p=2#f", Ok("https://a.example/v1/z?p=2")),
            ("https://a.example:443/y", Ok("https://a.example/y")),
            ("https://user:pass@a.example/y", Ok("https://a.example/y")),
            ("http://a.example/y", Err(Stay::Origin)),
            ("https://a.example:8443/y", Err(Stay::Origin)),
            ("//b.example/y", Err(Stay::Origin)),
            ("\\\\b.example/y", Err(Stay::Origin)),
            ("https://a.example.b.example/", Err(Stay::Origin)),
            ("data:text/plain,x", Err(Stay::Origin)),
            ("https://[", Err(Stay::Unreadable)),
        ] {
            assert_eq!(go(location, Method::GET), expected.map(str::to_owned), "{location}");
        }
        assert_eq!(go("/y", Method::POST), Err(Stay::Method));
        assert_eq!(next(&from, None, &Method::GET, (0, 5)), Err(Stay::Nowhere));
        assert_eq!(next(&from, Some(b"/y"), &Method::GET, (5, 5)), Err(Stay::TooMany(5)));
        assert_eq!(next(&from, Some(b"/y"), &Method::GET, (0, 0)), Err(Stay::Never));
    }
}
