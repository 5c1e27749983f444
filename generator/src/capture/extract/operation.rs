//! An extracted operation.

use serde_json::{Map, Value, json};

use super::{Subject, reach};
use crate::capture::{fragment, id};
use crate::finding::Finding;
use crate::openapi::{OperationAt, components};
use crate::tree::Node;

/// The operation as it stands in a fragment: with the parameters of its path, with a name, and without what is the API's.
pub(super) fn made(subject: &mut Subject<'_>, at: OperationAt<'_>) -> Value {
    let extraction = subject.extraction;
    let own = at.node.get("operationId").and_then(Node::as_text).map(str::to_owned);
    let id = extraction.operation_id.clone().or(own).unwrap_or_else(|| {
        let id = id::file_stem(&format!("{} {}", at.method, at.path));
        subject.note(
            "guess-id",
            at.node.head(),
            format!("the operation has no operationId: `{id}` is made of its route"),
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
    if let Some(security) = at.node.get("security") {
        let schemes = components(&subject.root, "securitySchemes");
        let known = |name: &String| schemes.is_some_and(|schemes| schemes.contains_key(name));
        let alternatives = security.as_array().unwrap_or_default().iter().filter_map(Node::as_object);
        if alternatives.flat_map(|alternative| alternative.keys()).all(known) {
            put("security", security.to_json());
        } else {
            let message =
                "the operation's security names schemes that the API does not have: the API's is taken"
                    .to_owned();
            subject.note("taken", security.head(), message);
        }
    }
    own_servers(subject, at, &mut out);
    Value::Object(out)
}

/// The document's servers, where the API has none of them.
fn own_servers(subject: &mut Subject<'_>, at: OperationAt<'_>, out: &mut Map<String, Value>) {
    let known = fragment::addresses(&subject.root);
    let list = [at.node, at.item, &subject.document].into_iter().find_map(|node| node.get("servers"));
    let Some(list) = list.cloned() else { return };
    let urls: Vec<String> =
        list.as_array().unwrap_or_default().iter().map(crate::openapi::server_url).collect();
    if urls.is_empty() || urls.iter().any(|url| fragment::is_known(&known, url)) {
        return;
    }
    let message =
        format!("the document's server is {}, and the API's is {}", urls.join(", "), known.join(", "));
    let help = "the fragment names the document's; take `servers` out if the API's is meant";
    subject.findings.push(Finding::warning("server", list.head(), message).with_help(help));
    out.insert("servers".to_owned(), list.to_json());
}
