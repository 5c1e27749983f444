//! The front pages of the two crates.

mod first_call;
pub(super) mod readme;

use std::collections::BTreeMap;

use crate::emit::docs;
use crate::ir::{Api, Operation, Placement, RUNTIME_FEATURES, RuntimeFeature, Status};

use first_call::{Example, Start};

/// The page of every client, with placeholders for what differs.
const PAGE: &str = include_str!("crate_docs.md");
/// What the page of every model crate says.
const MODELS: &str = "Types only, without HTTP and runtime. An optional field is an `Option`, and null decodes as `None`. An enum keeps values \
                      that the document does not list in `Other`. A struct that is only received has no constructor, so that a new \
                      required field breaks no caller: create it by `serde_json::from_value`, for example in a test.";
/// How many operations are named for an error code; the rest are counted.
const NAMED: usize = 3;
/// The front page of the client crate.
pub(super) fn client(api: &Api) -> Vec<String> {
    let mut lines = title(api, "Client for the");
    lines.push(String::new());
    lines.extend(client_sections(api));
    lines
}

/// What follows the description of the API, in sections.
fn client_sections(api: &Api) -> Vec<String> {
    let start = Start::of(api);
    let calls = Example::calls(api);
    let mut lines = Vec::new();
    for line in PAGE.lines() {
        match line {
            "{{operations}}" => lines.extend(operations(api)),
            "{{credentials}}" => lines.extend(credentials(api)),
            "{{errors}}" => lines.extend(crate::emit::client::recipe::matching(api, &calls)),
            "{{codes}}" => lines.extend(codes(api)),
            "{{dependency}}" => lines.extend(dependency(api, &api.package)),
            "{{features}}" => lines.extend(features(api)),
            "{{recipe}}" => lines.extend(crate::emit::client::recipe::lines(api, &calls)),
            "{{call}}" => lines.extend(start.call.iter().cloned()),
            _ => lines.push(
                line.replace("{{parameters}}", &start.parameters)
                    .replace("{{imports}}", start.imports)
                    .replace("{{client}}", &start.client)
                    .replace("{{package}}", &api.package)
                    .replace("{{crate}}", &api.package.replace('-', "_")),
            ),
        }
    }
    // An absent section leaves two blank lines.
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    lines
}

/// The front page of the model crate.
pub(super) fn models(api: &Api) -> Vec<String> {
    let mut lines = title(api, "Models for the");
    lines.extend([String::new(), MODELS.to_owned(), String::new()]);
    lines.extend(readme::models_example(api));
    lines.truncate(lines.len() - lines.iter().rev().take_while(|line| line.is_empty()).count());
    lines
}

/// The lines of a manifest that depend on a crate: by version if it can be published.
fn dependency(api: &Api, name: &str) -> Vec<String> {
    match api.manifest.publish {
        Some(true) => vec![
            "# Before it is published, depend on its folder:".to_owned(),
            format!("# {name} = {{ path = \"../{name}\" }}"),
            format!("{name} = \"{}\"", api.manifest.version()),
        ],
        _ => vec![format!("{name} = {{ path = \"../{name}\" }}")],
    }
}

fn title(api: &Api, what: &str) -> Vec<String> {
    let mut lines = vec![match api.version.as_str() {
        "" => format!("{what} {}.", docs::one_line(&api.title)),
        version => format!("{what} {}, version {}.", docs::one_line(&api.title), docs::one_line(version)),
    }];
    if let Some(description) = &api.description {
        lines.push(String::new());
        lines.extend(docs::markdown(description));
    }
    lines
}

fn operations(api: &Api) -> Vec<String> {
    let mut lines = vec!["# Operations".to_owned()];
    let mut listed: BTreeMap<Option<usize>, Vec<&Operation>> = BTreeMap::new();
    for operation in &api.operations {
        listed.entry(operation.tags.first().copied()).or_default().push(operation);
    }
    let has_tags = listed.keys().any(Option::is_some);
    for (tag, operations) in listed {
        let tag = tag.and_then(|tag| api.tags.get(tag));
        let name = tag.map_or_else(|| "Without a tag".to_owned(), |tag| docs::one_line(&tag.name));
        if has_tags {
            lines.extend([String::new(), format!("## {name}")]);
        }
        lines.push(String::new());
        lines.extend(operations.into_iter().map(|operation| {
            let route = docs::code(&format!("{} {}", operation.method, operation.path));
            format!("* [`{0}`](Client::{0}): {route}", operation.function)
        }));
    }
    lines
}

/// The constructors of credentials, and the variables from which they are read.
fn credentials(api: &Api) -> Vec<String> {
    if api.security_schemes.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["# Credentials".to_owned(), String::new()];
    for scheme in &api.security_schemes {
        let sent = match &scheme.placement {
            Placement::Authorization(word) => format!("the header `Authorization: {word} ...`"),
            Placement::Basic => "the header `Authorization: Basic ...`".to_owned(),
            Placement::Header(name) => format!("the header {}", docs::code(name)),
            Placement::Query(name) => format!("the query parameter {}", docs::code(name)),
            Placement::Cookie(name) => format!("the cookie {}", docs::code(name)),
        };
        let variables = api.environment.credentials.iter().filter(|(name, _)| **name == scheme.name);
        let variables: Vec<_> = variables.flat_map(|(_, names)| names).map(|name| docs::code(name)).collect();
        let variables = match variables.is_empty() {
            true => String::new(),
            false => format!(" [`Client::from_env`] reads it from {}.", variables.join(" or ")),
        };
        lines.push(format!("* [`Credential::{0}`] is sent as {sent}.{variables}", scheme.function));
    }
    lines
}

/// The error codes: what they mean, which operations return them, and whether a retry can help.
fn codes(api: &Api) -> Vec<String> {
    if api.error_codes.is_empty() {
        return Vec::new();
    }
    let mut raised: BTreeMap<usize, Vec<(&Operation, Status)>> = BTreeMap::new();
    for operation in api.operations.iter().filter(|operation| !operation.is_variant) {
        for response in operation.failures() {
            for listed in &response.codes {
                raised.entry(listed.code).or_default().push((operation, response.status));
            }
        }
    }
    let mut lines = vec!["# Error codes".to_owned(), String::new()];
    for (place, code) in api.error_codes.iter().enumerate() {
        let by = raised.get(&place).map(Vec::as_slice).unwrap_or_default();
        let meaning = code.meaning.as_deref().map(docs::one_line).unwrap_or_default();
        let (name, meaning) =
            (docs::code(&code.value), if meaning.is_empty() { meaning } else { format!(" {meaning}") });
        let (who, retryable) = (returned_by(by), retryable(by));
        lines.push(format!("* [{name}](ErrorCode::{}):{meaning}{retryable}{who}", code.variant));
    }
    lines
}

fn returned_by(by: &[(&Operation, Status)]) -> String {
    let name = |(operation, status): &(&Operation, Status)| {
        format!("[`{0}`](Client::{0}) ({status})", operation.function)
    };
    let mut names: Vec<_> = by.iter().take(NAMED).map(name).collect();
    if by.len() > NAMED {
        names.push(format!("{} more", by.len() - NAMED));
    }
    if names.is_empty() { String::new() } else { format!(" Returned by {}.", names.join(", ")) }
}

/// Whether a retry can help, according to the statuses.
fn retryable(by: &[(&Operation, Status)]) -> &'static str {
    let is = |wanted: fn(u16) -> bool| {
        by.iter().any(|(_, status)| matches!(status, Status::Code(code) if wanted(*code)))
    };
    if is(|code| matches!(code, 429 | 502..=504)) {
        " Retryable after a delay."
    } else if is(|code| code >= 500)
        || by.iter().any(|(_, status)| matches!(status, Status::Class(5) | Status::Default))
    {
        " Possibly retryable."
    } else {
        ""
    }
}

fn features(api: &Api) -> Vec<String> {
    let mut lines = vec!["| feature | effect |".to_owned(), "|---|---|".to_owned()];
    for tag in &api.tags {
        let words = tag.description.as_deref();
        let words = words.map(|words| format!(": {}", docs::one_line(words))).unwrap_or_default();
        let (feature, name) = (&tag.feature, docs::one_line(&tag.name));
        lines.push(format!("| `{feature}` (default) | operations of the tag {name}{words} |"));
    }
    lines.extend(RUNTIME_FEATURES.iter().map(|RuntimeFeature { name, is_default, words }| {
        format!("| `{name}`{} | {words} |", if *is_default { " (default)" } else { "" })
    }));
    lines.extend(api.model_features().map(|feature| format!("| `{}` | {} |", feature.name, feature.words)));
    lines
}
