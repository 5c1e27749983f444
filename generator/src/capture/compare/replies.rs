//! Replies: statuses, headers, error codes, bodies.

use serde_json::Value;

use super::Comparison;
use crate::capture::changes::Change;
use crate::capture::page::{Item, Page, Reply};
use crate::capture::shape;
use crate::openapi::{OperationAt, follow, header};
use crate::tree::Node;

impl Comparison<'_, '_> {
    /// Compares all replies.
    pub(super) fn replies(&mut self, page: &Page, at: OperationAt<'_>) {
        let Some(responses) = at.node.get("responses") else { return };
        for reply in &page.replies {
            let status = &reply.status.text;
            match responses.get(status).and_then(|found| follow(self.root, found)) {
                Some(found) => self.reply(reply, found),
                None => {
                    let made = self.maker.reply(reply);
                    let message = format!("the page has a reply {status}, and the description does not");
                    self.differs(
                        reply.status.span,
                        message,
                        Some(responses),
                        vec![Change::set(responses, status, made)],
                    );
                }
            }
        }
        for (status, found) in responses.as_object().into_iter().flatten() {
            // A class of statuses, or the default, is what a page cannot say.
            let is_shown = status.bytes().all(|byte| byte.is_ascii_digit());
            if is_shown && page.replies.iter().all(|reply| reply.status.text != *status) {
                let changes = vec![Change::remove(responses, status)];
                self.gone(found, format!("the page does not have a reply {status}"), page.path.span, changes);
            }
        }
    }

    fn reply(&mut self, reply: &Reply, found: &Node) {
        for item in &reply.headers {
            self.header(reply, item, found);
        }
        for (name, node) in found.get("headers").and_then(Node::as_object).into_iter().flatten() {
            if !reply.headers.iter().any(|item| item.name.text.eq_ignore_ascii_case(name)) {
                let changes = found.get("headers").map(|headers| {
                    match headers.as_object().map_or(0, |all| all.len()) {
                        1 => Change::remove(found, "headers"),
                        _ => Change::remove(headers, name),
                    }
                });
                let message =
                    format!("the page does not have the header `{name}` of the reply {}", reply.status.text);
                self.gone(node, message, reply.status.span, changes.into_iter().collect());
            }
        }
        match (&reply.body, found.get("content")) {
            (None, None) => {}
            (Some(content), Some(_)) => self.media(content, found),
            (Some(content), None) => {
                let made = self.maker.media(content);
                let message = format!(
                    "the reply {} has a body on the page, and none in the description",
                    reply.status.text
                );
                self.differs(content.span, message, Some(found), vec![Change::set(found, "content", made)]);
            }
            (None, Some(content)) => {
                let message = format!("the reply {} has no body on the page", reply.status.text);
                self.gone(content, message, reply.status.span, vec![Change::remove(found, "content")]);
            }
        }
    }

    fn header(&mut self, reply: &Reply, item: &Item, found: &Node) {
        let codes = self.maker.codes(reply);
        let there = header(found, &item.name.text).and_then(|header| follow(self.root, header));
        let Some(there) = there else {
            let made = self.maker.header(item, &codes);
            let name = item.name.text.as_str();
            let change = match found.get("headers") {
                Some(headers) => Change::set(headers, name, made),
                None => Change::set(found, "headers", serde_json::json!({ name: made })),
            };
            let message = format!("the page has the header `{name}`, and the description does not");
            let mut changes = vec![change];
            if self.maker.is_code_header(name) {
                changes.extend(self.described(found, &codes, &[]));
            }
            self.differs(item.name.span, message, Some(found), changes);
            return;
        };
        let schema = there.get("schema");
        if !schema.is_some_and(|schema| shape::agrees(self.root, &item.ty, schema)) {
            let changes = vec![Change::set(there, "schema", self.maker.schema(&item.ty))];
            self.wrong_type(&item.name.text, item.ty_span, &item.ty, schema.or(Some(there)), changes);
            return;
        }
        if self.maker.is_code_header(&item.name.text)
            && let Some(schema) = schema.and_then(|schema| shape::plain(self.root, schema))
        {
            self.codes(reply, &codes, schema, found);
        }
    }

    /// Codes on either side that the other lacks. A change of the enum goes with one of the description.
    fn codes(&mut self, reply: &Reply, codes: &[(String, String)], schema: &Node, found: &Node) {
        let list = schema.get("enum");
        let listed = list.and_then(Node::as_array).unwrap_or_default();
        let new: Vec<_> = codes
            .iter()
            .filter(|(code, _)| listed.iter().all(|item| item.as_str() != Some(code)))
            .cloned()
            .collect();
        let is_gone = |item: &&Node| codes.iter().all(|(code, _)| item.as_str() != Some(code));
        let gone: Vec<&Node> = listed.iter().filter(is_gone).collect();
        if new.is_empty() && gone.is_empty() {
            return;
        }
        let names: Vec<&str> = gone.iter().filter_map(|item| item.as_str()).collect();
        let mut changes: Vec<Change> = self.described(found, &new, &names).into_iter().collect();
        match list {
            _ if codes.is_empty() => changes.push(Change::remove(schema, "enum")),
            Some(list) if gone.len() < listed.len() => {
                changes.extend(new.iter().map(|(code, _)| Change::push(list, code.as_str().into())));
                changes.extend(gone.iter().map(|item| Change::drop(list, item)));
            }
            _ => {
                let all: Value = codes.iter().map(|(code, _)| code.as_str()).collect();
                changes.push(Change::set(schema, "enum", all));
            }
        }
        let quoted =
            |codes: Vec<&str>| codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        let mut parts = Vec::new();
        if !new.is_empty() {
            let codes = quoted(new.iter().map(|(code, _)| code.as_str()).collect());
            parts.push(format!("the page has {codes}, and the description does not"));
        }
        if !gone.is_empty() {
            parts.push(format!("the description has {}, and the page does not", quoted(names)));
        }
        let span = reply.description.as_ref().map_or(reply.status.span, |text| text.span);
        let message = format!("error codes of {}: {}", reply.status.text, parts.join("; "));
        self.differs(span, message, list.or(Some(schema)), changes);
    }

    /// The reply's description with lines for new codes, and without those that are gone.
    fn described(&self, found: &Node, new: &[(String, String)], gone: &[&str]) -> Option<Change> {
        let node = found.get("description")?;
        let text = node.as_str()?.trim();
        let pattern = self.maker.errors.code_in_description.as_deref()?;
        let names = |line: &str, code: &str| line.contains(&pattern.replace("{code}", code));
        let is_list = text.starts_with("* ") || text.contains("\n* ");
        let mut lines: Vec<String> = match is_list || text.is_empty() {
            true => text.lines().map(str::to_owned).collect(),
            false => vec![format!("* {}", text.split_whitespace().collect::<Vec<_>>().join(" "))],
        };
        lines.retain(|line| !gone.iter().any(|code| names(line, code)));
        for (code, meaning) in new.iter().filter(|(code, _)| !names(text, code)) {
            lines.push(self.maker.code_line(code, meaning));
        }
        let joined = match lines.as_slice() {
            [only] => only.trim_start_matches("* ").to_owned(),
            lines => lines.join("\n"),
        };
        (joined != text).then(|| Change::replace(node, joined.into()))
    }
}
