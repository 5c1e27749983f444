//! Resolves a tree to an [`Api`].
//!
//! Every node that is read is marked in a [`ReadTracker`]. In the end, each unread node becomes a diagnostic.

mod bodies;
mod content;
mod marks;
mod operations;
mod pagination;
mod parameters;
mod request_headers;
mod responses;
mod schemas;
mod security;
mod servers;
mod tags;
mod typing;

use std::collections::{BTreeMap, HashSet};

use crate::config::{Config, dependency};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Node, ReadTracker, Span};
use crate::ir::{Api, SecurityScheme};
use crate::lock::{Kind, Lock};
use crate::names::NameAllocator;

use schemas::{Place, Schemas};

/// The state of the phase: the tree, the settings, and what was read and found.
struct Context<'t> {
    root: &'t Node,
    config: &'t Config,
    tracker: ReadTracker,
    diagnostics: Vec<Diagnostic>,
    /// The security schemes that the client supports.
    schemes: Vec<SecurityScheme>,
    /// The schemes that use the header `Authorization`.
    authorization: Vec<String>,
    /// Alternatives that are being merged with their siblings and must not be resolved again.
    distributed: Vec<(Span, &'static str)>,
    /// Settings that match something in the document.
    used_settings: HashSet<&'t str>,
    /// The uses of types, to compare with what the document states.
    uses: Vec<typing::Use>,
    /// The names of an earlier version of the document.
    lock: Option<&'t Lock>,
    /// The names of this version.
    named: Lock,
}

/// A resolved document.
pub struct Resolved {
    /// The API.
    pub api: Api,
    /// The spans of the nodes that were read.
    pub read: HashSet<Span>,
    /// The names to keep. Empty without a lock.
    pub lock: Lock,
}

/// Resolves a valid document. `lock` has the names of an earlier version, and `name` is the client crate.
pub fn resolve(
    root: &Node,
    config: &Config,
    lock: Option<&Lock>,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Resolved {
    let mut context = Context {
        root,
        config,
        tracker: ReadTracker::default(),
        diagnostics: Vec::new(),
        schemes: Vec::new(),
        authorization: Vec::new(),
        distributed: Vec::new(),
        used_settings: HashSet::new(),
        uses: Vec::new(),
        lock,
        named: Lock::default(),
    };
    let mut schemas = Schemas::new(&mut context);
    let security_schemes = security::schemes(&mut context);
    context.schemes.clone_from(&security_schemes);
    context.authorization = security::in_authorization(&security_schemes);
    let mut codes = responses::Codes::new();
    let mut operations = operations::describe(&mut context, &mut schemas, &mut codes);
    security::unused(&mut context, &operations);
    let tags = tags::describe(&mut context, &mut operations);
    webhooks(&mut context, &mut schemas);
    sections(&mut context);
    let (mut schemas, renames) = schemas.finish(&mut context);
    operations.iter_mut().for_each(|operation| renames.rename(operation));
    let typing = typing::finish(&mut context, &schemas);
    schemas::fixed_arguments(&mut operations, &schemas);
    pagination::finish(&mut context, &mut operations, &schemas);
    tags::reach(&operations, &mut schemas);
    let (title, version, description) = info(&mut context);
    let (server, servers) = servers::describe(&mut context);
    report_unused_settings(&mut context);
    context.tracker.annotations(root);
    let unread = context.tracker.unread(root).into_iter();
    context.diagnostics.extend(unread.map(|(node, key)| Diagnostic::unsupported(node.head(), key)));
    diagnostics.append(&mut context.diagnostics);
    let api = Api {
        // A document without a title gets the name of the client.
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
        derives: config.types.derive.iter().copied().collect(),
        hashed: config.types.all().filter(|given| given.hash).map(|given| given.rust.clone()).collect(),
    };
    let lock = kept(context.named, lock, &api);
    Resolved { api, read: context.tracker.into_read(), lock }
}

/// Returns the names of this version and those of an earlier one without a use, except what is generated under such a name.
fn kept(mut named: Lock, before: Option<&Lock>, api: &Api) -> Lock {
    let types: HashSet<&str> = api.schemas.iter().map(|schema| schema.name.as_str()).collect();
    let methods: HashSet<&str> = api.operations.iter().map(|operation| operation.function.as_str()).collect();
    if let Some(before) = before.filter(|before| !before.prunes) {
        named.keep(before, |kind, name| match kind {
            Kind::Component | Kind::Type => !types.contains(name),
            Kind::Method => !methods.contains(name),
            Kind::Field | Kind::Value | Kind::Variant => true,
        });
    }
    named
}

impl<'t> Context<'t> {
    /// Returns a child and marks it as read.
    fn get(&mut self, node: &'t Node, key: &str) -> Option<&'t Node> {
        let child = node.get(key)?;
        self.tracker.read(child);
        Some(child)
    }

    /// Returns a child's text and marks it as read.
    fn text(&mut self, node: &'t Node, key: &str) -> Option<String> {
        Some(self.get(node, key)?.as_text()?.to_owned())
    }

    /// Returns a child's prose, trimmed. None if it is empty.
    fn prose(&mut self, node: &'t Node, key: &str) -> Option<String> {
        self.text(node, key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// Returns the items of an array, and marks the array and each item as read.
    fn items(&mut self, node: &'t Node, key: &str) -> &'t [Node] {
        let items = self.get(node, key).and_then(Node::as_array).unwrap_or_default();
        items.iter().for_each(|item| self.tracker.read(item));
        items
    }

    /// Follows references from a node, and marks each as read.
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

    /// Returns a setting by key, and marks it as used.
    fn setting<V>(&mut self, entries: &'t BTreeMap<String, V>, key: &str) -> Option<&'t V> {
        let (key, value) = entries.get_key_value(key)?;
        self.used_settings.insert(key);
        Some(value)
    }

    /// Marks a node as read, and reports why it is unsupported.
    fn unread(&mut self, node: &Node, rule: &str, why: &str) {
        self.tracker.read_whole(node);
        self.diagnostics.push(Diagnostic::new(Severity::Approximation, rule, node.head(), why));
    }
}

/// Reports settings that match nothing in the document, such as mistyped names.
fn report_unused_settings(context: &mut Context<'_>) {
    let config = context.config;
    for key in config.names().filter(|key| !context.used_settings.contains(key.as_str())) {
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
    // A path without operations has nothing to lose.
    for (_, item) in paths.into_iter().flatten() {
        context.tracker.read(item);
        context.follow(item);
    }
    let Some(info) = context.get(root, "info") else { return Default::default() };
    let title = context.text(info, "title").unwrap_or_default();
    let version = context.text(info, "version").unwrap_or_default();
    (title.trim().to_owned(), version.trim().to_owned(), context.prose(info, "description"))
}

/// Marks sections of components as read. Unreferenced components stay unread and are reported.
fn sections(context: &mut Context<'_>) {
    let root = context.root;
    let Some(components) = context.get(root, "components") else { return };
    for (_, section) in components.as_object().into_iter().flatten() {
        context.tracker.read(section);
    }
}

/// Generates models for webhooks.
fn webhooks<'t>(context: &mut Context<'t>, schemas: &mut Schemas<'t>) {
    let root = context.root;
    for (name, item) in context.get(root, "webhooks").and_then(Node::as_object).into_iter().flatten() {
        context.tracker.read(item);
        for (_, operation) in item.as_object().into_iter().flatten() {
            let body = operation.get("requestBody").map(|body| context.follow(body));
            let content = body.and_then(|body| body.get("content")).and_then(Node::as_object);
            for schema in content.into_iter().flatten().filter_map(|(_, media)| media.get("schema")) {
                schemas.type_use(context, &Place::body(name, "webhook"), schema);
            }
            context.unread(
                operation,
                "webhook",
                "a webhook is a call by the server: only its payload is generated, as a model",
            );
        }
    }
}

/// Returns the crates of user-supplied types, each with what is written for it.
fn dependencies(config: &Config) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let lines = config.types.all().filter_map(|replacement| replacement.dependency.as_deref());
    for (name, written) in lines.filter_map(dependency) {
        let given = all.entry(name).or_default();
        if !given.contains(&written) {
            given.push(written);
        }
    }
    all
}

/// Returns the allocator of method names, with the reserved ones.
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
