//! Builds a new fragment from a page.

use serde_json::{Map, Value, json};

use super::build::{self, Builder};
use super::page::Page;
use super::provenance::Provenance;
use clientwright::document::Node;
use clientwright::document::openapi::{operations, server_url};

/// Returns the fragment of an operation that the API does not have yet.
pub(super) fn build(builder: &mut Builder<'_>, page: &Page, id: &str, provenance: &Provenance) -> Value {
    let mut operation = Map::new();
    let mut put = |key: &str, value: Value| drop(operation.insert(key.to_owned(), value));
    put("operationId", id.into());
    if let Some(tags) = tags(builder, page) {
        put("tags", tags);
    }
    put("summary", page.title.text.as_str().into());
    if let Some(text) = &page.description {
        put("description", text.text.as_str().into());
    }
    put("x-provenance", json!([provenance.entry(&page.title.text)]));
    if let Some(span) = build::says_deprecated(page) {
        let message = "the description mentions a deprecation, which a page cannot state otherwise";
        builder.note("open-deprecated", span, message);
    }
    security(builder, page);
    if let Some(servers) = servers(builder, page) {
        put("servers", servers);
    }
    if !page.parameters.is_empty() {
        put("parameters", page.parameters.iter().map(|parameter| builder.parameter(parameter)).collect());
    }
    if let Some(content) = &page.body {
        put("requestBody", builder.body(content));
    }
    let responses =
        page.responses.iter().map(|response| (response.status.text.clone(), builder.response(response)));
    put("responses", Value::Object(responses.collect()));
    let words = "the descriptions are copied from the page: rewrite them in your own words before you commit";
    builder.note("words", page.title.span, words);
    let method = page.method.text.to_ascii_lowercase();
    json!({ "paths": { page.path.text.as_str(): { method: operation } } })
}

/// Returns the tags of operations with a common path prefix, if they agree.
fn tags(builder: &mut Builder<'_>, page: &Page) -> Option<Value> {
    let first = |path: &str| path.split('/').nth(1).unwrap_or_default().to_owned();
    let wanted = first(&page.path.text);
    let mut near =
        operations(builder.root).filter(|at| first(at.path) == wanted).map(|at| at.node.get("tags"));
    let tags = near.next().flatten();
    let agreed = tags.filter(|tags| near.all(|other| other.is_some_and(|other| other.same(tags))));
    let message = match agreed {
        Some(_) => {
            format!("the page does not state a tag; the tag of the other paths under `/{wanted}` is used")
        }
        None => "the page does not state a tag; written without one".to_owned(),
    };
    builder.note(if agreed.is_some() { "taken" } else { "open-tag" }, page.path.span, message);
    agreed.map(Node::to_json)
}

/// Reports that security requirements come from the API's document, because a page says little about them.
fn security(builder: &mut Builder<'_>, page: &Page) {
    let labels: Vec<_> = page.authentication.iter().map(|label| format!("`{}`", label.text)).collect();
    let (span, message) = match page.authentication.first() {
        Some(first) => (
            first.span,
            format!(
                "the page only names the authentication, {}; the API's security is used",
                labels.join(", ")
            ),
        ),
        None => (
            page.path.span,
            "the page does not state the authentication; the API's security is used".to_owned(),
        ),
    };
    builder.note("taken", span, message);
}

/// Returns the page's servers, unless the API has one of them.
fn servers(builder: &mut Builder<'_>, page: &Page) -> Option<Value> {
    let known = addresses(builder.root);
    let (of_api, others): (Vec<_>, Vec<_>) =
        page.servers.iter().partition(|server| is_known(&known, &server.text));
    let is_first = |url: &str| known.first().is_some_and(|first| first == url.trim_end_matches('/'));
    let goes_there = of_api.iter().any(|server| is_first(&server.text));
    for other in others.iter().filter(|_| !of_api.is_empty()) {
        let message = format!("the API does not list the server {}", other.text);
        builder.note("server", other.span, message);
    }
    if goes_there {
        return None;
    }
    let taken = if of_api.is_empty() { &others } else { &of_api };
    let first = taken.first()?;
    let message = format!(
        "the page's server is {}, but the API's is {}; the fragment uses the page's, and calls send their credentials there",
        first.text,
        known.first().map_or("none", String::as_str)
    );
    let help = "if this is another API, create a folder for it under spec/ and select it with `--api`";
    builder
        .diagnostics
        .push(clientwright::diagnostic::Diagnostic::warning("server", first.span, message).with_help(help));
    Some(taken.iter().map(|server| json!({ "url": server.text.as_str() })).collect())
}

/// Returns the server URLs of an API.
pub(super) fn addresses(root: &Node) -> Vec<String> {
    root.items("servers").iter().map(server_url).collect()
}

pub(super) fn is_known(known: &[String], url: &str) -> bool {
    known.iter().any(|known| known == url.trim_end_matches('/'))
}
