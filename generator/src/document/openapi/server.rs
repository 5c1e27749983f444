//! Parses server URLs.

use std::net::Ipv4Addr;

use crate::document::Node;

/// Returns a server's URL with the defaults of its variables, without a trailing slash ([OpenAPI
/// 3.0](https://spec.openapis.org/oas/v3.0.3#server-object)).
pub fn server_url(server: &Node) -> String {
    let url = written_url(server);
    let variables = server.entries("variables");
    let filled = variables.fold(url, |url, (name, variable)| {
        let default = variable.get("default").and_then(Node::as_text);
        default.map_or(url.clone(), |default| url.replace(&format!("{{{name}}}"), default))
    });
    filled.trim_end_matches('/').to_owned()
}

/// Returns a server's URL as written, except for surrounding whitespace, the case of its scheme and a trailing slash.
pub fn written_url(server: &Node) -> String {
    let url = server.get("url").and_then(Node::as_text).unwrap_or_default().trim().trim_end_matches('/');
    match url.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('{') => format!("{}://{rest}", scheme.to_ascii_lowercase()),
        _ => url.to_owned(),
    }
}

/// Whether a server can be the default: its URL is absolute, without variables, and uses https or a loopback host.
pub fn is_default_server(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let (host, port) = host_and_port(authority);
    let is_private = scheme == "https" || (scheme == "http" && is_loopback(authority));
    // A host with an empty label contains a variable without a value.
    let is_whole = host.strip_suffix('.').unwrap_or(host).split('.').all(|label| !label.is_empty());
    is_private && is_whole && !host.contains('@') && port.parse::<u16>().is_ok() && is_plain(url)
}

/// Returns the path of a server's URL, which is appended to a base URL without a path. None if it is the root, or
/// invalid.
pub fn server_path(url: &str) -> Option<String> {
    let after_host = |rest: &'_ str| rest.split_once('/').map_or(String::new(), |(_, path)| path.to_owned());
    let path = match url.split_once("://").map(|(_, rest)| rest).or(url.strip_prefix("//")) {
        Some(rest) => after_host(rest),
        None if names_host(url) => after_host(url),
        None => url.trim_start_matches("./").to_owned(),
    };
    let path = path.trim_matches('/');
    let is_kept = |segment: &str| !segment.is_empty() && segment != "." && segment != "..";
    (path.split('/').all(is_kept) && is_plain(path)).then(|| format!("/{path}"))
}

/// Returns the path of a relative server URL, `/` for the root. None for a URL with a host.
pub fn relative_server(url: &str) -> Option<String> {
    let is_relative = !url.contains("://") && !url.starts_with("//") && !names_host(url);
    let is_root = matches!(url.trim_matches('/'), "" | ".");
    if is_relative && is_root { Some("/".to_owned()) } else { server_path(url).filter(|_| is_relative) }
}

/// Whether a URL without a scheme begins with a host, like `api.example.com/v1` and `localhost:8080`.
fn names_host(url: &str) -> bool {
    let first = url.split('/').next().unwrap_or_default();
    let last_label = first.rsplit_once('.').map_or("", |(_, label)| label);
    first == "localhost"
        || first.contains([':', '{'])
        || last_label.starts_with(|letter: char| letter.is_ascii_alphabetic())
}

/// Whether an authority is a loopback host.
pub fn is_loopback(authority: &str) -> bool {
    let (host, _) = host_and_port(authority);
    matches!(host, "localhost" | "[::1]")
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

/// Splits an authority. The port is `0` if there is none.
fn host_and_port(authority: &str) -> (&str, &str) {
    authority.rsplit_once(':').filter(|(_, port)| !port.contains(']')).unwrap_or((authority, "0"))
}

/// Whether all characters are valid in a URL, without a query or a fragment.
fn is_plain(url: &str) -> bool {
    let plain = |letter: char| {
        letter.is_ascii_graphic()
            && !matches!(letter, '{' | '}' | '"' | '<' | '>' | '\\' | '^' | '`' | '|' | '?' | '#')
    };
    url.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_server_is_https_or_loopback() {
        for yes in [
            "https://api.elastic-cloud.com/api/v1",
            "https://a.b:8443",
            "http://localhost:11434",
            "http://127.0.0.1/v1",
            "http://[::1]:80/v1",
        ] {
            assert!(is_default_server(yes), "{yes}");
        }
        for no in [
            "http://a.b",
            "http://localhost.a.b",
            "http://0.0.0.0:80",
            "/v1",
            "https://{region}.a.b",
            "https://u:p@a.b",
            "https://",
            "https://.a.b",
            "https://a..b",
            "https://a.b:port",
            "https://a.b/\"; fn",
            "ws://localhost",
        ] {
            assert!(!is_default_server(no), "{no}");
        }
    }

    #[test]
    fn relative_server_has_no_host() {
        for (url, path) in [("/files", "/files"), ("v1", "/v1"), ("", "/"), (".", "/")] {
            assert_eq!(relative_server(url).as_deref(), Some(path), "{url}");
        }
        for url in ["http://a.b/v1", "//a.b/v1", "a.example/v1", "{host}/v1", "/{version}"] {
            assert_eq!(relative_server(url), None, "{url}");
        }
    }

    #[test]
    fn server_path_is_kept_without_its_host() {
        for (url, path) in [
            ("/api/v1", "/api/v1"),
            ("api/v1/", "/api/v1"),
            ("./v1.2", "/v1.2"),
            ("http://a.b/v1", "/v1"),
            ("{scheme}://{host}/v1", "/v1"),
            ("//a.b/v1", "/v1"),
            ("a.example/v1", "/v1"),
            ("localhost:8080/v1", "/v1"),
            ("{host}/v1", "/v1"),
        ] {
            assert_eq!(server_path(url).as_deref(), Some(path), "{url}");
        }
        for url in ["", "/", ".", "https://a.b", "/{version}", "../v1", "/a//b", "/v1?x=y", "localhost:8080"]
        {
            assert_eq!(server_path(url), None, "{url}");
        }
    }
}
