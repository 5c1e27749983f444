//! Compares responses: statuses, headers, error codes, bodies.

use super::Comparison;
use crate::changes::Change;
use crate::page::{Item, Page, Response};
use crate::shape;
use clientwright::document::Node;
use clientwright::document::openapi::{OperationAt, follow, header};

impl Comparison<'_, '_> {
    /// Compares all responses.
    pub(super) fn responses(&mut self, page: &Page, at: OperationAt<'_>) {
        let Some(responses) = at.node.get("responses") else { return };
        for response in &page.responses {
            let status = &response.status.text;
            match responses.get(status).and_then(|found| follow(self.root, found)) {
                Some(found) => self.response(response, found),
                None => {
                    let made = self.builder.response(response);
                    let message = format!("the page has a response {status}, the fragment does not");
                    self.differs(
                        response.status.span,
                        message,
                        Some(responses),
                        vec![Change::set(responses, status, made)],
                    );
                }
            }
        }
        for (status, found) in responses.as_object().into_iter().flatten() {
            // A page cannot express a class of statuses, or the default.
            let is_shown = status.bytes().all(|byte| byte.is_ascii_digit());
            if is_shown && page.responses.iter().all(|response| response.status.text != *status) {
                let changes = vec![Change::remove(responses, status)];
                self.gone(
                    found,
                    format!("the fragment has a response {status}, the page does not"),
                    page.path.span,
                    changes,
                );
            }
        }
    }

    fn response(&mut self, response: &Response, found: &Node) {
        for item in &response.headers {
            self.header(response, item, found);
        }
        for (name, node) in found.entries("headers") {
            if !response.headers.iter().any(|item| item.name.text.eq_ignore_ascii_case(name)) {
                let removed = found.get("headers").map(|headers| Change::remove(headers, name));
                let changes = removed.into_iter().chain([Change::tidy(found, "headers")]).collect();
                let message = format!(
                    "the fragment has the header `{name}` of the response {}, the page does not",
                    response.status.text
                );
                self.gone(node, message, response.status.span, changes);
            }
        }
        match (&response.body, found.get("content")) {
            (None, None) => {}
            (Some(content), Some(_)) => self.media(content, found),
            (Some(content), None) => {
                let made = self.builder.media(content);
                let message = format!(
                    "the response {} has a body on the page, but none in the fragment",
                    response.status.text
                );
                self.differs(content.span, message, Some(found), vec![Change::set(found, "content", made)]);
            }
            (None, Some(content)) => {
                let message = format!(
                    "the response {} has a body in the fragment, but none on the page",
                    response.status.text
                );
                self.gone(content, message, response.status.span, vec![Change::remove(found, "content")]);
            }
        }
    }

    fn header(&mut self, response: &Response, item: &Item, found: &Node) {
        let codes = self.builder.codes(response);
        let there = header(found, &item.name.text).and_then(|header| follow(self.root, header));
        let Some(there) = there else {
            let made = self.builder.header(item, &codes);
            let name = item.name.text.as_str();
            let change = Change::within(found, "headers", name, made);
            let message = format!("the page has the header `{name}`, the fragment does not");
            let mut changes = vec![change];
            if self.builder.is_code_header(name) {
                changes.extend(self.described(response, found, &codes, &[]).unwrap_or_default());
            }
            self.differs(item.name.span, message, Some(found), changes);
            return;
        };
        let schema = there.get("schema");
        if !schema.is_some_and(|schema| shape::agrees(self.root, &item.ty, schema)) {
            let changes = self.retyped(there, schema, &item.ty, None);
            self.wrong_type(&item.name.text, item.ty_span, &item.ty, schema.or(Some(there)), changes);
        }
        if self.builder.is_code_header(&item.name.text)
            && let Some(schema) = schema.and_then(|schema| shape::plain(self.root, schema))
        {
            self.codes(response, &codes, schema, found);
        }
    }
}
