//! The front pages of the two crates.

use std::collections::BTreeMap;

use crate::emit::docs;
use crate::ir::{Api, BodyContent, Operation, Placement, RUNTIME_FEATURES, RuntimeFeature, Status, Type};

/// What every client's page says, with places for what differs.
const PAGE: &str = include_str!("crate_docs.md");
/// How many operations are named beside an error code; the rest are counted.
const NAMED: usize = 3;
/// The front page of the client crate.
pub(super) fn client(api: &Api) -> Vec<String> {
    let start = Start::of(api);
    let calls = Example::calls(api);
    let mut lines = title(api, "Client for the");
    lines.push(String::new());
    for line in PAGE.lines() {
        match line {
            "{{operations}}" => lines.extend(operations(api)),
            "{{codes}}" => lines.extend(codes(api)),
            "{{features}}" => lines.extend(features(api)),
            "{{recipe}}" => lines.extend(crate::emit::client::recipe::lines(api, &calls)),
            "{{call}}" => lines.extend(start.call.iter().cloned()),
            _ => lines.push(
                line.replace("{{parameters}}", &start.parameters)
                    .replace("{{imports}}", start.imports)
                    .replace("{{client}}", &start.client)
                    .replace("{{crate}}", &api.package.replace('-', "_")),
            ),
        }
    }
    // A table that is not there leaves two blank lines.
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    lines
}

/// The front page of the model crate.
pub(super) fn models(api: &Api) -> Vec<String> {
    let mut lines = title(api, "Models of the");
    let words = "Types and nothing else: no HTTP, no runtime. A field that the document calls optional is an `Option`, and \
                 null reads as `None`; an enum takes values that the document does not list and keeps their text.";
    lines.extend([String::new(), words.to_owned()]);
    lines
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

/// The example that everybody sees first: a client, and a call that needs as little as any.
struct Start {
    parameters: String,
    imports: &'static str,
    client: String,
    call: Vec<String>,
}

impl Start {
    fn of(api: &Api) -> Self {
        let call = api.operations.iter().filter_map(Example::of).min_by_key(|example| example.cost);
        let (imports, client) = client_of(api);
        Self {
            parameters: call.as_ref().map(|call| call.parameters.clone()).unwrap_or_default(),
            imports,
            client,
            call: call.map(|call| call.lines).unwrap_or_default(),
        }
    }
}

/// How a client is made: from the environment, where the settings name a variable.
fn client_of(api: &Api) -> (&'static str, String) {
    let address = if api.has_default_server() { "" } else { ".base_url(\"https://api.example.com\")" };
    if !api.environment.credentials.is_empty() && address.is_empty() {
        return ("Client", "Client::from_env()".to_owned());
    }
    match api.security_schemes.first() {
        None => ("Client", format!("Client::builder(){address}.build()")),
        Some(scheme) => {
            let secret = match scheme.placement {
                Placement::Basic => "\"user\", \"password\"",
                _ => "\"secret\"",
            };
            let credential = format!("Credential::{}({secret})", scheme.function);
            ("{Client, Credential}", format!("Client::builder(){address}.credential({credential}).build()"))
        }
    }
}

/// A call of one operation.
struct Example {
    cost: usize,
    parameters: String,
    /// The method with its arguments.
    method: String,
    lines: Vec<String>,
}

impl Example {
    /// Operations without a body, each with a call of it, the simplest first.
    fn calls(api: &Api) -> Vec<(&Operation, String)> {
        let examples = api.operations.iter().filter_map(|operation| Some((operation, Self::of(operation)?)));
        let mut calls: Vec<_> = examples.filter(|(_, example)| example.parameters.is_empty()).collect();
        calls.sort_by_key(|(_, example)| example.cost);
        calls.into_iter().map(|(operation, example)| (operation, example.method)).collect()
    }

    /// Nothing for an operation that takes or gives what a first example should not be about.
    fn of(operation: &Operation) -> Option<Self> {
        let mut arguments = Vec::new();
        let mut parameters = String::new();
        for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
            let Type::String = parameter.ty else { return None };
            arguments.push(format!(
                "{:?}",
                parameter.name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-")
            ));
        }
        if operation.parameters.iter().any(|parameter| !parameter.required) {
            arguments.push("&Default::default()".to_owned());
        }
        match operation.body.as_ref().map(|body| (&body.content, body.required)) {
            None => {}
            Some((BodyContent::Json(Type::Named(name)), true)) => {
                parameters = format!("body: &{{{{crate}}}}::models::{name}");
                arguments.push("body".to_owned());
            }
            Some(_) => return None,
        }
        if operation.deprecated
            || operation.is_variant
            || operation.successes().any(|reply| reply.body.is_stream())
        {
            return None;
        }
        let mut lines = Vec::new();
        if let Some((_, ty)) = parameters.split_once("models::") {
            lines.push(format!("// `body` is a `models::{ty}`."));
        }
        let method = format!("{}({})", operation.function, arguments.join(", "));
        lines.extend([
            format!("let reply = client.{method}.await?;"),
            "println!(\"{}\", reply.status());".to_owned(),
        ]);
        let cost = arguments.len()
            + if parameters.is_empty() { 0 } else { 4 }
            + if operation.method == "GET" { 0 } else { 8 };
        Some(Self { cost, parameters, method, lines })
    }
}

fn operations(api: &Api) -> Vec<String> {
    let mut lines = vec!["# Operations".to_owned(), String::new()];
    lines.extend(["| operation | method | tag |".to_owned(), "|---|---|---|".to_owned()]);
    for operation in &api.operations {
        let route = docs::code(&format!("{} {}", operation.method, operation.path)).replace('|', "\\|");
        let tags =
            operation.tags.iter().filter_map(|tag| api.tags.get(*tag)).map(|tag| docs::one_line(&tag.name));
        let tags = tags.collect::<Vec<_>>().join(", ");
        lines.push(format!("| {route} | [`{0}`](Client::{0}) | {tags} |", operation.function));
    }
    lines
}

/// The error codes: what they mean, who raises them, and whether calling again helps.
fn codes(api: &Api) -> Vec<String> {
    if api.error_codes.is_empty() {
        return Vec::new();
    }
    let mut raised: BTreeMap<usize, Vec<(&Operation, Status)>> = BTreeMap::new();
    for operation in api.operations.iter().filter(|operation| !operation.is_variant) {
        for reply in operation.failures() {
            for listed in &reply.codes {
                raised.entry(listed.code).or_default().push((operation, reply.status));
            }
        }
    }
    let mut lines = vec!["# Error codes".to_owned(), String::new()];
    lines.push("| code | meaning | raised by | does calling again help? |".to_owned());
    lines.push("|---|---|---|---|".to_owned());
    for (place, code) in api.error_codes.iter().enumerate() {
        let by = raised.get(&place).map(Vec::as_slice).unwrap_or_default();
        let meaning = code.meaning.as_deref().map(docs::one_line).unwrap_or_default();
        let name = docs::code(&code.value).replace('|', "\\|");
        let (who, helps) = (raisers(by), helps(by));
        lines.push(format!("| [{name}](ErrorCode::{}) | {meaning} | {who} | {helps} |", code.variant));
    }
    lines
}

fn raisers(by: &[(&Operation, Status)]) -> String {
    let name = |(operation, status): &(&Operation, Status)| {
        format!("[`{0}`](Client::{0}) ({status})", operation.function)
    };
    let mut names: Vec<_> = by.iter().take(NAMED).map(name).collect();
    if by.len() > NAMED {
        names.push(format!("{} more", by.len() - NAMED));
    }
    names.join(", ")
}

/// As far as the statuses say it.
fn helps(by: &[(&Operation, Status)]) -> &'static str {
    let is = |wanted: fn(u16) -> bool| {
        by.iter().any(|(_, status)| matches!(status, Status::Code(code) if wanted(*code)))
    };
    if is(|code| matches!(code, 429 | 502..=504)) {
        "yes, after a wait"
    } else if is(|code| code >= 500)
        || by.iter().any(|(_, status)| matches!(status, Status::Class(5) | Status::Default))
    {
        "perhaps"
    } else {
        "no"
    }
}

fn features(api: &Api) -> Vec<String> {
    let mut lines = vec!["| feature | what it brings |".to_owned(), "|---|---|".to_owned()];
    for tag in &api.tags {
        let words = tag.description.as_deref();
        let words = words.map(|words| format!(": {}", docs::one_line(words))).unwrap_or_default();
        let (feature, name) = (&tag.feature, docs::one_line(&tag.name));
        lines.push(format!("| `{feature}` (default) | operations of the tag {name}{words} |"));
    }
    lines.extend(RUNTIME_FEATURES.iter().map(|RuntimeFeature { name, is_default, words }| {
        format!("| `{name}`{} | {words} |", if *is_default { " (default)" } else { "" })
    }));
    lines
}
