//! Splits a text into words, which the names in each casing are made of.

/// Words whose capitals are not boundaries: as documents write them, and in a type name.
const TERMS: [(&str, &str); 25] = [
    ("ETag", "ETag"),
    ("eTag", "ETag"),
    ("OAuth", "OAuth"),
    ("oAuth", "OAuth"),
    ("iOS", "Ios"),
    ("macOS", "MacOs"),
    ("mTLS", "Mtls"),
    ("vCPU", "Vcpu"),
    ("IOps", "Iops"),
    ("KBps", "Kbps"),
    ("MBps", "Mbps"),
    ("GBps", "Gbps"),
    ("KiB", "KiB"),
    ("MiB", "MiB"),
    ("GiB", "GiB"),
    ("TiB", "TiB"),
    ("IoT", "IoT"),
    ("QoS", "QoS"),
    ("SaaS", "SaaS"),
    ("WiFi", "WiFi"),
    ("GraphQL", "GraphQl"),
    ("MySQL", "MySql"),
    ("NoSQL", "NoSql"),
    ("PostgreSQL", "PostgreSql"),
    ("SQLite", "Sqlite"),
];

/// A word of a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// In lower case.
    pub(super) lower: String,
    /// As part of a type name.
    pub(super) camel: String,
}

/// Returns the words of a text of ASCII letters, digits and spaces.
///
/// A capital begins a word after a small letter (`userName`), and before one at the end of an acronym (`HTTPServer`).
/// The plural of an acronym (`userIDs`) and its version (`IPv6`) belong to it, and so do digits (`OAuth2`). An acronym
/// after digits that end an acronym is a word (`AES256GCM`).
pub(super) fn words(text: &str) -> Vec<Word> {
    split(text, term)
}

/// Returns the words of a text, with the words of each term apart.
pub(super) fn words_apart(text: &str) -> Vec<Word> {
    split(text, |_| None)
}

fn split(text: &str, term: fn(&str) -> Option<(usize, &'static str, &'static str)>) -> Vec<Word> {
    let mut words = Vec::new();
    for mut rest in text.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        while !rest.is_empty() {
            let (end, camel) = match term(rest) {
                Some((end, term, camel)) => (end, Some((term, camel))),
                None => (end(rest.as_bytes()), None),
            };
            let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            let lower = word.to_ascii_lowercase();
            let camel = match camel {
                Some((term, camel)) => format!("{camel}{}", lower.get(term.len()..).unwrap_or_default()),
                None => capitalized(&lower),
            };
            words.push(Word { lower, camel });
            rest = after;
        }
    }
    words
}

fn capitalized(lower: &str) -> String {
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// Returns the length of the term that a text begins with, with a plural `s` and digits, and its spellings.
fn term(text: &str) -> Option<(usize, &'static str, &'static str)> {
    let mut found = TERMS.iter().filter_map(|(term, camel)| {
        let rest = text.strip_prefix(term)?.as_bytes();
        let plural = usize::from(is_plural(rest));
        let digits = rest.iter().skip(plural).take_while(|letter| letter.is_ascii_digit()).count();
        let is_whole = rest.get(plural + digits).is_none_or(u8::is_ascii_uppercase);
        is_whole.then_some((term.len() + plural + digits, *term, *camel))
    });
    found.next()
}

/// Returns the length of the first word.
fn end(text: &[u8]) -> usize {
    for (index, _) in text.iter().enumerate().skip(1).filter(|(_, letter)| letter.is_ascii_uppercase()) {
        let before = text.get(..index).unwrap_or_default();
        let after = text.get(index + 1..).unwrap_or_default();
        let is_first_small = after.first().is_some_and(u8::is_ascii_lowercase);
        let begins = match before.iter().rfind(|letter| letter.is_ascii_alphabetic()) {
            Some(last) if last.is_ascii_lowercase() => true,
            Some(_) if is_first_small => !is_rest_of_acronym(before, after),
            Some(_) => is_acronym(before) && after.first().is_some_and(u8::is_ascii_uppercase),
            None => false,
        };
        if begins {
            return index;
        }
    }
    text.len()
}

/// Whether what follows a capital belongs to the acronym that the capital ends: its plural or its version.
fn is_rest_of_acronym(before: &[u8], after: &[u8]) -> bool {
    let is_version = matches!(after, [b'v', digit, ..] if digit.is_ascii_digit());
    is_version || (before.last().is_some_and(u8::is_ascii_uppercase) && is_plural(after))
}

/// Whether the rest after an acronym is its plural.
fn is_plural(rest: &[u8]) -> bool {
    matches!(rest, [b's', after @ ..] if !after.first().is_some_and(u8::is_ascii_lowercase))
}

/// Whether a text is an acronym of at least two letters that ends with digits.
fn is_acronym(text: &[u8]) -> bool {
    matches!(text, [first, second, .., last] if first.is_ascii_uppercase() && second.is_ascii_uppercase() && last.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snake(text: &str) -> String {
        words(text).iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join("_")
    }

    #[test]
    fn text_is_split_into_words() {
        for (text, expected) in [
            ("clientURLs", "client_urls"),
            ("userIDs", "user_ids"),
            ("peerIDs", "peer_ids"),
            ("IDs", "ids"),
            ("URLsToScan", "urls_to_scan"),
            ("ACLsEnabled", "acls_enabled"),
            ("userIDsOrAPIs", "user_ids_or_apis"),
            ("GPUs", "gpus"),
            ("EnableIPv6", "enable_ipv6"),
            ("enableIPv6", "enable_ipv6"),
            ("IPv4Address", "ipv4_address"),
            ("publicIPv4s", "public_ipv4s"),
            ("IPv6CIDRBlock", "ipv6_cidr_block"),
            ("minTLSv1", "min_tlsv1"),
            ("publicIPs", "public_ips"),
            ("OAuth2Token", "oauth2_token"),
            ("oAuth2Token", "oauth2_token"),
            ("githubOAuthApp", "github_oauth_app"),
            ("OAuths", "oauths"),
            ("eTag", "etag"),
            ("ETag", "etag"),
            ("vCPUs", "vcpus"),
            ("maxVCPUs", "max_vcpus"),
            ("mTLSEnabled", "mtls_enabled"),
            ("iOSVersion", "ios_version"),
            ("minMacOSVersion", "min_mac_os_version"),
            ("BlkioDeviceReadIOps", "blkio_device_read_iops"),
            ("diskMBpsReadWrite", "disk_mbps_read_write"),
            ("memoryGiB", "memory_gib"),
            ("QoSClass", "qos_class"),
            ("SaaSID", "saas_id"),
            ("MySQL8", "mysql8"),
            ("GraphQLQuery", "graphql_query"),
            ("AES256GCM", "aes256_gcm"),
            ("SHA256Hash", "sha256_hash"),
            ("SHA256", "sha256"),
            ("HTTP2Server", "http2_server"),
            ("HTTPError", "http_error"),
            ("getHTTPSURL", "get_httpsurl"),
            ("userID", "user_id"),
            ("IDToken", "id_token"),
            ("userName", "user_name"),
            ("user_name", "user_name"),
            ("UserName", "user_name"),
            ("USER_NAME", "user_name"),
            ("user", "user"),
            ("USER", "user"),
            ("Status", "status"),
            ("address", "address"),
            ("isAs", "is_as"),
            ("hasAccess", "has_access"),
            ("sha256", "sha256"),
            ("utf8", "utf8"),
            ("line1", "line1"),
            ("address2Line", "address2_line"),
            ("v2Beta", "v2_beta"),
            ("V1alpha1", "v1alpha1"),
            ("S3Bucket", "s3_bucket"),
            ("S3", "s3"),
            ("K8S", "k8s"),
            ("E2E", "e2e"),
            ("U2F", "u2f"),
            ("M2TsMode", "m2_ts_mode"),
            ("L2TP", "l2tp"),
            ("2FA", "2fa"),
            ("3DSecure", "3d_secure"),
            ("4xxErrors", "4xx_errors"),
            ("P95Latency", "p95_latency"),
            ("H264", "h264"),
            ("aBTest", "a_b_test"),
            ("iPhone", "i_phone"),
            ("GitHubApp", "git_hub_app"),
            ("getUserByID", "get_user_by_id"),
            ("x  y", "x_y"),
            ("QoSometimes", "qo_sometimes"),
            ("IoTable", "io_table"),
            ("DNSsec", "dn_ssec"),
            ("", ""),
        ] {
            assert_eq!(snake(text), expected, "{text}");
        }
    }

    #[test]
    fn type_name_keeps_spelling_of_terms() {
        let camel = |text| words(text).into_iter().map(|word| word.camel).collect::<String>();
        for (text, expected) in [
            ("OAuth2Token", "OAuth2Token"),
            ("clientURLs", "ClientUrls"),
            ("IPv6Address", "Ipv6Address"),
            ("e_tag", "ETag"),
            ("eTags", "ETags"),
            ("vCPUs", "Vcpus"),
            ("AES256GCM", "Aes256Gcm"),
            ("GitHubApp", "GitHubApp"),
            ("2fa", "2fa"),
        ] {
            assert_eq!(camel(text), expected, "{text}");
        }
    }

    #[test]
    fn words_of_type_name_are_those_of_text() {
        for (term, camel) in TERMS {
            assert_eq!(words(term).len(), 1, "{term}");
            assert_eq!(camel.to_ascii_lowercase(), term.to_ascii_lowercase());
        }
    }
}
