//! Compares a page with the operation that was captured from it, and returns changes that make them agree.
//!
//! What a page cannot express is not compared: required flags, enums, formats that the page lacks, everything below the
//! first level, prose, examples, request headers and cookies, and responses for a class of statuses.

mod codes;
mod content;
mod media;
mod responses;
mod retype;

use super::build::Builder;
use super::changes::Change;
use super::fragment;
use super::page::{Page, Parameter, ParameterLocation, Type};
use super::shape;
use clientwright::diagnostic::Diagnostic;
use clientwright::document::openapi::{OperationAt, follow, parameters, template_names};
use clientwright::document::{Node, Span};

/// A difference between page and document.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) diagnostic: Diagnostic,
    /// The changes that update the document. Empty if only a person can.
    pub(super) changes: Vec<Change>,
    /// The help text for that person.
    pub(super) by_hand: &'static str,
}

/// The help text for a difference without a known change.
const BY_HAND: &str = "change it by hand";

/// The context of a comparison.
pub(super) struct Comparison<'c, 'm> {
    pub(super) builder: Builder<'m>,
    pub(super) root: &'c Node,
    pub(super) differences: Vec<Difference>,
}

/// Compares a page with its operation.
pub(super) fn compare(builder: Builder<'_>, page: &Page, at: OperationAt<'_>) -> Vec<Difference> {
    let root = builder.root;
    let mut comparison = Comparison { builder, root, differences: Vec::new() };
    comparison.path(page, at);
    comparison.servers(page, at);
    comparison.parameters(page, at);
    comparison.body(page, at);
    comparison.responses(page, at);
    comparison.differences
}

impl Comparison<'_, '_> {
    /// Adds a difference: the document lacks something of the page, or has it otherwise.
    pub(super) fn differs(
        &mut self,
        page: Span,
        message: String,
        there: Option<&Node>,
        changes: Vec<Change>,
    ) {
        let diagnostic = Diagnostic::warning("disagrees", page, message);
        let diagnostic = match there {
            Some(node) => diagnostic.with_related(node.head(), "the fragment says"),
            None => diagnostic,
        };
        self.differences.push(Difference { diagnostic, changes, by_hand: BY_HAND });
    }

    /// Adds a difference: the page no longer has something of the document.
    pub(super) fn gone(&mut self, node: &Node, message: String, page: Span, changes: Vec<Change>) {
        let diagnostic =
            Diagnostic::warning("disagrees", node.head(), message).with_related(page, "the page");
        self.differences.push(Difference { diagnostic, changes, by_hand: BY_HAND });
    }

    /// Adds a difference that only a person can resolve.
    fn by_hand(&mut self, page: Span, message: String, there: Option<&Node>, help: &'static str) {
        self.differs(page, message, there, Vec::new());
        self.differences.last_mut().into_iter().for_each(|difference| difference.by_hand = help);
    }

    /// Compares paths, which may differ in variable names.
    fn path(&mut self, page: &Page, at: OperationAt<'_>) {
        if page.path.text != at.path {
            let message =
                format!("the path is `{}` on the page, but `{}` in the fragment", page.path.text, at.path);
            let help = "use the same variable names in every fragment with this path";
            self.by_hand(page.path.span, message, Some(at.item), help);
        }
    }

    /// Compares servers. The first server nearest to the operation is used for calls.
    fn servers(&mut self, page: &Page, at: OperationAt<'_>) {
        let lists =
            [at.node, at.item, self.root].map(|node| (node.get("servers"), fragment::addresses(node)));
        let Some((there, known)) = lists.into_iter().find(|(_, known)| !known.is_empty()) else { return };
        let Some(first) = known.first() else { return };
        if page.servers.iter().all(|server| server.text.trim_end_matches('/') != first)
            && let Some(server) = page.servers.first()
        {
            let message = format!("the server is {} on the page, but {first} in the fragment", server.text);
            let help = "calls use the first server: put the page's server first, or remove the page if it belongs to another API";
            self.by_hand(server.span, message, there, help);
        }
    }

    fn parameters(&mut self, page: &Page, at: OperationAt<'_>) {
        let all = parameters(self.root, at);
        let text = |node: &Node, key: &str| node.get_str(key).map(str::to_owned);
        // Path variables are matched by position.
        let names = template_names(&page.path.text).into_iter().zip(template_names(at.path));
        let names: Vec<(&str, &str)> = names.collect();
        let ours = |parameter: &Parameter| {
            let name = parameter.item.name.text.as_str();
            let renamed = names
                .iter()
                .find(|(theirs, _)| parameter.location == ParameterLocation::Path && *theirs == name);
            renamed.map_or(name, |(_, ours)| *ours).to_owned()
        };
        for parameter in &page.parameters {
            let item = &parameter.item;
            let location = if parameter.location == ParameterLocation::Path { "path" } else { "query" };
            let named = |node: &&&Node| {
                text(node, "name").as_deref() == Some(ours(parameter).as_str())
                    && text(node, "in").as_deref() == Some(location)
            };
            let Some(found) = all.iter().find(named) else {
                let message = format!(
                    "the page has the {location} parameter `{}`, the fragment does not",
                    item.name.text
                );
                let made = self.builder.parameter(parameter);
                let changes = vec![Change::append(at.node, "parameters", made)];
                self.differs(item.name.span, message, Some(at.node), changes);
                continue;
            };
            self.parameter(parameter, found);
        }
        for node in all {
            let (name, location) =
                (text(node, "name").unwrap_or_default(), text(node, "in").unwrap_or_default());
            let is_shown = matches!(location.as_str(), "path" | "query");
            let is_there = page.parameters.iter().any(|parameter| {
                ours(parameter) == name
                    && (parameter.location == ParameterLocation::Path) == (location == "path")
            });
            if is_shown && !is_there {
                let changes = self.without_parameter(at, node);
                self.gone(
                    node,
                    format!("the fragment has the {location} parameter `{name}`, the page does not"),
                    page.path.span,
                    changes,
                );
            }
        }
    }

    /// Returns the changes that remove a parameter from the operation or the path item.
    fn without_parameter(&self, at: OperationAt<'_>, node: &Node) -> Vec<Change> {
        for owner in [at.node, at.item] {
            let list = owner.get("parameters");
            let mut items = list.and_then(Node::as_array).unwrap_or_default().iter();
            let found = items.find(|item| follow(self.root, item).is_some_and(|item| item.span == node.span));
            if let (Some(list), Some(found)) = (list, found) {
                return vec![Change::drop(list, found), Change::tidy(owner, "parameters")];
            }
        }
        Vec::new()
    }

    fn parameter(&mut self, parameter: &Parameter, found: &Node) {
        let item = &parameter.item;
        let schema = found.get("schema");
        let fits = schema.is_some_and(|schema| shape::agrees(self.root, &item.ty, schema));
        // A page describes a comma-separated array as a string.
        let is_list = schema.is_some_and(|schema| {
            shape::agrees(self.root, &Type::List(Box::new(Type::base("string"))), schema)
        });
        let style = found.get_str("style");
        let explode = found.get("explode").and_then(Node::as_bool);
        let one_text = match parameter.location {
            ParameterLocation::Path => style.is_none_or(|style| style == "simple"),
            ParameterLocation::Query => style.is_none_or(|style| style == "form") && explode == Some(false),
        };
        if fits || (item.ty.is("string") && is_list && one_text) {
            return;
        }
        let changes = self.retyped(found, schema, &item.ty, None);
        self.wrong_type(&item.name.text, item.ty_span, &item.ty, schema, changes);
    }

    pub(super) fn wrong_type(
        &mut self,
        name: &str,
        page: Span,
        ty: &Type,
        there: Option<&Node>,
        changes: Vec<Change>,
    ) {
        let message = format!("`{name}` is `{ty}` on the page, but has another type in the fragment");
        self.differs(page, message, there, changes);
    }

    fn body(&mut self, page: &Page, at: OperationAt<'_>) {
        let body = at.node.get("requestBody").and_then(|body| follow(self.root, body));
        match (&page.body, body) {
            (None, None) => {}
            (Some(content), None) => {
                let made = self.builder.body(content);
                let message = "the page has a body, the fragment does not".to_owned();
                self.differs(
                    content.span,
                    message,
                    Some(at.node),
                    vec![Change::set(at.node, "requestBody", made)],
                );
            }
            (None, Some(body)) => {
                let changes = vec![Change::remove(at.node, "requestBody")];
                self.gone(
                    body,
                    "the fragment has a body, the page does not".to_owned(),
                    page.path.span,
                    changes,
                );
            }
            (Some(content), Some(body)) => self.media(content, body),
        }
    }
}
