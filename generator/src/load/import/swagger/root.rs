//! Converts the root: servers, components, security schemes.

use super::{Shared, made, object, parameters, responses, text};
use crate::diagnostic::Diagnostic;
use crate::document::openapi::is_loopback;
use crate::document::{Node, Object, Value};

pub(super) fn import(root: &mut Node, shared: &Shared, diagnostics: &mut Vec<Diagnostic>) {
    let span = root.span;
    let Value::Object(object) = &mut root.value else { return };
    servers(object);
    let mut components = Object::new();
    if let Some(definitions) = object.shift_remove("definitions") {
        components.insert("schemas".to_owned(), definitions);
    }
    if let Some(mut responses) = object.shift_remove("responses") {
        if let Value::Object(entries) = &mut responses.value {
            entries.values_mut().for_each(|response| responses::import_one(response, &shared.produces));
        }
        components.insert("responses".to_owned(), responses);
    }
    if let Some(mut shared_parameters) = object.shift_remove("parameters") {
        if let Value::Object(entries) = &mut shared_parameters.value {
            // A referenced body was inlined into its operations; an unreferenced one is reported.
            entries.retain(|name, node| {
                let target = format!("#/parameters/{}", crate::document::pointer_segment(name));
                !parameters::is_body(node, shared) || !shared.referred.contains(&target)
            });
            let all = std::mem::take(entries).into_iter().map(|(name, node)| {
                match parameters::is_body(&node, shared) {
                    true => (name, node),
                    false => (name, parameters::plain(node, diagnostics)),
                }
            });
            *entries = all.collect();
        }
        components.insert("parameters".to_owned(), shared_parameters);
    }
    if let Some(mut schemes) = object.shift_remove("securityDefinitions") {
        if let Value::Object(entries) = &mut schemes.value {
            entries.values_mut().for_each(security_scheme);
        }
        components.insert("securitySchemes".to_owned(), schemes);
    }
    for key in ["consumes", "produces", "schemes"] {
        object.shift_remove(key);
    }
    object.insert("components".to_owned(), Node { span, key: None, value: Value::Object(components) });
}

/// Converts `schemes`, `host` and `basePath` to server URLs; https goes first, except on a loopback host.
fn servers(object: &mut Object) {
    let schemes = object.get("schemes").and_then(Node::as_array).unwrap_or_default();
    let names: Vec<_> = schemes.iter().filter_map(Node::as_str).collect();
    let takes = |scheme: &str| names.is_empty() || names.contains(&scheme);
    let (takes_http, takes_https) = (takes("http"), takes("https"));
    let host = object.shift_remove("host");
    let base = object.shift_remove("basePath");
    // Documents often write a whole URL in either key.
    let path = base.as_ref().and_then(Node::as_str).map(str::trim).unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').unwrap_or_default().1);
    let path = path.trim_matches('/');
    let given = host.as_ref().and_then(Node::as_str).map(str::trim).unwrap_or_default();
    let (scheme, given) =
        given.split_once("://").map_or((None, given), |(scheme, rest)| (Some(scheme), rest));
    let url = match given.trim_matches('/') {
        "" => format!("/{path}"),
        host => {
            let is_plain = !takes_https || (takes_http && is_loopback(host));
            let scheme = scheme.unwrap_or(if is_plain { "http" } else { "https" });
            format!("{scheme}://{host}/{path}")
        }
    };
    let Some(at) = host.as_ref().or(base.as_ref()).map(Node::head) else { return };
    let server = made(at, super::object([("url", text(at, &url))]));
    object.insert("servers".to_owned(), made(at, Value::Array(vec![server])));
}

/// Converts `basic` to `http`. The flows of `oauth2` have other names in 3.0, but are not read.
fn security_scheme(scheme: &mut Node) {
    let Value::Object(entries) = &mut scheme.value else { return };
    let Some(kind) = entries.get("type").cloned() else { return };
    match kind.as_str() {
        Some("basic") => {
            entries
                .insert("type".to_owned(), Node { value: Value::String("http".to_owned()), ..kind.clone() });
            entries.insert("scheme".to_owned(), text(kind.head(), "basic"));
        }
        Some("oauth2") => {
            let mut flow = Object::new();
            for key in ["flow", "authorizationUrl", "tokenUrl", "scopes"] {
                if let Some(node) = entries.shift_remove(key) {
                    flow.insert(key.to_owned(), node);
                }
            }
            entries.insert(
                "flows".to_owned(),
                made(kind.head(), object([("flow", made(kind.head(), Value::Object(flow)))])),
            );
        }
        _ => {}
    }
}
