//! What a server says of how much and how soon.

use std::time::Duration;

use http::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::platform::system_time;

/// How many calls a server takes, as its headers say: `RateLimit-*` of the drafts of the IETF or `X-RateLimit-*`. What a
/// server does not say, or says in a form of its own, is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RateLimit {
    /// Calls in a window.
    pub limit: Option<u64>,
    /// Calls left in this window.
    pub remaining: Option<u64>,
    /// The number in the header that ends in `reset`: seconds until the window ends, or the second at which it does. Servers
    /// differ, so this is what they say.
    pub reset: Option<u64>,
    /// The number in the header that ends in `interval`: how long a window is, in the server's own unit.
    pub interval: Option<u64>,
}

/// The rate limit, if a reply says anything of one.
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

/// `Retry-After`: seconds, or a date ([RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)). A
/// date counts from the reply's own `Date`, so that the two clocks need not agree. One that has passed is no wait.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than a number holds are as many as it does.
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
