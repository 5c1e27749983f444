//! Decides whether to follow a redirect.

use http::Method;
use http::header::{HeaderValue, LOCATION};
use url::Url;

use super::attempt::{AttemptOutcome, NextAction, RetryState};
use super::receive::Received;
use super::{RequestContext, build, failure};
use crate::client::config::Config;
use crate::error::{ErrorKind, Failure};
use crate::operation::{Resolved, is_redirect};
use crate::request::origin::is_same_origin;

/// The reason that a redirect is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Stay {
    #[error("the response has no `Location` header")]
    Nowhere,
    #[error("that is not a valid URL")]
    Unreadable,
    #[error("the body that would be sent there is a stream, which has been sent already")]
    Body,
    #[error("only GET and HEAD follow redirects")]
    Method,
    #[error("it is on another origin, where no credential goes")]
    Origin,
    #[error("{0} redirects have been followed, which is the maximum")]
    TooMany(usize),
    #[error("redirects are not followed")]
    Never,
}

/// Follows a redirect that the operation does not document, or fails with its target.
pub(super) fn follow(
    config: &Config,
    call: &RequestContext<'_>,
    outcome: &AttemptOutcome,
    state: &mut RetryState,
) -> Result<NextAction, Failure> {
    let Received::Buffered(raw) = &outcome.received else { return Ok(NextAction::Finish) };
    if !is_redirect(raw.status) || outcome.resolved != Resolved::Undocumented {
        return Ok(NextAction::Finish);
    }
    let location = outcome.location.as_ref().map(HeaderValue::as_bytes);
    let followed = (state.redirects, config.max_redirects);
    let from = build::target(config, call.route, call.arguments, state.address.as_deref());
    let from = from.map_err(|reason| Failure::invalid_request(call.route.id, reason))?;
    let next = next(&from, location, &call.route.method, followed);
    match next.and_then(|to| if call.arguments.is_repeatable() { Ok(to) } else { Err(Stay::Body) }) {
        Ok(address) => {
            state.redirects += 1;
            state.address = Some(Box::new(address));
            Ok(NextAction::Resend)
        }
        Err(stay) => {
            let mut failure = failure::with_response(config, call.route.id, ErrorKind::Redirect, raw);
            let location = failure.response.as_ref().and_then(|response| response.headers.get(LOCATION));
            let to = location.map(|to| String::from_utf8_lossy(to.as_bytes()));
            let text = format!("the server redirects to {}: {stay}", to.as_deref().unwrap_or("nowhere"));
            failure.source = Some(text.into());
            failure.attempts.made = state.made;
            Err(failure)
        }
    }
}

/// Returns the target of a redirect. It must be on the same origin, because the credential is sent there.
fn next(
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
    // A user and a password in the target would be a credential that the server chose.
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
