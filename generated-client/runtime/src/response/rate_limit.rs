//! Rate limit and `Retry-After` headers.

use std::time::Duration;

use http::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::platform::system_time;

/// The rate limit of a server, from its `RateLimit-*` or `X-RateLimit-*` headers.
///
/// A field is `None` if the server does not send its header, or sends it in another format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of calls per window.
    pub limit: Option<u64>,
    /// The number of calls left in this window.
    pub remaining: Option<u64>,
    /// The number in the header that ends in `reset`, unchanged.
    ///
    /// Depending on the server, it is the number of seconds until the window ends or the Unix time of its end.
    pub reset: Option<u64>,
    /// The number in the header that ends in `interval`: the length of a window in the server's unit.
    pub interval: Option<u64>,
}

/// Returns the rate limit, if a response has any of its headers.
pub(crate) fn rate_limit(headers: &HeaderMap) -> Option<RateLimit> {
    let number = |what: &str| {
        let names =
            [format!("x-ratelimit-{what}"), format!("ratelimit-{what}"), format!("x-rate-limit-{what}")];
        names.iter().find_map(|name| headers.get(name)?.to_str().ok()?.trim().parse().ok())
    };
    let found = RateLimit {
        limit: number("limit"),
        remaining: number("remaining"),
        reset: number("reset"),
        interval: number("interval"),
    };
    (found != RateLimit::default()).then_some(found)
}

/// Returns the delay of `Retry-After`, which is a number of seconds or a date
/// ([RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
///
/// A date is relative to the `Date` of the response, so that the two clocks can differ. A past date is a delay of zero.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Only digits, so parsing fails only on overflow.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let said = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    let from = said.or_else(system_time)?;
    Some(until.duration_since(from).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let header = |(name, value): &(&'static str, &str)| {
            (http::header::HeaderName::from_static(name), value.parse().unwrap())
        };
        pairs.iter().map(header).collect()
    }

    #[test]
    fn seconds_and_dates_are_read_and_nonsense_is_not() {
        let wait = |text: &str| retry_after(&headers(&[("retry-after", text)]));
        assert_eq!(wait(" 7 "), Some(Duration::from_secs(7)));
        assert_eq!(wait("99999999999999999999999"), Some(Duration::from_secs(u64::MAX)));
        for nonsense in ["", "-1", "soon", "1.5", "+3", "Wed, 99 Oct 2026 07:28:00 GMT"] {
            assert_eq!(wait(nonsense), None, "{nonsense}");
        }
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO), "it has passed");
        let dated =
            |date| retry_after(&headers(&[("retry-after", "Wed, 21 Oct 2015 07:28:30 GMT"), ("date", date)]));
        assert_eq!(dated("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(dated("never"), Some(Duration::ZERO));
    }

    #[test]
    fn a_rate_limit_is_read_in_the_common_spellings() {
        let elastic = rate_limit(&headers(&[
            ("x-ratelimit-limit", "100"),
            ("x-ratelimit-remaining", "99"),
            ("x-ratelimit-interval", "60"),
        ]));
        let expected = RateLimit { limit: Some(100), remaining: Some(99), reset: None, interval: Some(60) };
        assert_eq!(elastic, Some(expected));
        assert_eq!(rate_limit(&headers(&[("ratelimit-reset", "5")])).unwrap().reset, Some(5));
        assert_eq!(rate_limit(&headers(&[("ratelimit-limit", "many")])), None);
    }
}
