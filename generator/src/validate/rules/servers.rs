//! The default server uses https or a loopback host; otherwise there is no default.

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::document::openapi::{is_default_server, server_path, server_url};

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let servers = document.root.items("servers");
    let Some(node) = servers.first().and_then(|server| server.get("url")) else { return };
    let url = servers.first().map(server_url).unwrap_or_default();
    if !is_default_server(&url) {
        let kept = server_path(&url).map(|path| format!("; one without a path gets `{path}`"));
        let url = if url.is_empty() { "/" } else { &url };
        let message = format!(
            "`{url}` cannot be the default server; callers must set a base URL{}",
            kept.unwrap_or_default()
        );
        let help = "write an address such as `https://api.example.com/v1`, with a default for each variable";
        diagnostics.push(Diagnostic::warning("server", node.head(), message).with_help(help));
    }
}
