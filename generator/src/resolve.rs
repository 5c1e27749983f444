//! A tree to an [`Api`].
//!
//! Whatever is read is marked in a [`ReadTracker`]. In the end every node that nobody read becomes a diagnostic, so nothing is
//! lost in silence.

mod bodies;
mod content;
mod marks;
mod operations;
mod paging;
mod parameters;
mod replies;
mod request_headers;
mod schemas;
mod security;
mod servers;
mod tags;
mod typing;

use std::collections::{BTreeMap, HashSet};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Node, ReadTracker, Span};
use crate::ir::{Api, SecurityScheme};
use crate::names::NameAllocator;

use schemas::Schemas;

/// What describing works with: the tree, the settings, and what has been read and found.
struct Context<'t> {
    root: &'t Node,
    config: &'t Config,
    tracker: ReadTracker,
    diagnostics: Vec<Diagnostic>,
    /// Security schemes for which the client can take a credential.
    schemes: Vec<SecurityScheme>,
    /// Those of them whose secret goes into the header `Authorization`.
    authorization: Vec<String>,
    /// Alternatives that are being described together with what stands beside them: for the time being they are none.
    distributed: Vec<(Span, &'static str)>,
    /// Entries of the settings that something in the document answers to.
    answered: HashSet<&'t str>,
    /// Places where a type is used, to see in the end which of them are as typed as the document is.
    uses: Vec<typing::Use>,
}

/// Describes a document that has passed its checks, and says which nodes were read for it. `name` is the client crate.
pub fn resolve(
    root: &Node,
    config: &Config,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Api, HashSet<Span>) {
    let mut context = Context {
        root,
        config,
        tracker: ReadTracker::default(),
        diagnostics: Vec::new(),
        schemes: Vec::new(),
        authorization: Vec::new(),
        distributed: Vec::new(),
        answered: HashSet::new(),
        uses: Vec::new(),
    };
    let mut schemas = Schemas::new(&mut context);
    let security_schemes = security::schemes(&mut context);
    context.schemes.clone_from(&security_schemes);
    context.authorization = security::in_authorization(&security_schemes);
    let mut codes = replies::Codes::new();
    let mut operations = operations::describe(&mut context, &mut schemas, &mut codes);
    security::unused(&mut context, &operations);
    let tags = tags::describe(&mut context, &mut operations);
    webhooks(&mut context, &mut schemas);
    sections(&mut context);
    let mut schemas = schemas.finish(&mut context);
    let typing = typing::finish(&mut context, &schemas);
    paging::finish(&mut context, &mut operations, &schemas);
    tags::reach(&operations, &mut schemas);
    let (title, version, description) = info(&mut context);
    let (server, servers) = servers::describe(&mut context);
    unanswered(&mut context);
    context.tracker.annotations(root);
    let unread = context.tracker.unread(root).into_iter();
    context.diagnostics.extend(unread.map(|(node, key)| Diagnostic::unsupported(node.head(), key)));
    diagnostics.append(&mut context.diagnostics);
    let api = Api {
        // A document without a title is called what the client is.
        title: if title.is_empty() { name.to_owned() } else { title },
        version,
        description,
        package: name.to_owned(),
        server,
        servers,
        security_schemes,
        tags,
        operations,
        schemas,
        error_codes: codes.finish(),
        environment: config.environment.clone(),
        errors: config.errors.clone(),
        typing,
        manifest: config.package.clone(),
        dependencies: dependencies(config),
    };
    (api, context.tracker.into_read())
}

impl<'t> Context<'t> {
    /// A child, marked as read.
    fn get(&mut self, node: &'t Node, key: &str) -> Option<&'t Node> {
        let child = node.get(key)?;
        self.tracker.read(child);
        Some(child)
    }

    /// A child's text, marked as read.
    fn text(&mut self, node: &'t Node, key: &str) -> Option<String> {
        Some(self.get(node, key)?.as_text()?.to_owned())
    }

    /// A child's prose: trimmed, and nothing rather than empty.
    fn prose(&mut self, node: &'t Node, key: &str) -> Option<String> {
        self.text(node, key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The items of a list, the list and each item marked as read.
    fn items(&mut self, node: &'t Node, key: &str) -> &'t [Node] {
        let items = self.get(node, key).and_then(Node::as_array).unwrap_or_default();
        items.iter().for_each(|item| self.tracker.read(item));
        items
    }

    /// What a node stands for, every reference on the way marked as read.
    fn follow(&mut self, node: &'t Node) -> &'t Node {
        let mut node = node;
        for _ in 0..64 {
            let Some(reference) = node.reference() else { break };
            self.tracker.read(reference);
            let Some(target) =
                reference.as_str().and_then(|text| crate::document::openapi::resolve(self.root, text))
            else {
                break;
            };
            self.tracker.read(target);
            node = target;
        }
        node
    }

    /// An entry of the settings by its key, which is noted as one that something answers to.
    fn setting<V>(&mut self, entries: &'t BTreeMap<String, V>, key: &str) -> Option<&'t V> {
        let (key, value) = entries.get_key_value(key)?;
        self.answered.insert(key);
        Some(value)
    }

    /// Marks a part of the document as seen, and says why it is not carried over.
    fn unread(&mut self, node: &Node, rule: &str, why: &str) {
        self.tracker.read_whole(node);
        self.diagnostics.push(Diagnostic::new(Severity::Approximation, rule, node.head(), why));
    }
}

/// Settings for things that the document does not have: most likely a name that was mistyped or has changed.
fn unanswered(context: &mut Context<'_>) {
    let config = context.config;
    for key in config.names().filter(|key| !context.answered.contains(key.as_str())) {
        let span = config.places.get(key).copied().unwrap_or(context.root.span);
        let message = format!("the configuration names `{key}`, which is not in the document");
        context.diagnostics.push(
            Diagnostic::warning("configuration", span, message)
                .with_help("look up the name in the generated crates, or remove the entry"),
        );
    }
}

fn info(context: &mut Context<'_>) -> (String, String, Option<String>) {
    let root = context.root;
    for key in ["openapi", "swagger"] {
        context.get(root, key);
    }
    let paths = context.get(root, "paths").and_then(Node::as_object);
    // A path without operations says nothing that could be lost.
    for (_, item) in paths.into_iter().flatten() {
        context.tracker.read(item);
        context.follow(item);
    }
    let Some(info) = context.get(root, "info") else { return Default::default() };
    let title = context.text(info, "title").unwrap_or_default();
    let version = context.text(info, "version").unwrap_or_default();
    (title.trim().to_owned(), version.trim().to_owned(), context.prose(info, "description"))
}

/// Sections of components are read where something refers into them; what nothing refers to is listed.
fn sections(context: &mut Context<'_>) {
    let root = context.root;
    let Some(components) = context.get(root, "components") else { return };
    for (_, section) in components.as_object().into_iter().flatten() {
        context.tracker.read(section);
    }
}

/// What a server sends of its own accord becomes models, for whoever receives it.
fn webhooks<'t>(context: &mut Context<'t>, schemas: &mut Schemas<'t>) {
    let root = context.root;
    for (name, item) in context.get(root, "webhooks").and_then(Node::as_object).into_iter().flatten() {
        context.tracker.read(item);
        for (_, operation) in item.as_object().into_iter().flatten() {
            let body = operation.get("requestBody").map(|body| context.follow(body));
            let content = body.and_then(|body| body.get("content")).and_then(Node::as_object);
            for schema in content.into_iter().flatten().filter_map(|(_, media)| media.get("schema")) {
                schemas.type_use(context, &format!("{name} webhook"), schema);
            }
            context.unread(
                operation,
                "webhook",
                "a webhook is a call by the server: only its payload is generated, as a model",
            );
        }
    }
}

/// The crates that types of the settings come from.
fn dependencies(config: &Config) -> BTreeMap<String, String> {
    let lines = config.types.all().filter_map(|replacement| replacement.dependency.as_deref());
    let split = lines.filter_map(|line| line.split_once('='));
    split.map(|(name, version)| (name.trim().to_owned(), version.trim().to_owned())).collect()
}

/// Names of methods that every client has, and of what they are built on.
fn function_names() -> NameAllocator {
    NameAllocator::without(&[
        "new",
        "from_env",
        "builder",
        "builder_from_env",
        "base_url",
        "with_options",
        "core",
        "clone",
        "fmt",
        "from",
        "into",
    ])
}
