//! Operations: names, arguments, responses.

mod frameworks;
mod naming;

use super::schemas::Schemas;
use super::{Context, bodies, pagination, parameters, responses, security};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;
use crate::document::openapi::{OperationAt, is_default_server, operations, relative_server, server_url};
use crate::ir::{BodyContent, Operation, Source};
use crate::names::{NameAllocator, camel, shouty, snake};

pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    codes: &mut responses::Codes,
) -> Vec<Operation> {
    let mut names = Names { functions: super::function_names(), ..Names::default() };
    let mut all = Vec::new();
    let given = naming::names(context);
    for (at, name) in operations(context.root).zip(given) {
        all.append(&mut operation(context, schemas, codes, &mut names, (at, &name)));
    }
    all
}

/// Allocators of operation names.
struct Names {
    functions: NameAllocator,
    constants: NameAllocator,
    types: NameAllocator,
}

impl Default for Names {
    fn default() -> Self {
        // The trait that each module of operations imports.
        let types = NameAllocator::without(&["DocumentedError"]);
        Self { functions: NameAllocator::default(), constants: NameAllocator::default(), types }
    }
}

/// Returns the operation and its variants: one for each other kind of request body, and one that streams the response
/// if it can also be buffered.
fn operation<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    codes: &mut responses::Codes,
    names: &mut Names,
    (at, given): (OperationAt<'t>, &naming::Given),
) -> Vec<Operation> {
    context.tracker.read(at.item);
    context.tracker.read(at.node);
    for key in ["summary", "description"] {
        context.get(at.item, key);
    }
    let naming::Given { id, route, name, rule } = given.clone();
    // The types of an operation are named after it, also if the settings rename it.
    let name = name.as_str();
    let function = names.functions.allocate(snake(name));
    let parameters = parameters::describe(context, schemas, at, (&id, name));
    let mut bodies = bodies::describe(context, schemas, &mut names.types, at.node, name).into_iter();
    let responses::Responses { whole, streamed, headers } =
        responses::describe(context, schemas, codes, at, name);
    skipped(context, at.node);
    let mut main = Operation {
        span: at.node.head(),
        constant: names.constants.allocate(shouty(&function)),
        error: names.types.allocate(camel(&format!("{function} error"))),
        options: names.types.allocate(camel(&format!("{function} options"))),
        response: names.types.allocate(camel(&format!("{function} reply"))),
        headers: names.types.allocate(camel(&format!("{function} headers"))),
        function,
        method: at.method.to_uppercase(),
        path: at.path.to_owned(),
        summary: context.prose(at.node, "summary"),
        description: context.prose(at.node, "description"),
        source: source(at.node),
        deprecated: context.get(at.node, "deprecated").and_then(Node::as_bool).unwrap_or_default(),
        tags: Vec::new(),
        parameters,
        body: bodies.next(),
        responses: whole,
        response_headers: headers,
        pagination: None,
        is_variant: false,
        rule,
        security: security::requirements(context, at),
        server: server(context, at),
        id,
    };
    let mut variants = Vec::new();
    let settings = &context.config.pagination;
    if let Some(settings) = context.setting(settings, &main.id).or_else(|| context.setting(settings, &route))
    {
        let function = names.functions.allocate(format!("{}_items", main.function));
        let constant = names.constants.allocate(shouty(&format!("{} pages", main.function)));
        main.pagination = pagination::describe(context, &main, settings, function, constant);
    }
    let mut variant = |suffix: &str, change: &mut dyn FnMut(&mut Operation)| {
        let function = names.functions.allocate(format!("{}_{suffix}", main.function));
        let constant = names.constants.allocate(shouty(&function));
        let response = names.types.allocate(camel(&format!("{function} reply")));
        let mut variant = Operation { function, constant, response, is_variant: true, ..main.clone() };
        change(&mut variant);
        variant
    };
    for body in bodies {
        let suffix = match &body.content {
            BodyContent::Json(_) => "as_json",
            BodyContent::Form { .. } => "as_form",
            BodyContent::Multipart { .. } => "as_multipart",
            BodyContent::Text => "as_text",
            BodyContent::Bytes => "as_bytes",
        };
        let mut body = Some(body);
        variants.push(variant(suffix, &mut |operation| operation.body = body.take()));
    }
    if let Some(mut streamed) = streamed {
        variants
            .push(variant("streamed", &mut |operation| operation.responses = std::mem::take(&mut streamed)));
    }
    std::iter::once(main).chain(variants).collect()
}

/// Returns the source that the operation was captured from (see `spec/README.md`).
fn source(operation: &Node) -> Option<Source> {
    let first = operation.get("x-provenance")?.as_array()?.first()?;
    let text = |key: &str| first.get_str(key).map(|text| text.trim().to_owned());
    Some(Source { name: text("source").filter(|name| !name.is_empty())?, retrieved: text("retrieved") })
}

/// Reports callbacks, which a client does not serve.
fn skipped<'t>(context: &mut Context<'t>, operation: &'t Node) {
    if let Some(callbacks) = context.get(operation, "callbacks") {
        context.unread(callbacks, "callbacks", "callbacks are calls by the server; ignored");
    }
}

/// Returns the server of the operation or of its path.
fn server<'t>(context: &mut Context<'t>, at: OperationAt<'t>) -> Option<String> {
    for node in [at.node, at.item] {
        let servers = context.items(node, "servers");
        servers.iter().for_each(|server| context.tracker.read_whole(server));
        if let Some(first) = servers.first() {
            let url = server_url(first);
            if url.starts_with("https://") && is_default_server(&url) {
                return Some(url);
            }
            let path = relative_server(&url);
            let message = match &path {
                Some(path) => format!(
                    "the operation's own server `{path}` is relative; it is resolved on the origin of the client's base URL"
                ),
                None => {
                    format!("the operation's own server `{url}` is ignored; the client's base URL is used")
                }
            };
            context.diagnostics.push(Diagnostic::new(
                Severity::Approximation,
                "server",
                first.head(),
                message,
            ));
            return path;
        }
    }
    None
}
