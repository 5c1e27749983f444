//! Where a page and the operation that was captured from it say different things, and what would make them agree.
//!
//! What a page cannot know is no difference: required flags, enums, formats where it has none, everything below the first
//! level, words, examples, headers and cookies that are sent, replies for a class of statuses.

mod content;
mod replies;

use serde_json::Value;

use super::changes::Change;
use super::fragment;
use super::make::Maker;
use super::page::{Content, Page, Parameter, Place, Type};
use super::shape;
use crate::finding::Finding;
use crate::openapi::{OperationAt, follow, parameters};
use crate::tree::{Node, Span};

/// One thing that the two say differently.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) finding: Finding,
    /// What makes the description say what the page says.
    pub(super) changes: Vec<Change>,
}

/// What comparing works with.
pub(super) struct Comparison<'c, 'm> {
    pub(super) maker: Maker<'m>,
    pub(super) root: &'c Node,
    pub(super) differences: Vec<Difference>,
}

/// Compares a page with its operation.
pub(super) fn compare(maker: Maker<'_>, page: &Page, at: OperationAt<'_>) -> Vec<Difference> {
    let root = maker.root;
    let mut comparison = Comparison { maker, root, differences: Vec::new() };
    comparison.servers(page, at);
    comparison.parameters(page, at);
    comparison.body(page, at);
    comparison.replies(page, at);
    comparison.differences
}

impl Comparison<'_, '_> {
    /// Something that the page has and the description lacks, or has otherwise.
    pub(super) fn differs(
        &mut self,
        page: Span,
        message: String,
        there: Option<&Node>,
        changes: Vec<Change>,
    ) {
        let finding = Finding::warning("disagrees", page, message);
        let finding = match there {
            Some(node) => finding.with_related(node.head(), "the description says"),
            None => finding,
        };
        self.differences.push(Difference { finding, changes });
    }

    /// Something that the description has and the page no longer does.
    pub(super) fn gone(&mut self, node: &Node, message: String, page: Span, changes: Vec<Change>) {
        let finding = Finding::warning("disagrees", node.head(), message).with_related(page, "the page");
        self.differences.push(Difference { finding, changes });
    }

    fn servers(&mut self, page: &Page, at: OperationAt<'_>) {
        let own = fragment::addresses(at.node);
        let known = if own.is_empty() { fragment::addresses(self.root) } else { own };
        if !page.servers.iter().any(|server| fragment::is_known(&known, &server.text))
            && let Some(server) = page.servers.first()
        {
            let message =
                format!("the page's server is {}, and the description's {}", server.text, known.join(", "));
            let there = self.root.get("servers");
            self.differs(server.span, message, there, Vec::new());
        }
    }

    fn parameters(&mut self, page: &Page, at: OperationAt<'_>) {
        let all = parameters(self.root, at);
        let text = |node: &Node, key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        for parameter in &page.parameters {
            let item = &parameter.item;
            let place = if parameter.place == Place::Path { "path" } else { "query" };
            let named = |node: &&&Node| {
                text(node, "name").as_deref() == Some(item.name.text.as_str())
                    && text(node, "in").as_deref() == Some(place)
            };
            let Some(found) = all.iter().find(named) else {
                let message = format!(
                    "the page has the {place} parameter `{}`, and the description does not",
                    item.name.text
                );
                let made = self.maker.parameter(parameter);
                let changes = vec![match at.node.get("parameters") {
                    Some(list) => Change::push(list, made),
                    None => Change::set(at.node, "parameters", Value::Array(vec![made])),
                }];
                self.differs(item.name.span, message, Some(at.node), changes);
                continue;
            };
            self.parameter(parameter, found);
        }
        for node in all {
            let (name, place) =
                (text(node, "name").unwrap_or_default(), text(node, "in").unwrap_or_default());
            let is_shown = matches!(place.as_str(), "path" | "query");
            let is_there = page.parameters.iter().any(|parameter| {
                parameter.item.name.text == name && (parameter.place == Place::Path) == (place == "path")
            });
            if is_shown && !is_there {
                let list = at.node.get("parameters");
                let own = list.filter(|list| {
                    list.as_array().is_some_and(|items| items.iter().any(|item| item.span == node.span))
                });
                let changes = own.map(|list| Change::drop(list, node)).into_iter().collect();
                self.gone(
                    node,
                    format!("the page does not have the {place} parameter `{name}`"),
                    page.path.span,
                    changes,
                );
            }
        }
    }

    fn parameter(&mut self, parameter: &Parameter, found: &Node) {
        let item = &parameter.item;
        let schema = found.get("schema");
        let fits = schema.is_some_and(|schema| shape::agrees(self.root, &item.ty, schema));
        // Several values in one text, with commas between them: a page calls that a text.
        let is_list = schema.is_some_and(|schema| {
            shape::agrees(self.root, &Type::List(Box::new(Type::base("string"))), schema)
        });
        let style = found.get("style").and_then(Node::as_str);
        let explode = found.get("explode").and_then(Node::as_bool);
        let one_text = match parameter.place {
            Place::Path => style.is_none_or(|style| style == "simple"),
            Place::Query => style.is_none_or(|style| style == "form") && explode == Some(false),
        };
        if fits || (item.ty.is("string") && is_list && one_text) {
            return;
        }
        let made = self.maker.schema(&item.ty);
        self.wrong_type(
            &item.name.text,
            item.ty_span,
            &item.ty,
            schema,
            vec![Change::set(found, "schema", made)],
        );
    }

    pub(super) fn wrong_type(
        &mut self,
        name: &str,
        page: Span,
        ty: &Type,
        there: Option<&Node>,
        changes: Vec<Change>,
    ) {
        let message = format!("`{name}` is `{ty}` on the page, and something else in the description");
        self.differs(page, message, there, changes);
    }

    fn body(&mut self, page: &Page, at: OperationAt<'_>) {
        let body = at.node.get("requestBody").and_then(|body| follow(self.root, body));
        match (&page.body, body) {
            (None, None) => {}
            (Some(content), None) => {
                let made = self.maker.body(content);
                let message = "the page has a body, and the description does not".to_owned();
                self.differs(
                    content.span,
                    message,
                    Some(at.node),
                    vec![Change::set(at.node, "requestBody", made)],
                );
            }
            (None, Some(body)) => {
                let changes = vec![Change::remove(at.node, "requestBody")];
                self.gone(body, "the page has no body".to_owned(), page.path.span, changes);
            }
            (Some(content), Some(body)) => self.media(content, body),
        }
    }

    /// The media type, then what it holds. `owner` has the `content`.
    pub(super) fn media(&mut self, content: &Content, owner: &Node) {
        let media = owner.get("content").and_then(Node::as_object);
        let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let wanted = &content.media_type.text;
        let found = media.and_then(|media| media.iter().find(|(name, _)| essence(name) == essence(wanted)));
        let Some((_, found)) = found else {
            let message = format!("the page's media type is {wanted}, and the description does not have it");
            let made = self.maker.media(content);
            let changes = vec![Change::set(owner, "content", made)];
            self.differs(content.media_type.span, message, owner.get("content").or(Some(owner)), changes);
            return;
        };
        self.content(content, found);
    }
}
