//! Builds an extracted operation.

use serde_json::{Map, Value, json};

use super::{Subject, reach};
use crate::{fragment, id};
use clientwright::diagnostic::Diagnostic;
use clientwright::document::Node;
use clientwright::document::openapi::OperationAt;

/// Returns the operation as in a fragment: with the parameters of its path, a name and security requirements, without
/// what the API defines for all operations.
pub(super) fn made(subject: &mut Subject<'_>, at: OperationAt<'_>, security: Option<Value>) -> Value {
    let extraction = subject.extraction;
    let own = at.node.get("operationId").and_then(Node::as_text).map(str::to_owned);
    let id = extraction.operation_id.clone().or(own).unwrap_or_else(|| {
        let id = id::file_stem(&format!("{} {}", at.method, at.path));
        subject.note(
            "guess-id",
            at.node.head(),
            format!("the operation has no operationId; `{id}` is derived from its route"),
        );
        id
    });
    let info = |key: &str| {
        subject.document.get("info").and_then(|info| info.get(key)?.as_text()).unwrap_or_default()
    };
    let title = format!("{} {}", info("title"), info("version"));
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| drop(out.insert(key.to_owned(), value));
    put("operationId", id.into());
    for key in ["tags", "summary", "description"] {
        at.node.get(key).into_iter().for_each(|node| put(key, node.to_json()));
    }
    put("x-provenance", json!([extraction.provenance.entry(title.trim())]));
    let own = at.node.as_object().into_iter().flatten();
    for (key, node) in
        own.filter(|(key, _)| !["parameters", "security", "servers", "operationId"].contains(&key.as_str()))
    {
        if !key.starts_with("x-") {
            put(key, node.to_json());
        }
    }
    let parameters = reach::parameters(&subject.document, at);
    if !parameters.is_empty() {
        put("parameters", parameters.into_iter().map(Node::to_json).collect());
    }
    security.into_iter().for_each(|security| put("security", security));
    own_servers(subject, at, &mut out);
    left_out(subject, at);
    Value::Object(out)
}

/// Adds the document's servers, if the API has none of them.
fn own_servers(subject: &mut Subject<'_>, at: OperationAt<'_>, out: &mut Map<String, Value>) {
    let known = fragment::addresses(&subject.root);
    let list = [at.node, at.item, &subject.document].into_iter().find_map(|node| node.get("servers"));
    let Some(list) = list.cloned() else { return };
    let urls: Vec<String> =
        list.as_array().unwrap_or_default().iter().map(clientwright::document::openapi::server_url).collect();
    let others: Vec<_> =
        urls.iter().filter(|url| !fragment::is_known(&known, url)).map(String::as_str).collect();
    if others.is_empty() {
        return;
    }
    if others.len() < urls.len() {
        let message = format!("the API does not have the document's server {}; ignored", others.join(", "));
        return subject.note("left-out", list.head(), message);
    }
    let message =
        format!("the document's server is {}, but the API's is {}", urls.join(", "), known.join(", "));
    let help = "the fragment uses the document's server; remove `servers` to use the API's";
    subject.diagnostics.push(Diagnostic::warning("server", list.head(), message).with_help(help));
    out.insert("servers".to_owned(), list.to_json());
}

/// Reports parts of an operation and its path that are not extracted.
fn left_out(subject: &mut Subject<'_>, at: OperationAt<'_>) {
    let entries = |node: &Node| node.as_object().cloned().unwrap_or_default().into_iter();
    let own = entries(at.node).filter(|(key, _)| key.starts_with("x-"));
    let is_of_all = |key: &str| key.starts_with("x-") || matches!(key, "summary" | "description");
    let shared = entries(at.item).filter(|(key, _)| is_of_all(key));
    for (key, node) in own {
        subject.note("left-out", node.head(), format!("the operation's `{key}` is not copied"));
    }
    for (key, node) in shared {
        let message = format!("`{key}` of the path item is not copied");
        subject.note("left-out", node.head(), message);
    }
}
